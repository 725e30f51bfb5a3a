"""LAN's published collections as every page and answer has them, read from the store now and then and kept. Reads the store.

What of a collection can be seen is asked of the index each time: a course that is withheld or gone leaves no gap and no trace.
"""

import threading
from dataclasses import dataclass
from typing import Any

from syncd import clock
from syncd.errors import NotFoundError, StoreUnavailableError
from syncd.index.document import key_of
from syncd.index.search import Search
from syncd.model.collected import Said, State
from syncd.serve.market import answers, curated_answers
from syncd.store import collections
from syncd.store.engine import Engine, reading

_KEPT_S = 10.0


@dataclass(frozen=True, slots=True)
class Published:
    """A collection that everybody may see, with the keys of its courses in the index."""

    slug: str
    said: Said
    keys: tuple[str, ...]


class Collections:
    """What was read last. While the store is away that goes on, and nobody waits for it again and again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[Published, ...] | None = None
        self._until = 0.0

    @property
    def due(self) -> bool:
        """Whether it is time to read again."""
        return clock.monotonic() >= self._until

    @property
    def last(self) -> tuple[Published, ...]:
        """What was read last, however long ago."""
        return self._kept or ()

    def postpone(self) -> None:
        """Nobody reads for a while."""
        self._until = clock.monotonic() + _KEPT_S

    def read(self, engine: Engine) -> tuple[Published, ...]:
        """The published collections, the one that changed last first; StoreUnavailableError where nothing was ever read."""
        with self._lock:
            if self._kept is not None and not self.due:
                return self._kept
            self.postpone()
            try:
                self._kept = _read(engine)
            except StoreUnavailableError:
                if self._kept is None:
                    raise
            return self._kept


def _read(engine: Engine) -> tuple[Published, ...]:
    with reading(engine) as conn:
        return tuple(
            Published(one.slug, one.said, tuple(key_of(at.tenant_id, at.course) for at in collections.places(conn, one.members)))
            for one in collections.every(conn)
            if one.state is State.PUBLISHED
        )


def found(published: tuple[Published, ...], slug: str) -> Published:
    """This one; NotFoundError."""
    one = next((one for one in published if one.slug == slug), None)
    if one is None:
        raise NotFoundError("there is no such collection")
    return one


def listed(search: Search, published: tuple[Published, ...], agency: str | None) -> curated_answers.Collections:
    """The collections of which people of this agency see something; None: everybody."""
    counted = [(one, search.seen(one.keys, agency)) for one in published]
    return curated_answers.Collections(
        collections=[curated_answers.Collection(**_about(one), offerings=count) for one, count in counted if count]
    )


def one(
    search: Search, at: answers.At, published: tuple[Published, ...], slug: str, agency: str | None
) -> curated_answers.CollectionOf:
    """One collection with its courses in order; NotFoundError where people of this agency see none of them."""
    this = found(published, slug)
    cards = search.cards(this.keys, agency)
    if not cards:
        raise NotFoundError("there is nothing to see in this collection")
    return curated_answers.CollectionOf(**_about(this), offerings=[answers.offering(card, at) for card in cards])


def _about(this: Published) -> dict[str, Any]:
    said = this.said
    return {
        "collection": this.slug,
        "title": curated_answers.InTwo(id=said.title_id, en=said.title_en),
        "about": curated_answers.InTwo(id=said.about_id, en=said.about_en),
    }
