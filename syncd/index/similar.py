"""Courses whose words are most like those of one course. Reads the index."""

from tantivy import DocAddress, Query, Searcher

from syncd.errors import NotFoundError
from syncd.index import fields
from syncd.index.document import SCHEMA, Card, card_of, stems_of
from syncd.index.matching import every_of, has_key, seen_by, without

# A word that every fifth course has says nothing about what a course is like.
_SHARE = 5
_WORDS = 12


def similar(searcher: Searcher, key: str, agency: str | None, size: int) -> list[Card]:
    """Most similar first. A course that is not there and one that this agency may not see are both not found."""
    found = searcher.search(every_of((has_key(key), seen_by(agency))), 1).hits
    if not found:
        raise NotFoundError("there is no such course")
    query = without(every_of((like(searcher, card_of(searcher.doc(found[0][1]))), seen_by(agency))), has_key(key))
    hits = searcher.search(query, size, count=False, weight_by_field=fields.STEADY).hits
    return [_card(searcher, address) for _score, address in hits]


def like(searcher: Searcher, card: Card) -> Query:
    """Courses that share the words which tell this one from others."""
    return Query.more_like_this_document_fields_query(
        SCHEMA,
        {name: [text] for name, text in stems_of(card).items()},
        min_doc_frequency=1,
        # A course that was written anew counts twice in its words until files are merged, and the engine panics at a word
        # that more courses have than there are.
        max_doc_frequency=min(searcher.num_docs, max(_SHARE, searcher.num_docs // _SHARE)),
        min_term_frequency=1,
        max_query_terms=_WORDS,
    )


def _card(searcher: Searcher, address: DocAddress) -> Card:
    return card_of(searcher.doc(address))
