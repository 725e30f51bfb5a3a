"""Makes the engine's queries of a question: what a course must have to be a hit, and what each match is worth. Pure.

Queries are put together from words and values; nothing that somebody wrote is ever read as a language.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from tantivy import FieldType, Occur, Query, Searcher

from syncd.index import facets, fields
from syncd.index.document import SCHEMA
from syncd.index.question import Question
from syncd.index.stems import stems

# Courses that start within so many days start soon.
SOON_DAYS = 30
_DAY_S = 86_400
# What a course in the reader's own language is worth more: it decides where words do not.
_OWN_LANGUAGE = 0.1


def every_of(queries: Iterable[Query]) -> Query:
    """What all of these ask for."""
    wanted = [(Occur.Must, query) for query in queries]
    return Query.boolean_query(wanted) if wanted else Query.all_query()


def nothing() -> Query:
    """What no course is."""
    return Query.empty_query()


def count_of(searcher: Searcher, query: Query) -> int:
    """How many courses this query finds."""
    return int(searcher.search(query, 1).count)  # type: ignore[attr-defined]  # the package's own types lack it


def any_of(queries: Iterable[Query], at_least: int = 1) -> Query:
    """What so many of these ask for."""
    wanted = list(queries)
    if len(wanted) == 1:
        return wanted[0]
    if len(wanted) == at_least:
        return every_of(wanted)
    return Query.boolean_query([(Occur.Should, query) for query in wanted], minimum_number_should_match=at_least)


def seen_by(agency: str | None) -> Query:
    """What people of this agency may see; of no agency: what everybody may see."""
    marks = [fields.EVERYBODY] if agency is None else [fields.EVERYBODY, fields.of_agency(agency)]
    return any_of(_term(fields.SEEN_BY, mark) for mark in marks)


def has(word: str, agency: str | None) -> Query:
    """Courses that have this word in any form: those of which `worth` says something. For everybody: that all may see."""
    name = fields.FOUND_BY_ALL if agency is None else fields.FOUND_BY
    return any_of(_term(name, form) for form in forms_of(word))


def forms_of(word: str) -> tuple[str, ...]:
    """The terms under which a word is found."""
    return (word, *map(fields.as_stem, sorted(stems(word))))


def in_title(word: str) -> Query:
    """Courses that have this word in their title as it stands."""
    return _term("title", word, "freq")


def has_key(key: str) -> Query:
    """The course with this key."""
    return Query.const_score_query(_term(fields.KEY, key), 0.0)


def without(query: Query, other: Query) -> Query:
    """What the one finds and the other does not."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, other)])


class Match(NamedTuple):
    """A word or stem in a field, and the query that says what this is worth."""

    form: str
    field: str
    query: Query


def worth(word: str) -> list[Match]:
    """What each match of this word is worth, field by field."""
    found: list[Match] = []
    for name, weight in fields.WEIGHTS.items():
        forms = sorted(stems(word)) if name in fields.OF_STEMS else [word]
        found += [Match(form, name, Query.boost_query(_term(name, form, "freq"), weight)) for form in forms]
    return found


def ranked(question: Question, words: Iterable[str], at_least: int, now_s: int) -> Query:
    """Courses that have so many of these words and what was chosen, each worth what its matches are worth."""
    of_words = any_of([any_of(match.query for match in worth(word)) for word in words], at_least)
    query = every_of((seen_by(question.agency), *filters(question, now_s), of_words))
    if not question.language:
        return query
    own = Query.const_score_query(_term("language", question.language), _OWN_LANGUAGE)
    return Query.boolean_query([(Occur.Must, query), (Occur.Should, own)])


def chosen(name: str, values: Iterable[str], now_s: int) -> Query:
    """Courses that have one of these values of a facet at this moment."""
    if name == facets.OPEN:
        return any_of((_term(facets.DOOR, facets.ALWAYS), open_for_a_time(now_s)))
    if name == facets.SOON:
        return every_of((_term(facets.DATED, facets.YES), _between(fields.STARTS, now_s, now_s + SOON_DAYS * _DAY_S)))
    return any_of(_term(name, value) for value in dict.fromkeys(values))


def featured(now_s: int) -> Query:
    """Courses that LAN recommends now."""
    return _between(fields.FEATURED, now_s, None)


def open_for_a_time(now_s: int) -> Query:
    """Courses whose door is open now and was not, or will not be, at another time."""
    timed = _term(facets.DOOR, facets.TIMED)
    return every_of((timed, _between(fields.OPENS, None, now_s), _between(fields.CLOSES, now_s, None)))


def filters(question: Question, now_s: int, besides: Collection[str] = ()) -> list[Query]:
    """What a hit must be beside its words: what was chosen, but for some facets, and to be seen by whoever asks.

    Words that everybody asks for are asked of courses that everybody sees, and need no more.
    """
    chosen_now = [chosen(name, values, now_s) for name, values in question.choices.items() if values and name not in besides]
    return [seen_by(question.agency), *chosen_now] if question.agency is not None or not question.words else chosen_now


def _between(name: str, first: int | None, last: int | None) -> Query:
    return Query.range_query(SCHEMA, name, FieldType.Unsigned, first, last)


def _term(name: str, value: str, kept: str = "basic") -> Query:
    return Query.term_query(SCHEMA, name, value, kept)
