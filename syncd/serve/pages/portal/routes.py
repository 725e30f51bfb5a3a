"""The portal's addresses: who asks is counted and waits like everybody who asks the marketplace, and is told why in words."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from syncd.index.search import Search
from syncd.serve import cached
from syncd.serve.market.asking import Market, number_of
from syncd.serve.pages.portal.pages import Pages
from syncd.serve.pages.portal.view import AGENCIES, AGENCY, COURSES, HOME, SEARCH, View, view_of
from syncd.serve.problem import ProblemError
from syncd.serve.problem import response as problem_response
from syncd.settings import CentreSection

_Page = Callable[[Search, View], str]
_WHY = {
    400: ("refused_title", "refused"),
    404: ("missing_title", "missing"),
    429: ("busy_title", "busy"),
    503: ("away_title", "away"),
}
_OF_PROGRAMS = ("/api/", "/health/", "/static/", "/.well-known/")
_KEPT = ("retry-after", "cache-control")


def routes(market: Market, centre: CentreSection) -> APIRouter:
    """All pages."""
    router = APIRouter(tags=["portal"], default_response_class=HTMLResponse)
    pages = Pages(centre.name, centre.url)

    async def shown(request: Request, page: _Page) -> Response:
        view = view_of(request)
        try:
            html = await market.ask(request, lambda search: page(search, view).encode())
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
        return await shown(request, lambda search, view: pages.course(search, view, tenant, number_of(number)))

    @router.get(AGENCIES, summary="All agencies, as a page")
    async def agencies(request: Request) -> Response:
        return await shown(request, pages.agencies)

    @router.get(AGENCY, summary="One agency, as a page")
    async def agency(request: Request) -> Response:
        return await shown(request, pages.agency)

    return router


def lost(centre: CentreSection) -> Callable[[Request], Response | None]:
    """What a person sees at an address that is nobody's; None for whoever asks as a program does."""
    pages = Pages(centre.name, centre.url)

    def shown(request: Request) -> Response | None:
        if request.url.path.startswith(_OF_PROGRAMS) or "text/html" not in request.headers.get("accept", ""):
            return None
        return HTMLResponse(pages.sorry(view_of(request), "missing_title", "lost"), HTTPStatus.NOT_FOUND)

    return shown


def _sorry(pages: Pages, view: View, problem: ProblemError) -> Response:
    """The same status and times as of the API, in words for people."""
    headers = {name: value for name, value in problem_response(problem).headers.items() if name in _KEPT}
    return HTMLResponse(pages.sorry(view, *_WHY[problem.status]), problem.status, headers)
