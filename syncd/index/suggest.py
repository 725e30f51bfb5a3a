"""Titles with words that begin like what somebody has typed so far, in any order. Reads the index."""

from tantivy import Searcher

from syncd.index import fields
from syncd.index.document import card_of
from syncd.index.matching import any_of, every_of, in_title, seen_by
from syncd.index.question import Question

_MOST = 8
_TYPED = 8
# Of the words that begin so, the most frequent; and so many courses are looked at for different titles.
_ENDINGS, _LOOKED_AT = 20, 60


def suggestions(searcher: Searcher, question: Question) -> list[str]:
    """Different titles of courses that whoever asks may see, best first."""
    begun = [_endings(searcher, word) for word in question.words[:_TYPED]]
    if not begun or not all(begun):
        return []
    query = every_of((seen_by(question.agency), *(any_of(in_title(word) for word in endings) for endings in begun)))
    found: dict[str, str] = {}
    for _score, address in searcher.search(query, _LOOKED_AT, count=False, weight_by_field=fields.STEADY).hits:
        title = str(card_of(searcher.doc(address)).course["title"])
        found.setdefault(title.casefold(), title)
    return list(found.values())[:_MOST]


def _endings(searcher: Searcher, begun: str) -> list[str]:
    return [word for word, _count in searcher.terms_with_prefix("title", begun, limit=_ENDINGS)]
