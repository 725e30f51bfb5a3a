"""Fills a row of the front page: no agency takes more places than it may, some are for what has no stars. Reads the index.

Who has more courses, or better ones, fills no more of a row than others; an agency that has its share is left out of what is
asked for next, so the places go to the next best of the others, however many courses come between.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from tantivy import DocAddress, Order, Query, Searcher

from syncd.index import facets, fields
from syncd.index.document import Card, card_of
from syncd.index.matching import any_of, chosen, count_of, every_of, without

# For so long everybody sees the same lots.
LOT_S = 600
_MOST_AGENCIES = 65_000


@dataclass(frozen=True, slots=True)
class Row:
    """How a row is filled: so many places, of one agency at most `of_one`; those `by_lot` are for what has no stars yet."""

    size: int
    of_one: int
    by_lot: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A course on the front page; `by_lot`: it is there because it has no stars yet."""

    card: Card
    by_lot: bool = False


@dataclass(slots=True)
class _Filling:
    """What is in the row so far."""

    row: Row
    of_agency: Counter[str] = field(default_factory=Counter)
    keys: set[tuple[int, int]] = field(default_factory=set)

    def takes(self, card: Card) -> bool:
        """Whether there is room for it; then it is in."""
        key = (card.tenant_id, int(card.course["id"]))
        if key in self.keys or self.of_agency[card.agency] >= self.row.of_one:
            return False
        self.keys.add(key)
        self.of_agency[card.agency] += 1
        return True

    @property
    def full(self) -> list[str]:
        """The agencies that have their share."""
        return [name for name, count in self.of_agency.items() if count >= self.row.of_one]


def in_row(searcher: Searcher, query: Query, order: tuple[str, Order], row: Row, now_s: int) -> list[Placed]:
    """The courses of a row in their places. Where stars decide, what has none is shown by lot only."""
    filling = _Filling(row)
    if not row.by_lot:
        return [Placed(card) for card in _best(searcher, query, order, filling, row.size)]
    unrated = chosen(facets.RATED, (facets.UNRATED,), now_s)
    rated = without(query, unrated)
    if not count_of(searcher, rated):
        return []
    # Lots come first, or what is new at an agency whose other courses are popular would never have its turn.
    lots = _lots(searcher, every_of((query, unrated)), filling, len(row.by_lot), now_s // LOT_S)
    return _together(_best(searcher, rated, order, filling, row.size - len(lots)), lots, row)


def _together(best: Sequence[Card], lots: Sequence[Card], row: Row) -> list[Placed]:
    left, drawn = [Placed(card) for card in best], [Placed(card, by_lot=True) for card in lots]
    placed = []
    for place in range(row.size):
        first, second = (drawn, left) if place in row.by_lot else (left, drawn)
        if first or second:
            placed.append((first or second).pop(0))
    return placed


def _best(searcher: Searcher, query: Query, order: tuple[str, Order], filling: _Filling, size: int) -> list[Card]:
    found: list[Card] = []
    by, direction = order
    while len(found) < size:
        wanted = size + len(found)
        hits = searcher.search(_besides(query, filling.full), wanted, count=False, order_by_field=by, order=direction).hits
        before = len(found)
        for _value, address in hits:
            card = _card(searcher, address)
            if len(found) < size and filling.takes(card):
                found.append(card)
        if len(found) == before or len(hits) < wanted:
            break
    return found


def _lots(searcher: Searcher, query: Query, filling: _Filling, count: int, period: int) -> list[Card]:
    """Each agency has one lot, however much it offers, and so has each of its courses."""
    asked = {"agency": {"terms": {"field": "agency", "size": _MOST_AGENCIES}}}
    buckets = searcher.aggregate(_besides(query, filling.full), asked)["agency"]["buckets"]
    offers = {str(one["key"]): int(one["doc_count"]) for one in buckets}
    found = []
    for name in sorted(offers, key=lambda name: _lot(period, name))[:count]:
        mine, drawn = every_of((query, chosen("agency", (name,), 0))), _lot(period, name, "which") % offers[name]
        hits = searcher.search(mine, 1, count=False, offset=drawn, order_by_field=fields.BY_LOT, order=Order.Asc).hits
        found += [card for card in (_card(searcher, address) for _value, address in hits) if filling.takes(card)]
    return found


def _besides(query: Query, agencies: Sequence[str]) -> Query:
    return without(query, any_of(chosen("agency", (name,), 0) for name in agencies)) if agencies else query


def _lot(*parts: object) -> int:
    return int.from_bytes(blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


def _card(searcher: Searcher, address: DocAddress) -> Card:
    return card_of(searcher.doc(address))
