"""The portal's pages as HTML: front, search, a course, several side by side, agencies, and why there is none. Reads the index."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from syncd.errors import NotFoundError
from syncd.foreign_text import printable
from syncd.index.document import Card
from syncd.index.facets import OPEN, YES
from syncd.index.front import Row
from syncd.index.question import Question, Sort
from syncd.index.search import Search
from syncd.model.comparing import LEAST, MOST_CHOSEN
from syncd.model.curated import COMPARISON
from syncd.model.entrance import entrance
from syncd.serve.market.answers import Ratings
from syncd.serve.market.answers import agencies as listed
from syncd.serve.market.collecting import Published
from syncd.serve.pages.portal import api, card, compared, filters
from syncd.serve.pages.portal.linked import linked
from syncd.serve.pages.portal.saying import SAYINGS
from syncd.serve.pages.portal.standing import drawn
from syncd.serve.pages.portal.view import (
    AGENCIES,
    AGENCY,
    API,
    COLLECTIONS,
    COMPARE,
    COURSES,
    HOME,
    SEARCH,
    SIGN_IN,
    SIGN_OUT,
    View,
)

_TEMPLATES = Environment(
    loader=PackageLoader("syncd.serve.pages.portal"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ROW = 6
# No agency has more than two of six places; two of those for what is popular are for what has no stars yet. A phone shows three.
_PLAIN = Row(_ROW, 2)
_POPULAR = Row(_ROW, 2, by_lot=(2, 5))
_SHORT = "10"
_AGENCIES = 12
_COLLECTIONS = 6
Collections = Sequence[Published]
_QUICK = (("minutes", "5"), ("open", "yes"), ("badge", "yes"), ("soon", "yes"))

_PATHS = {
    "home": HOME,
    "search": SEARCH,
    "agencies": AGENCIES,
    "agency": AGENCY,
    "in": SIGN_IN,
    "out": SIGN_OUT,
    "api": API,
    "compare": COMPARE,
    "collections": COLLECTIONS,
}
# Title and sentence of a page that says why somebody is not signed in, or not out.
UNFINISHED, CANCELLED = ("unfinished_title", "unfinished"), ("cancelled_title", "cancelled")
NO_ISSUER, HALF_OUT = ("no_issuer_title", "no_issuer"), ("half_out_title", "half_out")


class Pages:
    """The pages of one centre. `url`: its public address, which search engines are told; `made_up`: who signs in is nobody."""

    def __init__(self, name: str, url: str, *, made_up: bool = False) -> None:
        self._name, self._url, self._made_up = name, url, made_up

    def front(self, search: Search, view: View, collections: Collections = ()) -> str:
        """What is new, what is short, and the ways into all of it."""
        every = search.find(Question(size=1, agency=view.agency))
        counts = every.facets or {}
        agencies = counts.get("agency", {})
        return self._page(
            "front.html",
            view,
            total=every.total,
            collections=_tiles(search, view, collections)[:_COLLECTIONS],
            featured=[
                card.of_card(one.card, SAYINGS[view.language], search.now_s(), featured=True)
                for one in search.featured(_PLAIN, view.agency)
            ],
            rows=[
                ("popular", "see_all_popular", *self._row(search, view, {}, Sort.POPULAR, _POPULAR)),
                ("new", "see_all_new", *self._row(search, view, {}, Sort.NEWEST, _PLAIN)),
                ("short", "see_all_short", *self._row(search, view, {"minutes": _SHORT}, Sort.NEWEST, _PLAIN)),
            ],
            kinds=[(value, count) for value, count in counts.get("competency", {}).items() if count],
            quick=[(name, value) for name, value in _QUICK if counts.get(name, {}).get(value)],
            count_of=len(agencies),
            agencies=[(name, count, card.initials(name)) for name, count in list(agencies.items())[:_AGENCIES]],
        )

    @staticmethod
    def _row(search: Search, view: View, choices: dict[str, str], sort: Sort, row: Row) -> tuple[list[card.Shown], str]:
        """What one can enrol in now, the first in this order, and the way to more of it."""
        choices = choices | {OPEN: YES}
        found = search.front({name: (value,) for name, value in choices.items()}, sort, row, view.agency)
        now_s, saying = search.now_s(), SAYINGS[view.language]
        shown = [card.of_card(one.card, saying, now_s, by_lot=one.by_lot) for one in found]
        return shown, view.link(SEARCH, **choices, sort=sort)

    def search(self, search: Search, view: View) -> str:
        """Hits with filters."""
        found, saying = search.find(view.question()), SAYINGS[view.language]
        return self._page(
            "search.html",
            view,
            found=found,
            shown=[card.of_hit(hit, saying, search.now_s()) for hit in found.hits],
            groups=filters.groups(found, view, saying),
            chosen=filters.chosen(view, saying),
            sorts=[sort for sort in Sort if sort != Sort.RELEVANCE or view.text],
            current=view.sort if view.sort != Sort.RELEVANCE or view.text else Sort.NEWEST,
        )

    def course(self, search: Search, view: View, tenant: str, number: int, said: Ratings | None) -> str:
        """One course, the way into it, what learners say of it, and those like it; `said` is None where nobody can read that."""
        (one, similar), now_s, saying = search.offering(tenant, number, view.agency), search.now_s(), SAYINGS[view.language]
        row = one.course
        return self._page(
            "course.html",
            view,
            shown=card.of_card(one, saying, now_s),
            title=printable(row["title"]),
            summary=row["summary"],
            facts=(*card.facts(one, saying), *_dated(one, view.language)),
            entrance=entrance(one.url, number),
            site=one.url.partition("://")[2],
            linked=linked(one, f"{self._url}{COURSES}/{tenant}/{number}"),
            similar=[card.of_card(other, saying, now_s) for other in similar],
            group=one.curated.get(COMPARISON),
            said=said,
            drawn=drawn,
        )

    def compare(self, search: Search, view: View, cards: Sequence[Card], rates: compared.Rates) -> str:
        """These courses side by side, or how to choose some; `rates` is None where nobody can read them."""
        saying, now_s = SAYINGS[view.language], search.now_s()
        return self._page(
            "compare.html",
            view,
            columns=[compared.of_card(one, saying, now_s) for one in cards],
            facts=compared.facts(cards, rates, saying, now_s),
            few=len(cards) < LEAST,
            many=len(view.compared) > MOST_CHOSEN,
            most=saying.number(MOST_CHOSEN),
        )

    def collections(self, search: Search, view: View, collections: Collections) -> str:
        """LAN's collections of which the reader sees something."""
        return self._page("collections.html", view, collections=_tiles(search, view, collections))

    def collection(self, search: Search, view: View, one: Published) -> str:
        """One collection, in the order LAN gave it; NotFoundError where the reader sees nothing of it."""
        cards, saying, now_s = search.cards(one.keys, view.agency), SAYINGS[view.language], search.now_s()
        if not cards:
            raise NotFoundError("there is nothing to see in this collection")
        title, about = _in(view, one)
        shown = [card.of_card(each, saying, now_s) for each in cards]
        return self._page("collection.html", view, title=title, about=about, shown=shown)

    def agencies(self, search: Search, view: View) -> str:
        """Every agency that offers something."""
        found = [(one.agency, one.offerings, card.initials(one.agency)) for one in listed(search.agencies(view.agency)).agencies]
        return self._page("agencies.html", view, agencies=found)

    def agency(self, search: Search, view: View) -> str:
        """What one agency offers; NotFoundError where that is nothing."""
        chosen = {"agency": (view.name,)}
        asked = Question(choices=chosen, sort=Sort.NEWEST, cursor=view.cursor, size=_ROW * 3, agency=view.agency)
        found = search.find(asked, with_facets=False)
        if not found.total:
            raise NotFoundError("this agency offers nothing to everybody")
        saying, now_s = SAYINGS[view.language], search.now_s()
        return self._page(
            "agency.html",
            view,
            name=view.name,
            title=printable(view.name),
            initials=card.initials(view.name),
            total=found.total,
            cursor=found.cursor,
            shown=[card.of_hit(hit, saying, now_s) for hit in found.hits],
        )

    def api(self, view: View, document: Mapping[str, Any]) -> str:
        """What programs may ask, by the OpenAPI document."""
        asked = api.operations(document)
        return self._page("api.html", view, operations=asked, models=api.models(document, asked), document=api.DOCUMENT)

    def sorry(self, view: View, title: str, sentence: str) -> str:
        """Why there is no page, and what to do; the same whatever was asked for."""
        plain = View(language=view.language, sign_in=view.sign_in)
        words = SAYINGS[view.language].words
        return self._page("sorry.html", plain, title=words[title], sentence=words[sentence])

    def _page(self, template: str, view: View, **content: object) -> str:
        saying = SAYINGS[view.language]
        return _TEMPLATES.get_template(template).render(
            centre=self._name,
            made_up=self._made_up,
            view=view,
            words=saying.words,
            saying=saying,
            number=saying.number,
            paths=_PATHS,
            most_compared=MOST_CHOSEN,
            **content,
        )


def _in(view: View, one: Published) -> tuple[str, str]:
    """Title and sentence in the reader's language."""
    said = one.said
    return (said.title_en, said.about_en) if view.language == "en" else (said.title_id, said.about_id)


def _tiles(search: Search, view: View, collections: Collections) -> list[tuple[str, str, str, int]]:
    """Short name, title, sentence and size of each collection of which the reader sees something."""
    counted = [(one, search.seen(one.keys, view.agency)) for one in collections]
    return [(one.slug, *_in(view, one), count) for one, count in counted if count]


def _dated(one: Card, language: str) -> list[card.Fact]:
    """What a card has no room for."""
    saying, row = SAYINGS[language], one.course
    said = (
        ("category", row["category"]),
        ("type", row["training_type"]),
        ("run", row["batch"]),
        ("starts", row["starts"] is not None and saying.day(row["starts"])),
        ("ends", row["ends"] is not None and saying.day(row["ends"])),
    )
    return [card.Fact(saying.words[name], text) for name, text in said if text]
