"""While others' reads of the store fill its threads, pages stand without what only the store knows; only a quota is told to wait."""

import asyncio
import threading

import httpx
import pytest

from syncd.serve.market import asking, opinions
from syncd.store import opinions as stored


@pytest.fixture
def honest(marketplace):
    honest = marketplace.offering("Badan Baik")
    honest.put(1, "Arsip")
    honest.put(2, "Arsip Lanjutan")
    return honest


@pytest.fixture
def heavy(marketplace, honest):
    """A course whose ratings take long to read."""
    heavy = marketplace.offering("Badan Besar")
    heavy.put(1, "Besar")
    marketplace.index()
    return heavy


@pytest.fixture
def among_a_crowd(app, heavy, monkeypatch):
    """What somebody else is answered while reads of the heavy course fill the threads."""
    let_go, begun, real = threading.Event(), threading.Semaphore(0), stored.page

    def slow(conn, tenant_id, *rest):
        if tenant_id == heavy.id:
            begun.release()
            let_go.wait(60)
        return real(conn, tenant_id, *rest)

    monkeypatch.setattr(opinions.stored, "page", slow)
    places = asking._READ_AT_ONCE + asking._READ_WAITING

    def caller(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://centre.example")

    async def ask(paths: list[str]) -> list[httpx.Response]:
        many = [caller(f"203.0.113.{number}") for number in range(places // asking._OF_ONE)]
        path = f"/api/v1/offerings/{heavy.row.slug}/1/ratings"
        filling = [asyncio.create_task(one.get(path)) for one in many for _ in range(asking._OF_ONE)]
        try:
            await asyncio.to_thread(begun.acquire)
            async with caller("198.51.100.7") as somebody:
                full = await somebody.get(path)
                assert full.status_code == 429, "the threads are full"
                return [await somebody.get(path) for path in paths]
        finally:
            let_go.set()
            assert {one.status_code for one in await asyncio.gather(*filling)} == {200}
            for one in many:
                await one.aclose()

    return lambda *paths: asyncio.run(ask(list(paths)))


def test_a_heavy_course_takes_no_page_away_from_others(among_a_crowd, honest):
    slug = honest.row.slug
    course, chosen, collections, front = among_a_crowd(
        f"/courses/{slug}/1", f"/compare?c={slug}/1&c={slug}/2", "/collections", "/"
    )
    assert (course.status_code, "Arsip" in course.text, "tidak dapat dibaca" in course.text) == (200, True, True)
    assert (chosen.status_code, "Sedang tidak dapat dibaca" in chosen.text) == (200, True)
    assert (collections.status_code, front.status_code) == (200, 200)


def test_what_is_not_there_is_missing_however_full_the_threads_are(among_a_crowd, honest):
    assert [one.status_code for one in among_a_crowd(f"/courses/{honest.row.slug}/9", "/courses/none/1")] == [404, 404]


@pytest.fixture
def patience(monkeypatch):
    """How often one may ask: twice."""
    monkeypatch.setattr(asking, "_A_MINUTE", 2)


def test_who_uses_up_the_own_quota_is_told_to_wait(patience, api, heavy):
    assert [api.get(f"/courses/{heavy.row.slug}/1").status_code for _ in range(3)] == [200, 200, 429]
