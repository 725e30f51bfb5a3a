"""Proposes which courses of several agencies are about the same, by their words. Reads the index; LAN decides.

A course is compared with those whose words are most like its own; how like they are is counted here, so that the number means
the same whatever else the catalogue holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tantivy import Order, Searcher

from syncd.index import fields
from syncd.index.document import Card, card_of, key_of, stems_of
from syncd.index.matching import every_of, has_key, seen_by, without
from syncd.index.similar import like
from syncd.model.comparing import LEAST, MOST_OF_GROUP
from syncd.model.curated import COMPARISON

# A title says what a course is; summaries tell variants apart.
_OF_TITLE = 0.7
_CANDIDATES = 30
_AT_A_TIME = 200
Apart = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Like:
    """A course in a proposal, and how like the first one it is, 0 to 1."""

    key: str
    card: Card
    likeness: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Courses that could be compared, the most popular first. `group`: some of them are in this group already."""

    courses: tuple[Like, ...]
    group: str | None


def likeness(one: Card, other: Card) -> float:
    """How like two courses are by their words: of the title above all, of summary and category where both have them."""
    mine, theirs = stems_of(one), stems_of(other)
    titles = _share(mine["title_stem"], theirs["title_stem"])
    if not mine["about_stem"] or not theirs["about_stem"]:
        return titles
    return _OF_TITLE * titles + (1 - _OF_TITLE) * _share(mine["about_stem"], theirs["about_stem"])


def proposals(searcher: Searcher, least: float, apart: Apart, advance: Callable[[], object]) -> Iterator[Proposal]:
    """Groups that LAN has not decided about, of courses that all may see; `apart`: LAN said that two are not the same."""
    used: set[str] = set()
    for key, card in _everything(searcher):
        advance()
        if key in used:
            continue
        found = _proposal(searcher, Like(key, card, 1.0), least, apart, used)
        if found is not None:
            used |= {one.key for one in found.courses}
            yield found


def _everything(searcher: Searcher) -> Iterator[tuple[str, Card]]:
    """All courses that all may see, the most popular first."""
    offset, query = 0, seen_by(None)
    while True:
        hits = searcher.search(
            query, _AT_A_TIME, count=False, offset=offset, order_by_field=fields.BY_POPULAR, order=Order.Desc
        ).hits
        for _value, address in hits:
            card = card_of(searcher.doc(address))
            yield _key(card), card
        if len(hits) < _AT_A_TIME:
            return
        offset += _AT_A_TIME


def _proposal(searcher: Searcher, first: Like, least: float, apart: Apart, used: set[str]) -> Proposal | None:
    query = without(every_of((like(searcher, first.card), seen_by(None))), has_key(first.key))
    hits = searcher.search(query, _CANDIDATES, count=False, weight_by_field=fields.STEADY).hits
    cards = [card_of(searcher.doc(address)) for _score, address in hits]
    near = [Like(_key(card), card, round(likeness(first.card, card), 2)) for card in cards]
    group, agencies = first.card.curated.get(COMPARISON), {first.card.agency}
    taken = [first]
    for one in sorted(near, key=lambda one: (-one.likeness, one.key)):
        its = one.card.curated.get(COMPARISON)
        if one.likeness < least or one.card.agency in agencies or one.key in used or apart(first.key, one.key):
            continue
        # A course is in one group at most; who wants two groups to be one splits the smaller one first.
        if (group and its and its != group) or len(taken) == MOST_OF_GROUP:
            continue
        group = group or its
        agencies.add(one.card.agency)
        taken.append(one)
    decided = group is not None and all(one.card.curated.get(COMPARISON) == group for one in taken)
    return None if len(taken) < LEAST or decided else Proposal(tuple(taken), group)


def _share(mine: str, theirs: str) -> float:
    one, other = set(mine.split()), set(theirs.split())
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _key(card: Card) -> str:
    return key_of(card.tenant_id, int(card.course["id"]))
