"""A course whose owner could not be read for long says of when it is, on every card, on its page and in the API."""

import asyncio
import html
import threading

import pytest
from sqlalchemy import insert, update

from syncd.errors import StoreUnavailableError
from syncd.serve.market import unread
from syncd.serve.market.unread import LONG_MS, Unread
from syncd.serve.pages.portal.saying import SAYINGS
from syncd.store.dbclock import DatabaseNow
from syncd.store.engine import transaction
from syncd.store.schema import stream
from tests.unit.serve.page import Page

HOUR_MS = 3_600_000
READ_AT = 1_790_000_000  # 2026-09-21 in Jakarta
SAID = {"id": "Data per 21 September 2026; sejak itu situsnya tidak dibaca.", "en": "Data as of 21 September 2026;"}


def read_at(engine, tenant_id, at, name="catalogue"):
    with transaction(engine) as conn:
        if not conn.execute(
            update(stream).where(stream.c.tenant_id == tenant_id, stream.c.name == name).values(last_ok_at=at)
        ).rowcount:
            conn.execute(insert(stream).values(tenant_id=tenant_id, name=name, generation=0, last_ok_at=at))


@pytest.fixture
def courses(engine, marketplace):
    """One of a tenant that was read long ago, and one of a tenant that was read this hour."""
    old, young = marketplace.offering("Badan Lama"), marketplace.offering("Badan Baru")
    old.put(1, "Arsip Lama")
    young.put(1, "Arsip Baru")
    read_at(engine, old.id, READ_AT * 1000)
    read_at(engine, young.id, DatabaseNow() - HOUR_MS)
    # Another stream than that of its courses.
    read_at(engine, young.id, 5, "learning")
    marketplace.index()
    return {"old": old.row.slug, "young": young.row.slug}


def test_the_api_says_of_when_an_offering_is_that_was_not_read_for_long(api, courses):
    found = {hit["tenant"]: hit["as_of"] for hit in api.get("/api/v1/offerings?q=arsip").json()["hits"]}
    assert found == {courses["old"]: READ_AT, courses["young"]: None}
    one = api.get(f"/api/v1/offerings/{courses['old']}/1").json()
    assert one["offering"]["as_of"] == READ_AT
    assert [other["as_of"] for other in one["similar"]] == [None]


@pytest.mark.parametrize("language", SAYINGS)
@pytest.mark.parametrize(
    "path", ["/?", "/search?q=lama&", "/agency?name=Badan%20Lama&", "/courses/{old}/1?", "/courses/{young}/1?"]
)
def test_every_card_and_page_says_it_once_for_each_such_course_and_for_no_other(api, courses, path, language):
    address = f"{path.format(**courses)}lang={language}"
    text = html.unescape(api.get(address).text)
    assert "Arsip Lama" in Page(text).said
    shown = sum(one.get("href", "").startswith(f"/courses/{courses['old']}/1") for one in Page(text).all("a"))
    own_page = path.startswith("/courses/{old}")
    assert text.count(SAID[language]) == text.count('class="as-of"') == (1 if own_page else shown) > 0


def test_a_course_that_was_read_within_a_day_says_nothing(api, engine, courses):
    assert "as-of" not in api.get("/search?q=baru").text
    assert LONG_MS == 24 * HOUR_MS


def test_the_store_is_looked_at_once_a_minute_and_what_was_known_stays_while_it_is_away(engine, courses, monkeypatch):
    now, looks = [1000.0], []
    monkeypatch.setattr(unread.clock, "monotonic", lambda: now[0])
    real = unread.reading
    monkeypatch.setattr(unread, "reading", lambda engine: looks.append(1) or real(engine))
    known = Unread(engine)
    for _ in range(3):
        assert asyncio.run(known.known()) == {courses["old"]: READ_AT}
    assert len(looks) == 1

    def away(_engine):
        raise StoreUnavailableError("away")

    monkeypatch.setattr(unread, "reading", away)
    now[0] += 61
    assert asyncio.run(known.known()) == {courses["old"]: READ_AT}


def test_a_database_that_hangs_keeps_no_page_waiting(api, courses, monkeypatch):
    let_go = threading.Event()

    def hangs(_self):
        let_go.wait(30)
        return {}

    monkeypatch.setattr(Unread, "_look", hangs)
    monkeypatch.setattr(unread, "_PATIENCE_S", 0.05)
    try:
        assert api.get("/api/v1/offerings?q=arsip").json()["total"] == 2
        assert api.get("/search?q=arsip").status_code == 200
    finally:
        let_go.set()
