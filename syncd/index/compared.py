"""Courses that LAN compares with each other, for whoever may see them. Reads the index."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tantivy import Order, Query, Searcher

from syncd.errors import NotFoundError
from syncd.index import fields
from syncd.index.document import SCHEMA, Card, card_of
from syncd.index.matching import count_of, every_of, seen_by
from syncd.model.comparing import LEAST, MOST_OF_GROUP
from syncd.model.curated import COMPARISON


def group(searcher: Searcher, name: str, agency: str | None) -> list[Card]:
    """The courses of a comparison group, the most popular first; NotFoundError where this agency sees no two of them."""
    hits = searcher.search(
        _of_group(name, agency), MOST_OF_GROUP, count=False, order_by_field=fields.BY_POPULAR, order=Order.Desc
    ).hits
    if len(hits) < LEAST:
        raise NotFoundError("there is nothing to compare here")
    return [card_of(searcher.doc(address)) for _value, address in hits]


def shared(searcher: Searcher, cards: Iterable[Card], agency: str | None) -> list[Card]:
    """The cards; one names its group only where who asks sees another course of it, else that one could be guessed."""
    found = list(cards)
    names = {str(card.curated[COMPARISON]) for card in found if COMPARISON in card.curated}
    seen = {name for name in names if count_of(searcher, _of_group(name, agency)) >= LEAST}
    return [card if card.curated.get(COMPARISON) in seen else replace(card, curated=_alone(card.curated)) for card in found]


def _alone(curated: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in curated.items() if name != COMPARISON}


def _of_group(name: str, agency: str | None) -> Query:
    return every_of((Query.term_query(SCHEMA, fields.COMPARISON, name, "basic"), seen_by(agency)))
