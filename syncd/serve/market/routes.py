"""The marketplace's routes: offerings, one of them, its ratings, suggestions, agencies. Reads the index; ratings, the store too.

What is not offered to whoever asks is not there: an offering to another agency, one that was taken out and one that never was are
answered alike, to the byte. Everybody is answered what is offered to all ASN; a tenant, by its token, what is offered to its own
agency as well.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from syncd.index.question import MAX_PAGE, Question
from syncd.index.search import Search
from syncd.serve.market import answers, cached_answer, curated_routes
from syncd.serve.market.answers import At
from syncd.serve.market.asking import Market, number_of
from syncd.serve.market.audience import Audience
from syncd.serve.market.callers import Audiences
from syncd.serve.market.front import ROWS
from syncd.serve.market.opinions import Wanted, opinions
from syncd.serve.market.wanted import AsQuery, question_of

_Work = Callable[[Search, At], BaseModel]


def routes(market: Market, audiences: Audiences) -> APIRouter:
    """What anybody may ask, and tenants for their agency's people."""
    router = APIRouter(prefix="/api/v1", tags=["marketplace"], responses=_PROBLEMS, dependencies=[Depends(_TOKEN)])

    async def sent(request: Request, audience: Audience, work: _Work) -> Response:
        unread = await market.unread.known()
        body = await market.ask(
            request, lambda search: work(search, At(search.now_s(), unread)).model_dump_json().encode(), audience
        )
        return cached_answer.of(request, audience, body)

    @router.get(
        "/offerings",
        summary="Offerings that fit words and choices",
        description="What one can learn, page by page, with counts of facets. Nothing in `q` is read as a language.",
        response_model=answers.Page,
    )
    async def offerings(request: Request, wanted: AsQuery) -> Response:
        audience = await audiences.of(request)
        question = wanted.question(audience.agency)
        return await sent(request, audience, lambda search, at: answers.page(search.find(question), question.choices, at))

    @router.get(
        "/offerings/{tenant}/{course}",
        summary="One offering, and those most like it",
        description="404 for whatever is not offered to whoever asks, whether it exists or not.",
        response_model=answers.One,
    )
    async def offering(request: Request, tenant: str, course: str) -> Response:
        audience, number = await audiences.of(request), number_of(course)

        def work(search: Search, at: At) -> BaseModel:
            card, similar = search.offering(tenant, number, audience.agency)
            return answers.One(offering=answers.offering(card, at), similar=[answers.offering(one, at) for one in similar])

        return await sent(request, audience, work)

    @router.get(
        "/offerings/{tenant}/{course}/ratings",
        summary="What learners say of one offering",
        description="Ratings that count, newest first, without anything that says who gave them. 404 as for the offering.",
        response_model=answers.Ratings,
    )
    async def ratings(
        request: Request,
        tenant: str,
        course: str,
        cursor: Annotated[str | None, Query(description="the cursor of the page before")] = None,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description=f"ratings of a page, 1 to {MAX_PAGE}")] = 20,
    ) -> Response:
        audience = await audiences.of(request)
        asked = Wanted(tenant, number_of(course), cursor, limit, audience.agency)
        said = await market.read(request, lambda search, engine: opinions(search, engine, asked), audience)
        return cached_answer.of(request, audience, said.model_dump_json().encode())

    @router.get(
        "/suggestions",
        summary="Titles for what somebody has typed so far",
        response_model=answers.Suggestions,
    )
    async def suggestions(request: Request, q: Annotated[str, Query(description="the beginning of some words")]) -> Response:
        audience = await audiences.of(request)
        question = question_of(lambda: Question(q, agency=audience.agency))
        return await sent(request, audience, lambda search, _at: answers.Suggestions(titles=search.suggestions(question)))

    @router.get(
        "/front",
        summary="The rows of the front page, as every site shows them",
        response_model=answers.Front,
    )
    async def front(request: Request) -> Response:
        audience = await audiences.of(request)

        def work(search: Search, at: At) -> BaseModel:
            filled = {row.name: row.filled(search, audience.agency) for row in ROWS}
            return answers.Front(rows=[answers.front_row(name, found, at) for name, found in filled.items()])

        return await sent(request, audience, work)

    @router.get(
        "/agencies",
        summary="Every agency that offers something, with how much",
        response_model=answers.Agencies,
    )
    async def agencies(request: Request) -> Response:
        audience = await audiences.of(request)
        return await sent(request, audience, lambda search, _at: answers.agencies(search.agencies(audience.agency)))

    curated_routes.add(router, market, audiences)
    return router


# Only for the description: what the header holds is checked where the audience is told.
_TOKEN = HTTPBearer(
    auto_error=False,
    bearerFormat="JWT",
    scheme_name="tenant",
    description="a tenant's token with the scope `market`: what is offered only to its agency is answered too",
)
_PROBLEMS: dict[int | str, dict[str, object]] = {
    status: {"description": description, "content": {"application/problem+json": {}}}
    for status, description in (
        (400, "a parameter that must change; `detail` names it"),
        (401, "a token was sent, and it proves nothing"),
        (404, "not offered to whoever asks, or the token is of no member"),
        (429, "too many requests; `Retry-After` says when to come back"),
        (503, "no index yet, or too many requests under way"),
    )
}
