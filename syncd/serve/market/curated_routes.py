"""The marketplace's routes of what LAN says about several courses: collections, comparisons. Reads the index and the store."""

from collections.abc import Callable

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from syncd.index.search import Search
from syncd.serve.market import cached_answer, collecting, comparing, curated_answers
from syncd.serve.market.answers import At
from syncd.serve.market.asking import Market
from syncd.serve.market.audience import Audience
from syncd.serve.market.callers import Audiences
from syncd.store.engine import Engine

_Work = Callable[[Search, Engine, At, Audience], BaseModel]


def add(router: APIRouter, market: Market, audiences: Audiences) -> None:
    """What anybody may ask, and tenants for their agency's people."""

    async def sent(request: Request, work: _Work) -> Response:
        audience, unread = await audiences.of(request), await market.unread.known()
        said = await market.read(
            request, lambda search, engine: work(search, engine, At(search.now_s(), unread), audience), audience
        )
        return cached_answer.of(request, audience, said.model_dump_json().encode())

    @router.get(
        "/collections",
        summary="LAN's collections, with how many of their courses are offered to whoever asks",
        response_model=curated_answers.Collections,
    )
    async def collections(request: Request) -> Response:
        return await sent(
            request, lambda search, engine, _at, who: collecting.listed(search, market.collections.read(engine), who.agency)
        )

    @router.get(
        "/collections/{collection}",
        summary="One collection, in the order LAN gave it",
        description="404 where none of its courses is offered to whoever asks, whether there is such a collection or not.",
        response_model=curated_answers.CollectionOf,
    )
    async def collection(request: Request, collection: str) -> Response:
        return await sent(
            request,
            lambda search, engine, at, who: collecting.one(search, at, market.collections.read(engine), collection, who.agency),
        )

    @router.get(
        "/comparisons/{comparison}",
        summary="Offerings of several agencies that are about the same, side by side",
        description="404 where fewer than two of them are offered to whoever asks, whether there is such a group or not.",
        response_model=curated_answers.Comparison,
    )
    async def compared(request: Request, comparison: str) -> Response:
        return await sent(
            request,
            lambda search, engine, at, who: comparing.comparison(search, engine, at, market.rates, comparison, who.agency),
        )
