"""The portal's addresses: who asks is counted and waits like everybody who asks the marketplace, and is told why in words."""

from collections.abc import Callable
from dataclasses import replace

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
from syncd.serve.visitors import Visitors

_Page = Callable[[Search, View], str]
_WHY = {
    400: ("refused_title", "refused"),
    404: ("missing_title", "missing"),
    429: ("busy_title", "busy"),
    503: ("away_title", "away"),
}
_KEPT = ("retry-after", "cache-control")


def routes(market: Market, pages: Pages, visitors: Visitors | None) -> APIRouter:
    """All pages; without visitors nobody can sign in."""
    router = APIRouter(tags=["portal"], default_response_class=HTMLResponse)

    async def shown(request: Request, page: _Page) -> Response:
        stranger = replace(view_of(request), sign_in=visitors is not None)

        def made(search: Search) -> tuple[View, bytes]:
            view = replace(stranger, who=visitors.of(request)) if visitors else stranger
            return view, page(search, view).encode()

        try:
            view, html = await market.ask(request, made)
        except ProblemError as problem:
            return _sorry(pages, stranger, problem)
        # What only some people may see is kept for nobody: their agency's courses, the way to the status page.
        response = HTMLResponse(html) if view.local or view.who else cached.answer(request, html, "text/html")
        if visitors:
            response.headers["Vary"] = "Cookie"
        return response

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


def _sorry(pages: Pages, view: View, problem: ProblemError) -> Response:
    """The same status and times as of the API, in words for people."""
    headers = {name: value for name, value in problem_response(problem).headers.items() if name in _KEPT}
    return HTMLResponse(pages.sorry(view, *_WHY[problem.status]), problem.status, headers)
