"""Says why a hit is where it is: what each match of its words was worth, as the engine counts it. Reads the index."""

from dataclasses import dataclass

from tantivy import Searcher

from syncd.index.matching import every_of, has_key, worth
from syncd.index.question import Question


@dataclass(frozen=True, slots=True)
class Reason:
    """One match: the word or stem, in which field, how many courses have it there, and what it was worth."""

    form: str
    field: str
    courses: int
    worth: float


def reasons(searcher: Searcher, question: Question, key: str) -> list[Reason]:
    """What made the score of the course with this key, most first; nothing where it has no score."""
    this = has_key(key)
    found = []
    for match in [match for word in question.words for match in worth(word)]:
        hits = searcher.search(every_of((match.query, this)), 1, count=False).hits
        if hits:
            count = searcher.doc_freq(match.field, match.form)
            found.append(Reason(match.form, match.field, count, round(float(hits[0][0]), 3)))
    return sorted(found, key=lambda one: -one.worth)
