"""What a reader of the portal chose. All of it is in the address, so a link opens the same view for anyone. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.requests import Request

from syncd.index import facets
from syncd.index.question import Question, Sort
from syncd.model.comparing import MOST_CHOSEN
from syncd.serve.local import is_local
from syncd.serve.market.wanted import question_of
from syncd.serve.pages.texts import LANGUAGES
from syncd.store.sessions import Session

HOME, SEARCH, AGENCIES, AGENCY, COURSES = "/", "/search", "/agencies", "/agency", "/courses"
SIGN_IN, SIGN_OUT, API, COMPARE, COLLECTIONS = "/sign-in", "/sign-out", "/api", "/compare", "/collections"
PAGE = 20
# More than are compared, so that a page can say that they are too many.
_MOST_NAMED = MOST_CHOSEN + 1
_USUAL = LANGUAGES[0]
_SORTS = frozenset(Sort)
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class View:
    """One view. `local`: the reader is at the machine and may see the status page.

    `sign_in`: there is somewhere to sign in; `who`: somebody has, and sees what is offered to the own agency as well.
    `unread`: of when it is what tenants offer that were not read for long.
    """

    path: str = HOME
    language: str = _USUAL
    text: str = ""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = Sort.RELEVANCE
    cursor: str | None = None
    name: str = ""
    compared: tuple[str, ...] = ()
    local: bool = False
    sign_in: bool = False
    who: Session | None = None
    unread: Mapping[str, int] = field(default_factory=dict)

    @property
    def agency(self) -> str | None:
        """For whose people is asked."""
        return self.who.agency if self.who else None

    @property
    def here(self) -> str:
        """The address of this page, to come back to."""
        return _address(self.path, [*self._whole, *self._spoken])

    @property
    def other(self) -> str:
        """The language this is not in."""
        return next(one for one in LANGUAGES if one != self.language)

    def question(self, size: int = PAGE) -> Question:
        """What is asked; ProblemError where it cannot be."""
        sort, language = Sort(self.sort), self.language
        return question_of(lambda: Question(self.text, self.choices, sort, self.cursor, size, self.agency, language))

    def link(self, path: str, **query: str) -> str:
        """The address of a page in this language."""
        return _address(path, [*query.items(), *self._spoken])

    def course(self, tenant: str, number: int) -> str:
        """The address of a course's page; short names of tenants need no quoting."""
        return self.link(f"{COURSES}/{tenant}/{number}")

    @property
    def translated(self) -> str:
        """The same in the other language; pages begin anew, for each language has an order of its own."""
        return _address(self.path, self._whole + ([] if self.other == _USUAL else [("lang", self.other)]))

    def comparing(self, courses: Sequence[str]) -> str:
        """These courses side by side."""
        return _address(COMPARE, [*(("c", one) for one in courses), *self._spoken])

    def sorted_by(self, sort: str) -> str:
        """The same search in another order."""
        return _address(SEARCH, [*self._asked(self.choices, sort), *self._spoken])

    def meaning(self, text: str) -> str:
        """The same search for these words."""
        return _address(SEARCH, [*self._asked(self.choices, text=text), *self._spoken])

    def without(self, name: str, value: str) -> str:
        """The same search without one choice."""
        fewer = self.choices | {name: tuple(one for one in self.choices[name] if one != value)}
        return _address(SEARCH, [*self._asked(fewer), *self._spoken])

    @property
    def unfiltered(self) -> str:
        """The same words without any choice."""
        return _address(SEARCH, [*self._asked({}), *self._spoken])

    def page(self, cursor: str | None) -> str:
        """Another page of the same; the first where there is no cursor."""
        if self.path.startswith(f"{COURSES}/"):
            pairs: Pairs = []
        else:
            pairs = self._asked(self.choices) if self.path == SEARCH else [("name", self.name)]
        return _address(self.path, [*pairs, *([("cursor", cursor)] if cursor else []), *self._spoken])

    @property
    def _whole(self) -> Pairs:
        """All that says which page this is, but for its language."""
        named = [("name", self.name)] if self.name else []
        return [*self._asked(self.choices), *named, *(("c", one) for one in self.compared)]

    @property
    def _spoken(self) -> Pairs:
        return [] if self.language == _USUAL else [("lang", self.language)]

    def _asked(self, choices: dict[str, tuple[str, ...]], sort: str | None = None, text: str | None = None) -> Pairs:
        words, order = self.text if text is None else text, sort or self.sort
        pairs = [("q", words)] if words else []
        pairs += [(name, value) for name in facets.NAMES for value in choices.get(name, ())]
        return pairs if order == Sort.RELEVANCE else [*pairs, ("sort", order)]


def language_of(text: str | None) -> str:
    """This language if pages are written in it, else the usual one."""
    return next((one for one in LANGUAGES if one == text), _USUAL)


def view_of(request: Request) -> View:
    """The view of an address; what it does not know it leaves out, and what search refuses is refused when it is asked."""
    query = request.query_params
    choices = {name: tuple(dict.fromkeys(query.getlist(name))) for name in facets.NAMES if name in query}
    return View(
        path=request.url.path,
        language=language_of(query.get("lang")),
        text=query.get("q", "").strip(),
        choices=choices,
        sort=query.get("sort", "") if query.get("sort") in _SORTS else Sort.RELEVANCE,
        cursor=query.get("cursor") or None,
        name=query.get("name", ""),
        compared=tuple(dict.fromkeys(query.getlist("c")))[:_MOST_NAMED],
        local=is_local(request),
    )


def _address(path: str, pairs: Pairs) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
