"""Finds courses by where they are: tenant and number, or their keys, for whoever may see them. Reads the index."""

from collections.abc import Sequence

from tantivy import Query, Searcher

from syncd.errors import NotFoundError
from syncd.index import fields
from syncd.index.document import Card, card_of, key_of
from syncd.index.matching import any_of, chosen, count_of, every_of, has_key, seen_by


def seen_of(searcher: Searcher, keys: Sequence[str], agency: str | None) -> int:
    """How many of these courses this agency sees."""
    return count_of(searcher, _of_keys(keys, agency)) if keys else 0


def cards_of(searcher: Searcher, keys: Sequence[str], agency: str | None) -> list[Card]:
    """Of these courses those which this agency sees, in their order, without a gap."""
    hits = searcher.search(_of_keys(keys, agency), len(keys), count=False).hits if keys else []
    cards = {key_of(card.tenant_id, card.course["id"]): card for card in (card_of(searcher.doc(address)) for _, address in hits)}
    return [cards[key] for key in keys if key in cards]


def _of_keys(keys: Sequence[str], agency: str | None) -> Query:
    return every_of((any_of(has_key(key) for key in dict.fromkeys(keys)), seen_by(agency)))


def card_at(searcher: Searcher, tenant: str, course_id: int, agency: str | None) -> Card:
    """This course; what is not there and what this agency may not see are both not found."""
    of_tenant = searcher.search(chosen("tenant", (tenant,), 0), 1, count=False).hits
    if of_tenant:
        (tenant_id,) = searcher.fast_field_values(fields.TENANT, [of_tenant[0][1]])
        this = has_key(key_of(int(tenant_id or 0), course_id))
        found = searcher.search(every_of((this, seen_by(agency))), 1, count=False).hits
        if found:
            return card_of(searcher.doc(found[0][1]))
    raise NotFoundError("there is no such course")
