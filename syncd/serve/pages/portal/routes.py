"""The portal's addresses: who asks is counted and waits like everybody who asks the marketplace, and is told why in words."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import TypeVar

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from syncd.errors import StoreUnavailableError
from syncd.index.document import Card
from syncd.index.search import Search
from syncd.log import Event
from syncd.model.comparing import MOST_CHOSEN
from syncd.serve import cached
from syncd.serve.market.asking import Market, number_of
from syncd.serve.market.collecting import Published, found
from syncd.serve.market.comparing import chosen
from syncd.serve.market.opinions import Wanted, opinions
from syncd.serve.pages.portal.pages import Pages
from syncd.serve.pages.portal.view import AGENCIES, AGENCY, API, COLLECTIONS, COMPARE, COURSES, HOME, SEARCH, View, view_of
from syncd.serve.problem import ProblemError
from syncd.serve.problem import response as problem_response
from syncd.serve.threads import NoRoomError
from syncd.serve.visitors import Visitors

_log = structlog.get_logger()
# Ratings of one page, and how long a page of a course waits for the database.
_RATINGS, _PATIENCE_S = 10, 3.0
T = TypeVar("T")
_Page = Callable[[Search, View], str]
_WHY = {
    400: ("refused_title", "refused"),
    404: ("missing_title", "missing"),
    429: ("busy_title", "busy"),
    503: ("away_title", "away"),
}
_OF_PROGRAMS = ("/api/", "/images/", "/health/", "/static/", "/.well-known/")
_KEPT = ("retry-after", "cache-control")


class _Answering:
    """How every page is answered. Without visitors nobody can sign in."""

    def __init__(self, market: Market, pages: Pages, visitors: Visitors | None) -> None:
        self.market, self.pages, self._visitors = market, pages, visitors

    async def seen_by(self, request: Request) -> View:
        """What was asked, and by whom."""
        who = await self._visitors.within(request, _PATIENCE_S) if self._visitors else None
        return replace(view_of(request), sign_in=self._visitors is not None, who=who, unread=await self.market.unread.known())

    async def shown(self, request: Request, page: _Page, view: View | None = None, *, counted: bool | None = None) -> Response:
        """The page. Who comes with a view was counted already, if nothing else is said."""
        counted, view = view is None if counted is None else counted, view or await self.seen_by(request)
        try:
            html = await self.market.ask(request, lambda search: page(search, view).encode(), counted=counted)
        except ProblemError as problem:
            return self.sorry(view, problem)
        # What only some people may see is kept for nobody: their agency's courses, the way to the status page.
        response = HTMLResponse(html) if view.local or view.who else cached.answer(request, html, "text/html")
        if self._visitors:
            response.headers["Vary"] = "Cookie"
        return response

    async def collections(self, request: Request) -> tuple[Published, ...]:
        """LAN's collections as far as they are known: pages stand without them."""
        kept = self.market.collections
        if kept.due:
            read = self.market.read(request, lambda _search, engine: kept.read(engine), counted=False)
            with suppress(ProblemError):
                if await self.while_it_answers(request, read) is None:
                    # One page waits for a store that hangs, and not every page.
                    kept.postpone()
        return kept.last

    async def side_by_side(self, request: Request, view: View, cards_of: Callable[[Search], list[Card]]) -> Response:
        """Courses beside each other; without their rates while the store does not answer, or is asked too much."""
        try:
            cards = await self.market.ask(request, cards_of)
            read = self.market.read(request, lambda _search, engine: self.market.rates.of(engine, cards), counted=False)
            rates = await self.while_it_answers(request, read)
        except ProblemError as problem:
            return self.sorry(view, problem)
        return await self.shown(request, lambda search, view: self.pages.compare(search, view, cards, rates), view)

    @staticmethod
    async def while_it_answers(request: Request, read: Awaitable[T]) -> T | None:
        """What only the store knows; None while it does not answer or too many ask it: these pages can do without."""
        try:
            return await asyncio.wait_for(read, _PATIENCE_S)
        except NoRoomError:
            # Others' reads fill the threads: nothing is wrong with the store, and this reader did nothing.
            return None
        except (TimeoutError, StoreUnavailableError) as error:
            _log.warning(Event.STORE_UNAVAILABLE, path=request.url.path, reason=str(error))
            return None

    def sorry(self, view: View, problem: ProblemError) -> Response:
        """The same status and times as of the API, in words for people."""
        headers = {name: value for name, value in problem_response(problem).headers.items() if name in _KEPT}
        return HTMLResponse(self.pages.sorry(view, *_WHY[problem.status]), problem.status, headers)


def routes(market: Market, pages: Pages, visitors: Visitors | None) -> APIRouter:
    """All pages."""
    router = APIRouter(tags=["portal"], default_response_class=HTMLResponse)
    answering = _Answering(market, pages, visitors)
    shown = answering.shown

    @router.get(HOME, summary="The portal's front page")
    async def front(request: Request) -> Response:
        view = await answering.seen_by(request)
        collections = await answering.collections(request)
        return await shown(request, lambda search, view: pages.front(search, view, collections), view, counted=True)

    @router.get(SEARCH, summary="Search, as a page")
    async def search(request: Request) -> Response:
        return await shown(request, pages.search)

    @router.get(f"{COURSES}/{{tenant}}/{{number}}", summary="One course, as a page")
    async def course(request: Request, tenant: str, number: str) -> Response:
        view = await answering.seen_by(request)
        try:
            wanted = Wanted(tenant, number_of(number), view.cursor, _RATINGS, view.agency)
            read = market.read(request, lambda search, engine: opinions(search, engine, wanted))
            said = await answering.while_it_answers(request, read)
        except ProblemError as problem:
            return answering.sorry(view, problem)
        # Counted once: what learners say was asked for already.
        return await shown(request, lambda search, view: pages.course(search, view, tenant, wanted.number, said), view)

    _add_lans(router, pages, answering)

    @router.get(API, summary="The API of the marketplace, as a page")
    async def api(request: Request) -> Response:
        return await shown(request, lambda _search, view: pages.api(view, request.app.openapi()))

    @router.get(AGENCIES, summary="All agencies, as a page")
    async def agencies(request: Request) -> Response:
        return await shown(request, pages.agencies)

    @router.get(AGENCY, summary="One agency, as a page")
    async def agency(request: Request) -> Response:
        return await shown(request, pages.agency)

    return router


def _add_lans(router: APIRouter, pages: Pages, answering: _Answering) -> None:
    """What LAN put together, and what a reader did."""
    shown = answering.shown

    @router.get(COLLECTIONS, summary="LAN's collections, as a page")
    async def collections(request: Request) -> Response:
        view, kept = await answering.seen_by(request), await answering.collections(request)
        return await shown(request, lambda search, view: pages.collections(search, view, kept), view, counted=True)

    @router.get(f"{COLLECTIONS}/{{slug}}", summary="One collection, as a page")
    async def collection(request: Request, slug: str) -> Response:
        view, kept = await answering.seen_by(request), await answering.collections(request)
        return await shown(request, lambda search, view: pages.collection(search, view, found(kept, slug)), view, counted=True)

    @router.get(COMPARE, summary="Chosen courses side by side, as a page")
    async def compare(request: Request) -> Response:
        view = await answering.seen_by(request)
        return await answering.side_by_side(
            request, view, lambda search: chosen(search, view.compared[:MOST_CHOSEN], view.agency)
        )

    @router.get(f"{COMPARE}/{{group}}", summary="A comparison group side by side, as a page")
    async def compare_group(request: Request, group: str) -> Response:
        view = await answering.seen_by(request)
        return await answering.side_by_side(request, view, lambda search: search.group(group, view.agency))


def lost(pages: Pages) -> Callable[[Request], Response | None]:
    """What a person sees at an address that is nobody's; None for whoever asks as a program does."""

    def shown(request: Request) -> Response | None:
        if request.url.path.startswith(_OF_PROGRAMS) or "text/html" not in request.headers.get("accept", ""):
            return None
        return HTMLResponse(pages.sorry(view_of(request), "missing_title", "lost"), HTTPStatus.NOT_FOUND)

    return shown
