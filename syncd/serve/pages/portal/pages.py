"""The portal's pages as HTML: front, search, a course, several side by side, agencies, and why there is none. Reads the index."""

from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from syncd.errors import NotFoundError
from syncd.foreign_text import printable
from syncd.index.document import Card
from syncd.index.question import Question, Sort
from syncd.index.search import Search
from syncd.model.comparing import LEAST, MOST_CHOSEN
from syncd.model.curated import COMPARISON
from syncd.serve.market.answers import At, Ratings
from syncd.serve.market.answers import agencies as listed
from syncd.serve.market.collecting import Published
from syncd.serve.market.front import PLAIN, ROWS, FrontRow
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
_OF_AGENCY = 18
# The words that lead to more of each row.
_SEE_ALL = {"popular": "see_all_popular", "new": "see_all_new", "short": "see_all_short"}
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
            featured=self._featured(search, view),
            rows=[self._row(search, view, row) for row in ROWS],
            kinds=[(value, count) for value, count in counts.get("competency", {}).items() if count],
            quick=[(name, value) for name, value in _QUICK if counts.get(name, {}).get(value)],
            count_of=len(agencies),
            agencies=[(name, count, card.initials(name)) for name, count in list(agencies.items())[:_AGENCIES]],
        )

    @staticmethod
    def _featured(search: Search, view: View) -> list[card.Shown]:
        """What LAN recommends now."""
        at, saying = At(search.now_s(), view.unread), SAYINGS[view.language]
        return [card.of_card(one.card, saying, at, featured=True) for one in search.featured(PLAIN, view.agency)]

    @staticmethod
    def _row(search: Search, view: View, row: FrontRow) -> tuple[str, str, list[card.Shown], str]:
        """A row with its name, the words that lead to more of it, and the way there."""
        at, saying = At(search.now_s(), view.unread), SAYINGS[view.language]
        shown = [card.of_card(one.card, saying, at, by_lot=one.by_lot) for one in row.filled(search, view.agency)]
        return row.name, _SEE_ALL[row.name], shown, view.link(SEARCH, **row.choices, sort=row.sort)

    def search(self, search: Search, view: View) -> str:
        """Hits with filters."""
        found, saying, at = search.find(view.question()), SAYINGS[view.language], At(search.now_s(), view.unread)
        return self._page(
            "search.html",
            view,
            found=found,
            wordless=view.question().is_wordless,
            shown=[card.of_hit(hit, saying, at) for hit in found.hits],
            groups=filters.groups(found, view, saying),
            chosen=filters.chosen(view, saying),
            sorts=[sort for sort in Sort if sort != Sort.RELEVANCE or view.text],
            current=view.sort if view.sort != Sort.RELEVANCE or view.text else Sort.NEWEST,
        )

    def course(self, search: Search, view: View, tenant: str, number: int, said: Ratings | None) -> str:
        """One course, the way into it, what learners say of it, and those like it; `said` is None where nobody can read that."""
        (one, similar), saying = search.offering(tenant, number, view.agency), SAYINGS[view.language]
        at, row = At(search.now_s(), view.unread), one.course
        return self._page(
            "course.html",
            view,
            shown=card.of_card(one, saying, at),
            title=printable(row["title"]),
            summary=row["summary"],
            facts=(*card.facts(one, saying), *_dated(one, view.language)),
            entrance=one.entrance,
            site=one.url.partition("://")[2],
            linked=linked(one, f"{self._url}{COURSES}/{tenant}/{number}"),
            similar=[card.of_card(other, saying, at) for other in similar],
            group=one.curated.get(COMPARISON),
            said=said,
            drawn=drawn,
        )

    def compare(self, search: Search, view: View, cards: Sequence[Card], rates: compared.Rates) -> str:
        """These courses side by side, or how to choose some; `rates` is None where nobody can read them."""
        saying, at = SAYINGS[view.language], At(search.now_s(), view.unread)
        return self._page(
            "compare.html",
            view,
            columns=[compared.of_card(one, saying, at) for one in cards],
            facts=compared.facts(cards, rates, saying, at.now_s),
            few=len(cards) < LEAST,
            many=len(view.compared) > MOST_CHOSEN,
            most=saying.number(MOST_CHOSEN),
        )

    def collections(self, search: Search, view: View, collections: Collections) -> str:
        """LAN's collections of which the reader sees something."""
        return self._page("collections.html", view, collections=_tiles(search, view, collections))

    def collection(self, search: Search, view: View, one: Published) -> str:
        """One collection, in the order LAN gave it; NotFoundError where the reader sees nothing of it."""
        cards, saying, at = search.cards(one.keys, view.agency), SAYINGS[view.language], At(search.now_s(), view.unread)
        if not cards:
            raise NotFoundError("there is nothing to see in this collection")
        title, about = _in(view, one)
        shown = [card.of_card(each, saying, at) for each in cards]
        return self._page("collection.html", view, title=title, about=about, shown=shown)

    def agencies(self, search: Search, view: View) -> str:
        """Every agency that offers something."""
        found = [(one.agency, one.offerings, card.initials(one.agency)) for one in listed(search.agencies(view.agency)).agencies]
        return self._page("agencies.html", view, agencies=found)

    def agency(self, search: Search, view: View) -> str:
        """What one agency offers; NotFoundError where that is nothing."""
        chosen = {"agency": (view.name,)}
        asked = Question(choices=chosen, sort=Sort.NEWEST, cursor=view.cursor, size=_OF_AGENCY, agency=view.agency)
        found = search.find(asked, with_facets=False)
        if not found.total:
            raise NotFoundError("this agency offers nothing to everybody")
        saying, at = SAYINGS[view.language], At(search.now_s(), view.unread)
        return self._page(
            "agency.html",
            view,
            name=view.name,
            title=printable(view.name),
            initials=card.initials(view.name),
            presented=next((hit.card for hit in found.hits if hit.card.sentence or hit.card.logo), None),
            total=found.total,
            cursor=found.cursor,
            cut=found.cut,
            shown=[card.of_hit(hit, saying, at) for hit in found.hits],
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
        ("author", row["author"]),
        ("category", row["category"]),
        ("type", row["training_type"]),
        ("run", row["batch"]),
        ("starts", row["starts"] is not None and saying.day(row["starts"])),
        ("ends", row["ends"] is not None and saying.day(row["ends"])),
    )
    return [card.Fact(saying.words[name], text) for name, text in said if text]
