"""Makes a new index of all that the store says is offered, beside the live one, and lets it take its place once it is right.

Reads the store, writes the folder of the index. Whatever goes wrong: the new one is deleted and the old one answers on.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog
from tantivy import Index, Query

from syncd import clock, crashpoint
from syncd.errors import IndexBrokenError
from syncd.index import fields
from syncd.index.document import SCHEMA, card_of
from syncd.index.folder import IndexFolder
from syncd.index.matching import count_of, every_of, has, has_key
from syncd.index.words import words
from syncd.index.writing import bring_all, write_all, writer_of
from syncd.log import Event
from syncd.store import offers
from syncd.store.engine import Engine, reading
from syncd.store.offers import Owner

_log = structlog.get_logger()
_HEAP = 64_000_000
_SAMPLE = 50
_ON = "It was deleted; the old one, if there is one, answers on."


@dataclass(frozen=True, slots=True)
class Built:
    """A new live index."""

    name: str
    courses: int
    tenants: int
    seconds: float


def rebuild(engine: Engine, root: Path, advance: Callable[[], object] = lambda: None) -> Built:
    """Build, check, switch; `advance` is called after each tenant. IndexBusyError where somebody builds already."""
    began, folder = clock.monotonic(), IndexFolder(root)
    try:
        folder.clear()
        with folder.building() as new:
            owners = _fill(engine, new, advance)
            crashpoint.reach("index filled")
            # From here on the old one stands still; what changed meanwhile goes into the new one.
            with folder.writing(wait=True):
                with reading(engine) as conn:
                    now = offers.owners(conn)
                bring_all(engine, new, now, owners)
                count = _check(engine, new, now)
                crashpoint.reach("index checked")
                folder.make_live(new)
    except (OSError, ValueError) as error:
        # The engine says ValueError for whatever its files meet: a full disk, a file that is gone.
        raise IndexBrokenError(f"The new search index could not be made: {error}. {_ON}") from error
    folder.clear()
    built = Built(new.name, count, len(now), round(clock.monotonic() - began, 2))
    _log.info(Event.INDEX_BUILT, courses=count, tenants=len(now), seconds=built.seconds)
    return built


def _fill(engine: Engine, new: Path, advance: Callable[[], object]) -> dict[int, Owner]:
    writer = writer_of(Index(SCHEMA, str(new)), _HEAP)
    try:
        with reading(engine) as conn:
            owners = offers.owners(conn)
        for owner in owners.values():
            write_all(engine, writer, owner)
            advance()
        crashpoint.reach("index written")
        writer.commit()
    finally:
        writer.wait_merging_threads()
    return owners


def _check(engine: Engine, new: Path, owners: dict[int, Owner]) -> int:
    """Whether the new index holds as many courses as the store offers, and a sample of them is found by its own words."""
    index = Index.open(str(new))
    index.config_reader("manual")
    index.reload()
    searcher = index.searcher()
    with reading(engine) as conn:
        same = offers.owners(conn) == owners
        stored = sum(offers.count(conn, one.id) for one in owners.values() if one.open)
        same = same and offers.owners(conn) == owners
    if same and searcher.num_docs != stored:
        raise IndexBrokenError(f"The new search index holds {searcher.num_docs} of {stored} courses. {_ON}")
    order = Query.all_query()
    for place in random.Random(0).sample(range(searcher.num_docs), min(_SAMPLE, searcher.num_docs)):  # noqa: S311 - a sample
        hits = searcher.search(order, 1, offset=place, order_by_field=fields.BY_NEWEST).hits
        document = searcher.doc(hits[0][1])
        key = document.get_first(fields.KEY)
        card = card_of(document)
        wanted = [has(word.text, card.agency) for word in words(card.course["title"])]
        wanted.append(has_key(str(key)))
        if count_of(searcher, every_of(wanted)) != 1:
            raise IndexBrokenError(f"The new search index does not find {key} by its title. {_ON}")
    return searcher.num_docs
