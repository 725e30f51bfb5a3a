"""The marketplace's routes: offerings, one of them, its ratings, suggestions, agencies. Reads the index; ratings, the store too.

What is not offered to all ASN is not there: an offering to one agency, one that was taken out and one that never was are
answered alike, to the byte. A tenant's token will one day ask for its own agency; until then nobody can.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from syncd.index.question import MAX_PAGE, Question
from syncd.index.search import Search
from syncd.serve import cached
from syncd.serve.market import answers, curated_routes
from syncd.serve.market.asking import Market, number_of
from syncd.serve.market.opinions import Wanted, opinions
from syncd.serve.market.wanted import AsQuery, question_of

_Work = Callable[[Search], BaseModel]


def routes(market: Market) -> APIRouter:
    """What anybody may ask."""
    router = APIRouter(prefix="/api/v1", tags=["marketplace"], responses=_PROBLEMS)

    async def sent(request: Request, work: _Work) -> Response:
        body = await market.ask(request, lambda search: work(search).model_dump_json().encode())
        return cached.answer(request, body, "application/json")

    @router.get(
        "/offerings",
        summary="Offerings that fit words and choices",
        description="What all ASN can learn, page by page, with counts of facets. Nothing in `q` is read as a language.",
        response_model=answers.Page,
    )
    async def offerings(request: Request, wanted: AsQuery) -> Response:
        question = wanted.question()
        return await sent(request, lambda search: answers.page(search.find(question), question.choices, search.now_s()))

    @router.get(
        "/offerings/{tenant}/{course}",
        summary="One offering, and those most like it",
        description="404 for whatever is not offered to all ASN, whether it exists or not.",
        response_model=answers.One,
    )
    async def offering(request: Request, tenant: str, course: str) -> Response:
        number = number_of(course)

        def work(search: Search) -> BaseModel:
            (card, similar), now_s = search.offering(tenant, number), search.now_s()
            return answers.One(offering=answers.offering(card, now_s), similar=[answers.offering(one, now_s) for one in similar])

        return await sent(request, work)

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
        number = number_of(course)
        said = await market.read(request, lambda search, engine: opinions(search, engine, Wanted(tenant, number, cursor, limit)))
        return cached.answer(request, said.model_dump_json().encode(), "application/json")

    @router.get(
        "/suggestions",
        summary="Titles for what somebody has typed so far",
        response_model=answers.Suggestions,
    )
    async def suggestions(request: Request, q: Annotated[str, Query(description="the beginning of some words")]) -> Response:
        question = question_of(lambda: Question(q))
        return await sent(request, lambda search: answers.Suggestions(titles=search.suggestions(question)))

    @router.get(
        "/agencies",
        summary="Every agency that offers something, with how much",
        response_model=answers.Agencies,
    )
    async def agencies(request: Request) -> Response:
        return await sent(request, lambda search: answers.agencies(search.agencies()))

    curated_routes.add(router, market)
    return router


_PROBLEMS: dict[int | str, dict[str, object]] = {
    status: {"description": description, "content": {"application/problem+json": {}}}
    for status, description in (
        (400, "a parameter that must change; `detail` names it"),
        (404, "not offered to all ASN"),
        (429, "too many requests; `Retry-After` says when to come back"),
        (503, "no index yet, or too many requests under way"),
    )
}
