"""Answers questions from the index: hits in order, page by page, counts of facets, what may have been meant. Reads it only."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from tantivy import DocAddress, Order, Query, Searcher

from syncd import clock
from syncd.index import compared, cursor, fields, likeness
from syncd.index.counting import Choices, Counts, Narrowed, agencies, counts
from syncd.index.cursor import MAX_SEEN, Place
from syncd.index.document import Card, card_of, key_of
from syncd.index.explain import Reason, reasons
from syncd.index.front import Placed, Row, in_row
from syncd.index.lookup import card_at, cards_of, seen_of
from syncd.index.matching import any_of, count_of, every_of, featured, filters, has, nothing, ranked, seen_by
from syncd.index.meant import Vocabulary
from syncd.index.question import Question, Sort, words_of
from syncd.index.reader import IndexReader
from syncd.index.similar import similar
from syncd.index.snippet import Marker, Part
from syncd.index.suggest import suggestions

# Of three words and more a course may lack some, if few have all: people write sentences.
_SURE_WORDS, _SHARE, _ENOUGH = 2, 0.6, 20
# So many more hits are looked at as may have come before the last page since.
_COME_SINCE = 50
# And so many as may share the value at which a page ends.
_ALIKE = 10
# Farther than this no place is looked for: whoever writes a cursor by hand makes nobody read the whole index.
_FARTHEST = 2 * MAX_SEEN
_ORDERS = {
    Sort.NEWEST: (fields.BY_NEWEST, Order.Desc),
    Sort.MINUTES: (fields.BY_MINUTES, Order.Asc),
    Sort.TITLE: (fields.BY_TITLE, Order.Asc),
    Sort.POPULAR: (fields.BY_POPULAR, Order.Desc),
    Sort.RATING: (fields.BY_RATING, Order.Desc),
}
Value = float | int | str


@dataclass(frozen=True, slots=True)
class Hit:
    """A course that was found. The parts of title and summary say which words were looked for; `score` is 0 in other orders."""

    key: str
    card: Card
    title: tuple[Part, ...]
    summary: tuple[Part, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits. `cursor` leads to the next, None at the end; `words` of the question had to be there.

    `cut`: the pages end here, and there are more hits. Nobody reads so far; other words or choices narrow the question.

    `facets`: None where nobody asked for them. `meant`: what was looked for instead of what is written, where words of it stand
    nowhere and look like others that do.
    """

    hits: Sequence[Hit]
    total: int
    cursor: str | None
    facets: Counts | None
    words: int
    meant: str | None
    cut: bool = False


class Search:
    """Search over the index in this folder, for many threads at once."""

    def __init__(self, root: Path, now_s: Callable[[], int] = lambda: clock.now_ms() // 1000) -> None:
        self._reader = IndexReader(root)
        self.now_s = now_s
        self._vocabulary = Vocabulary()

    def close(self) -> None:
        """Ask no more."""
        self._reader.close()

    def find(self, question: Question, *, with_facets: bool = True) -> Found:
        """The hits of one page; QuestionRefusedError, IndexMissingError."""
        place = cursor.read(question)
        now_s, searcher = self.now_s(), self._reader.view()
        mended = self._vocabulary.mended(searcher, question.text, question.agency)
        words = question.words if mended is None else words_of(mended)
        at_least, narrowed, total = _narrow(searcher, question, words, now_s)
        facets = counts(searcher, narrowed, question.choices, now_s) if with_facets else None
        hits = _page(searcher, _ranked(question, words, at_least, now_s), question, place) if total else []
        marker = Marker(words)
        page = _named(searcher, [_hit(searcher, one, marker, question) for one in hits[: question.size]], question.agency)
        more, goes_on = None, len(hits) > question.size
        if goes_on and (seen := (place.seen if place else 0) + question.size) < MAX_SEEN:
            more = cursor.written(Place(hits[question.size - 1].value, tuple(hit.key for hit in reversed(page)), seen), question)
        return Found(
            hits=page,
            total=total,
            cursor=more,
            facets=facets,
            words=at_least,
            meant=mended,
            cut=goes_on and more is None,
        )

    def front(self, choices: Choices, sort: Sort, row: Row, agency: str | None = None) -> list[Placed]:
        """A row of the front page for people of this agency: what was chosen in this order, as far as one agency may fill it."""
        now_s, (by, direction) = self.now_s(), _ORDERS[sort]
        asked = every_of(filters(Question(choices=choices, agency=agency), now_s))
        return in_row(self._reader.view(), asked, (by, direction), row, now_s)

    def featured(self, row: Row, agency: str | None = None) -> list[Placed]:
        """A row of what LAN recommends now, the most popular first, as far as one agency may fill it."""
        now_s = self.now_s()
        return in_row(self._reader.view(), every_of((seen_by(agency), featured(now_s))), _ORDERS[Sort.POPULAR], row, now_s)

    def suggestions(self, question: Question) -> list[str]:
        """Titles for what somebody has typed so far."""
        return suggestions(self._reader.view(), question)

    def similar(self, key: str, agency: str | None = None, size: int = 6) -> list[Card]:
        """The courses most like this one, as far as people of this agency may see them; NotFoundError where it is not there."""
        return similar(self._reader.view(), key, agency, size)

    def offering(self, tenant: str, course_id: int, agency: str | None = None, size: int = 6) -> tuple[Card, list[Card]]:
        """One course by its tenant's short name and its number, and those most like it; NotFoundError as in `similar`."""
        searcher = self._reader.view()
        card = card_at(searcher, tenant, course_id, agency)
        card, *near = compared.shared(
            searcher, [card, *similar(searcher, key_of(card.tenant_id, course_id), agency, size)], agency
        )
        return card, near

    def card(self, tenant: str, course_id: int, agency: str | None = None) -> Card:
        """One course by its tenant's short name and its number; NotFoundError where it is not there."""
        return card_at(self._reader.view(), tenant, course_id, agency)

    def cards(self, keys: Sequence[str], agency: str | None = None) -> list[Card]:
        """Of the courses with these keys those that can be seen, in their order."""
        return cards_of(self._reader.view(), keys, agency)

    def seen(self, keys: Sequence[str], agency: str | None = None) -> int:
        """How many of the courses with these keys can be seen."""
        return seen_of(self._reader.view(), keys, agency)

    def group(self, name: str, agency: str | None = None) -> list[Card]:
        """The courses of one comparison group; NotFoundError where who asks sees no two of them."""
        return compared.group(self._reader.view(), name, agency)

    def proposals(
        self, least: float, apart: likeness.Apart, advance: Callable[[], object] = lambda: None
    ) -> Iterator[likeness.Proposal]:
        """Courses of several agencies that could be compared; `advance` is called for each course that is looked at."""
        return likeness.proposals(self._reader.view(), least, apart, advance)

    def agencies(self, agency: str | None = None) -> dict[str, int]:
        """Every agency that offers something, and how many courses that are; the one with most first."""
        return agencies(self._reader.view(), agency)

    def explain(self, question: Question, key: str) -> list[Reason]:
        """Why the course with this key is where it is among the hits of this question."""
        return reasons(self._reader.view(), question, key)


def _narrow(searcher: Searcher, question: Question, words: Sequence[str], now_s: int) -> tuple[int, Narrowed, int]:
    """How many of the words a hit must have, the query for that, and how many hits there are.

    All of them, if so many courses have them that they fill a page. If not, of three words and more some may be missing, and if
    nothing has two, one may.
    """
    at_least = len(words)
    while True:
        narrowed = _narrowed(question, words, at_least, now_s)
        total = count_of(searcher, narrowed(()))
        enough = _ENOUGH if at_least > _SURE_WORDS else 1
        if total >= enough or at_least <= 1:
            return at_least, narrowed, total
        at_least = ceil(_SHARE * at_least) if at_least > _SURE_WORDS else 1


def _narrowed(question: Question, words: Sequence[str], at_least: int, now_s: int) -> Narrowed:
    """What a hit must have, but for the choices of some facets."""

    def narrowed(besides: Sequence[str]) -> Query:
        of_words = [any_of([has(word, question.agency) for word in words], at_least)] if words else []
        if question.is_wordless:
            of_words = [nothing()]
        return every_of([*filters(question, now_s, besides), *of_words])

    return narrowed


def _ranked(question: Question, words: Sequence[str], at_least: int, now_s: int) -> Query:
    """The same hits, each worth something for each word and for where it has it; all the same where nobody asks for words."""
    if not words or question.sort is not Sort.RELEVANCE:
        return _narrowed(question, words, at_least, now_s)(())
    return ranked(question, words, at_least, now_s)


class _Placed(NamedTuple):
    """A hit and its place in the order; of two with the same value the one with the smaller key comes first."""

    value: Value
    key: str
    address: DocAddress


def _page(searcher: Searcher, query: Query, question: Question, place: Place | None) -> list[_Placed]:
    """The hits after this place, one more than fit on the page if there are more."""
    wanted = question.size + 1
    fetched = wanted + _ALIKE + (place.seen + _COME_SINCE if place else 0)
    while True:
        hits, descending = _fetch(searcher, query, question, fetched)
        placed = _in_order(searcher, hits, descending=descending)
        if len(hits) == fetched:
            # Others may have the same value as the last one and belong before it.
            placed = [one for one in placed if one.value != hits[-1][0]]
        begin = _after(placed, place, descending=descending) if place else 0
        if len(placed) - begin >= wanted or len(hits) < fetched:
            return placed[begin : begin + wanted]
        if place and fetched > _FARTHEST:
            # Before an honest place stand as many hits as were seen, and what has come since.
            raise cursor.refused()
        fetched *= 2


def _fetch(searcher: Searcher, query: Query, question: Question, count: int) -> tuple[Sequence[tuple[Any, DocAddress]], bool]:
    """The first hits, and whether their values descend."""
    order = Sort.NEWEST if question.sort is Sort.RELEVANCE and not question.words else question.sort
    if order is Sort.RELEVANCE:
        return searcher.search(query, count, count=False, weight_by_field=fields.STEADY).hits, True
    by, direction = _ORDERS[order]
    return searcher.search(query, count, count=False, order_by_field=by, order=direction).hits, direction == Order.Desc


def _in_order(searcher: Searcher, hits: Sequence[tuple[Any, DocAddress]], *, descending: bool) -> list[_Placed]:
    addresses = [address for _value, address in hits]
    tenants, courses = (searcher.fast_field_values(name, addresses) for name in (fields.TENANT, fields.COURSE))
    keys = [key_of(int(tenant_id or 0), int(course_id or 0)) for tenant_id, course_id in zip(tenants, courses, strict=True)]
    placed = [_Placed(value, key, address) for (value, address), key in zip(hits, keys, strict=True)]
    placed.sort(key=lambda one: one.key)
    placed.sort(key=lambda one: one.value, reverse=descending)
    return placed


def _after(placed: Sequence[_Placed], place: Place, *, descending: bool) -> int:
    """Where the hits go on after this place: after the last course before it that is still there, else after its value."""
    keys = [one.key for one in placed]
    for key in place.keys:
        if key in keys:
            return keys.index(key) + 1
    for number, one in enumerate(placed):
        if _goes_on(one.value, place.value, descending=descending):
            return number
    return len(placed)


def _goes_on(value: Value, after: Value, *, descending: bool) -> bool:
    if isinstance(value, str) or isinstance(after, str):
        return str(value) > str(after)
    return value < after if descending else value > after


def _named(searcher: Searcher, hits: Sequence[Hit], agency: str | None) -> list[Hit]:
    """The hits with the comparison groups that may be named."""
    cards = compared.shared(searcher, [hit.card for hit in hits], agency)
    return [replace(hit, card=card) for hit, card in zip(hits, cards, strict=True)]


def _hit(searcher: Searcher, placed: _Placed, marker: Marker, question: Question) -> Hit:
    card = card_of(searcher.doc(placed.address))
    return Hit(
        key=placed.key,
        card=card,
        title=marker.whole(card.course["title"]),
        summary=marker.excerpt(card.course["summary"]),
        score=float(placed.value) if question.sort is Sort.RELEVANCE and question.words else 0.0,
    )
