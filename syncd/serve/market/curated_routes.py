"""The marketplace's routes of what LAN says about several courses: collections, comparisons. Reads the index and the store."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from syncd.serve import cached
from syncd.serve.market import answers, collecting, comparing
from syncd.serve.market.asking import Market


def add(router: APIRouter, market: Market) -> None:
    """What anybody may ask."""

    @router.get(
        "/collections",
        summary="LAN's collections, with how many of their courses are offered to all ASN",
        response_model=answers.Collections,
    )
    async def collections(request: Request) -> Response:
        said = await market.read(request, lambda search, engine: collecting.listed(search, market.collections.read(engine)))
        return cached.answer(request, said.model_dump_json().encode(), "application/json")

    @router.get(
        "/collections/{collection}",
        summary="One collection, in the order LAN gave it",
        description="404 where none of its courses is offered to all ASN, whether there is such a collection or not.",
        response_model=answers.CollectionOf,
    )
    async def collection(request: Request, collection: str) -> Response:
        said = await market.read(
            request, lambda search, engine: collecting.one(search, market.collections.read(engine), collection)
        )
        return cached.answer(request, said.model_dump_json().encode(), "application/json")

    @router.get(
        "/comparisons/{comparison}",
        summary="Offerings of several agencies that are about the same, side by side",
        description="404 where fewer than two of them are offered to all ASN, whether there is such a group or not.",
        response_model=answers.Comparison,
    )
    async def compared(request: Request, comparison: str) -> Response:
        said = await market.read(request, lambda search, engine: comparing.comparison(search, engine, market.rates, comparison))
        return cached.answer(request, said.model_dump_json().encode(), "application/json")
