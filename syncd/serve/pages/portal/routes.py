"""The portal's addresses: who asks is counted and waits like everybody who asks the marketplace, and is told why in words."""

import asyncio
from collections.abc import Callable

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from syncd.errors import StoreUnavailableError
from syncd.index.search import Search
from syncd.log import Event
from syncd.serve import cached
from syncd.serve.market.answers import Ratings
from syncd.serve.market.asking import Market, number_of
from syncd.serve.market.opinions import Wanted, opinions
from syncd.serve.pages.portal.pages import Pages
from syncd.serve.pages.portal.view import AGENCIES, AGENCY, COURSES, HOME, SEARCH, View, view_of
from syncd.serve.problem import ProblemError
from syncd.serve.problem import response as problem_response
from syncd.settings import CentreSection

_log = structlog.get_logger()
# Ratings of one page, and how long a page of a course waits for the database.
_RATINGS, _PATIENCE_S = 10, 3.0
_Page = Callable[[Search, View], str]
_WHY = {
    400: ("refused_title", "refused"),
    404: ("missing_title", "missing"),
    429: ("busy_title", "busy"),
    503: ("away_title", "away"),
}
_KEPT = ("retry-after", "cache-control")


def routes(market: Market, centre: CentreSection) -> APIRouter:
    """All pages."""
    router = APIRouter(tags=["portal"], default_response_class=HTMLResponse)
    pages = Pages(centre.name, centre.url)

    async def shown(request: Request, page: _Page, *, counted: bool = True) -> Response:
        view = view_of(request)
        try:
            html = await market.ask(request, lambda search: page(search, view).encode(), counted=counted)
        except ProblemError as problem:
            return _sorry(pages, view, problem)
        # Only who is at the machine sees the way to the status page, so that page is kept for nobody.
        return HTMLResponse(html) if view.local else cached.answer(request, html, "text/html")

    @router.get(HOME, summary="The portal's front page")
    async def front(request: Request) -> Response:
        return await shown(request, pages.front)

    @router.get(SEARCH, summary="Search, as a page")
    async def search(request: Request) -> Response:
        return await shown(request, pages.search)

    @router.get(f"{COURSES}/{{tenant}}/{{number}}", summary="One course, as a page")
    async def course(request: Request, tenant: str, number: str) -> Response:
        try:
            said = await _said(market, request, tenant, number)
        except ProblemError as problem:
            return _sorry(pages, view_of(request), problem)
        return await shown(
            request, lambda search, view: pages.course(search, view, tenant, number_of(number), said), counted=False
        )

    @router.get(AGENCIES, summary="All agencies, as a page")
    async def agencies(request: Request) -> Response:
        return await shown(request, pages.agencies)

    @router.get(AGENCY, summary="One agency, as a page")
    async def agency(request: Request) -> Response:
        return await shown(request, pages.agency)

    return router


async def _said(market: Market, request: Request, tenant: str, number: str) -> Ratings | None:
    """What learners say of a course; None while nobody can read it, because the page of the course needs no database."""
    wanted = Wanted(tenant, number_of(number), request.query_params.get("cursor") or None, _RATINGS)
    try:
        return await asyncio.wait_for(market.read(request, lambda search, engine: opinions(search, engine, wanted)), _PATIENCE_S)
    except (TimeoutError, StoreUnavailableError) as error:
        _log.warning(Event.STORE_UNAVAILABLE, path=request.url.path, reason=str(error))
        return None


def _sorry(pages: Pages, view: View, problem: ProblemError) -> Response:
    """The same status and times as of the API, in words for people."""
    headers = {name: value for name, value in problem_response(problem).headers.items() if name in _KEPT}
    return HTMLResponse(pages.sorry(view, *_WHY[problem.status]), problem.status, headers)
