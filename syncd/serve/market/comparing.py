"""Courses side by side: what a card shows, and how many of the learners completed each. Reads the index, then the store.

Nobody is shown a course here whom its own page would not show it to.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress

from syncd import clock
from syncd.errors import NotFoundError
from syncd.index.document import Card
from syncd.index.search import Search
from syncd.model.comparing import completion_rate
from syncd.model.kinds import id_of
from syncd.serve.market import answers, curated_answers
from syncd.store import learned
from syncd.store.engine import Engine, reading

# Counting the learners of a large course takes a while, and its rate hardly moves within minutes.
_KEPT_S, _MOST_KEPT = 300.0, 2000
_Key = tuple[int, int]


class Rates:
    """Completion rates of courses, each counted at most once in some minutes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[_Key, tuple[float, int | None]] = {}

    def of(self, engine: Engine, cards: Sequence[Card]) -> list[int | None]:
        """Per cent of the learners, course by course; None where they are too few to say, or the centre knows of none."""
        return [self._one(engine, (card.tenant_id, int(card.course["id"]))) for card in cards]

    def _one(self, engine: Engine, key: _Key) -> int | None:
        now = clock.monotonic()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[0] > now:
            return kept[1]
        with reading(engine) as conn:
            rate = completion_rate(*learned.of_course(conn, *key))
        with self._lock:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = (now + _KEPT_S, rate)
        return rate


def chosen(search: Search, courses: Sequence[str], agency: str | None) -> list[Card]:
    """The courses that were chosen, as far as they can be seen; each is written TENANT/COURSE."""
    found = []
    for text in dict.fromkeys(courses):
        tenant, _, number = text.partition("/")
        if (course := id_of(number)) is not None:
            with suppress(NotFoundError):
                found.append(search.card(tenant, course, agency))
    return found


def comparison(
    search: Search, engine: Engine, at: answers.At, rates: Rates, name: str, agency: str | None
) -> curated_answers.Comparison:
    """One group as people of this agency see it, None: everybody; NotFoundError where they do not."""
    cards = search.group(name, agency)
    found = zip(cards, rates.of(engine, cards), strict=True)
    return curated_answers.Comparison(
        comparison=name, offerings=[curated_answers.compared(card, at, rate) for card, rate in found]
    )
