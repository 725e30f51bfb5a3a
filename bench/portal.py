"""Pages of the portal and answers of the marketplace's API at the server, beside the engine's own time for the same searches.

`python -m bench.portal [courses]`: with fewer courses than the usual catalogue has.
"""

import asyncio
import itertools
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine

from bench.measure import Json, alternate, machine, ratios, seconds, spread
from bench.search import COURSES, QUESTIONS, TENANTS, fill
from bench.stores import disk_folder, sqlite_store
from syncd.index.build import rebuild
from syncd.index.question import Question
from syncd.index.search import Search
from syncd.keys import KeyRing
from syncd.poll.client import open_client
from syncd.serve.app import create_app
from syncd.settings import CentreSection, Settings
from tests.joined import CENTRE

ROUNDS = 20
PAGE = 20
_callers = itertools.count()
_ONE = "/courses/t1/{number}"


def run(courses: int = COURSES) -> Json:
    with sqlite_store() as (_file, engine), disk_folder() as folder:
        fill(engine, courses)
        rebuild(engine, folder / "index")
        search = Search(folder / "index")
        try:
            return _measured(search, _app(engine, folder, search), courses)
        finally:
            search.close()


def _app(engine: Engine, folder: Path, search: Search) -> FastAPI:
    settings = Settings(centre=CentreSection(url=CENTRE))
    keys = KeyRing(folder / "keys", CENTRE)
    return create_app(engine, settings, keys, open_client(settings, keys), search=search)


def _measured(search: Search, app: FastAPI, courses: int) -> Json:
    works: dict[str, Callable[[], float]] = {"front": lambda: _asked(app, "/"), "agencies": lambda: _asked(app, "/agencies")}
    first = next(hit.card for hit in search.find(Question(choices={"tenant": ("t1",)})).hits)
    works["course"] = lambda: _asked(app, _ONE.format(number=first.course["id"]))
    for number, (text, choices) in enumerate(QUESTIONS):
        query = urlencode([("q", text), *((name, value) for name, values in choices.items() for value in values)])
        works[f"engine {number}"] = partial(_found, search, Question(text, choices, size=PAGE))
        works[f"api {number}"] = partial(_asked, app, f"/api/v1/offerings?{query}")
        works[f"page {number}"] = partial(_asked, app, f"/search?{query}")
    times = alternate(ROUNDS, works)
    engine, api, page = (
        [one for name, values in times.items() if name.startswith(kind) for one in values] for kind in ("engine", "api", "page")
    )
    return {
        "courses": courses,
        "tenants": TENANTS,
        "rounds": ROUNDS,
        "ms": {
            **{name: _ms(times[name]) for name in ("front", "agencies", "course")},
            "engine": _ms(engine),
            "api": _ms(api),
            "search_page": _ms(page),
        },
        "times_as_long_as_the_engine": {"api": ratios(api, engine), "search_page": ratios(page, engine)},
    }


def _found(search: Search, question: Question) -> float:
    return seconds(lambda: search.find(question))


def _asked(app: FastAPI, path: str) -> float:
    """From the request to the whole answer in this process, without a socket; each time by another caller."""

    async def ask() -> float:
        caller = next(_callers)
        transport = httpx.ASGITransport(app, client=(f"10.0.{caller // 256 % 256}.{caller % 256}", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://centre.example") as client:
            began = asyncio.get_running_loop().time()
            response = await client.get(path)
            took = asyncio.get_running_loop().time() - began
        response.raise_for_status()
        return took

    return asyncio.run(ask())


def _ms(values: Sequence[float]) -> Json:
    milliseconds = [value * 1000 for value in values]
    return spread(milliseconds, 1) | {"p95": round(quantiles(milliseconds, n=20, method="inclusive")[-1], 1)}


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else COURSES
    print(json.dumps({"benchmark": "portal", "machine": machine(), **run(asked)}, indent=1, ensure_ascii=False))
