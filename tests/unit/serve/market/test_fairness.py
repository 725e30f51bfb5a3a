"""One caller cannot take the marketplace from others, nor all its callers the centre from its tenants."""

import asyncio
import threading

import httpx
import pytest
from starlette.requests import Request

from syncd.index.search import Search
from syncd.serve.market import asking
from syncd.serve.origin import origin
from syncd.serve.problem import ProblemError
from tests.unit.serve.answers import problem
from tests.unit.serve.conftest import caller_of


def request_from(address: str | None, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return Request({"type": "http", "headers": headers, "client": (address, 50000) if address else None})


@pytest.mark.parametrize(
    ("address", "forwarded", "counted_as"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),
        ("127.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("::1", ("made-up, 198.51.100.1",), "198.51.100.1"),
        ("127.0.0.1", ("made-up", "198.51.100.1"), "198.51.100.1"),
        ("127.0.0.1", (), "127.0.0.1"),
        ("2001:db8::1", (), "2001:db8::/64"),
        ("2001:db8:0:0:ffff::2", (), "2001:db8::/64"),
        ("2001:db8:0:1::1", (), "2001:db8:0:1::/64"),
        ("::ffff:203.0.113.9", (), "203.0.113.9"),
        ("127.0.0.1", ("x" * 500,), "x" * 64),
        (None, (), ""),
    ],
)
def test_callers_are_told_apart_by_what_the_nearest_proxy_says_and_nobody_else(address, forwarded, counted_as):
    assert origin(request_from(address, *forwarded)) == counted_as


def test_who_asks_too_often_waits_alone(app, marketplace, monkeypatch):
    marketplace.index()
    one, other = caller_of(app, "203.0.113.9", "centre.example"), caller_of(app, "203.0.113.10", "centre.example")
    for _ in range(asking._A_MINUTE):
        last = one.get("/api/v1/agencies")
    assert last.status_code == 200
    refused = one.get("/api/v1/offerings")
    problem(refused, 429, "rate_limited")
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert other.get("/api/v1/offerings").status_code == 200


def test_searches_that_hang_keep_neither_health_nor_tenants_waiting_and_one_caller_has_few_of_them(
    app, site, joined, search, marketplace, monkeypatch
):
    marketplace.index()
    let_go, begun = threading.Event(), threading.Semaphore(0)

    def hang(_search: Search, _agency: str | None) -> dict[str, int]:
        begun.release()
        let_go.wait(60)
        return {}

    monkeypatch.setattr(Search, "agencies", hang)

    async def crowd() -> tuple[list[int], list[int]]:
        def caller(address: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
            return httpx.AsyncClient(transport=transport, base_url="http://centre.example")

        async with caller("203.0.113.9") as greedy, caller("203.0.113.10") as other:
            asked = [asyncio.create_task(greedy.get("/api/v1/agencies")) for _ in range(60)]
            await asyncio.to_thread(begun.acquire)
            calm = [
                (await other.get("/health/live")).status_code,
                (await other.get("/.well-known/jwks.json")).status_code,
                (await other.get("/api/v1/status", headers=site.token("status"))).status_code,
            ]
            another = asyncio.create_task(other.get("/api/v1/agencies"))
            await asyncio.sleep(0)
            let_go.set()
            told = [one.status_code for one in await asyncio.gather(*asked, another)]
        return calm, told

    calm, told = asyncio.run(crowd())
    assert calm == [200, 200, 200]
    assert (told.count(429), told.count(200)) == (60 - asking._OF_ONE, asking._OF_ONE + 1)
    assert told[-1] == 200


def test_a_full_queue_turns_everybody_away_at_once(search, engine):
    async def fill() -> list[object]:
        market, let_go = asking.Market(search, engine), threading.Event()
        callers = (asking._AT_ONCE + asking._WAITING) // asking._OF_ONE + 1
        asked = [
            asyncio.create_task(market.ask(request_from(f"203.0.113.{number}"), lambda _: let_go.wait(60)))
            for number in range(callers)
            for _ in range(asking._OF_ONE)
        ]
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        let_go.set()
        return [one.exception() for one in done], await asyncio.gather(*asked, return_exceptions=True)

    first, every = asyncio.run(fill())
    assert all(isinstance(one, ProblemError) for one in first)
    assert sum(isinstance(one, ProblemError) for one in every) == len(every) - asking._AT_ONCE - asking._WAITING
