"""Finds one course by the short name of its tenant and its own number, for whoever may see it. Reads the index."""

from tantivy import Searcher

from syncd.errors import NotFoundError
from syncd.index import fields
from syncd.index.document import Card, card_of, key_of
from syncd.index.matching import chosen, every_of, has_key, seen_by


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
