"""Whose session a request has: what the cookie is like, what it opens, and that no store in trouble keeps a page from a stranger."""

import asyncio
import threading
from http.cookies import SimpleCookie

import pytest
from sqlalchemy import event, literal, select
from starlette.requests import Request
from starlette.responses import Response

from syncd.errors import StoreUnavailableError
from syncd.keys.identity import Identity
from syncd.serve import visitors
from syncd.serve.visitors import Visitors
from syncd.store import sessions
from syncd.store.engine import reading
from syncd.store.schema import portal_session

WHO = Identity("kenari-1", "sesi-1", "Badan Uji")
NOW = 1_800_000_000_000
NAMES = {True: "__Host-asn-session", False: "asn-session"}


class Moment:
    """The time by the database's clock."""

    now = NOW


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    moment = Moment()
    monkeypatch.setattr(visitors, "database_now_ms", lambda conn: conn.execute(select(literal(moment.now))).scalar_one())
    return moment


@pytest.fixture(params=[True, False], ids=["TLS", "no TLS"])
def secure(request):
    return request.param


@pytest.fixture
def ours(engine, secure):
    return Visitors(engine, secure=secure)


def asking(cookie: str = "", address: str = "203.0.113.9") -> Request:
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return Request({"type": "http", "headers": headers, "client": (address, 50000)})


def given(response: Response):
    """The one cookie of an answer."""
    (cookie,) = SimpleCookie(response.headers["set-cookie"]).values()
    return cookie


@pytest.fixture
def cookie(ours):
    """What the browser of somebody who was admitted sends."""
    response = Response()
    ours.admit(response, WHO)
    made = given(response)
    return f"{made.key}={made.value}"


@pytest.fixture
def asked(engine):
    """What the store was asked."""
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    return statements


def rows(engine):
    with reading(engine) as conn:
        return conn.execute(portal_session.select()).all()


def test_who_was_admitted_has_a_session_and_the_cookie_lives_as_long_as_any_session(ours, secure, engine):
    response = Response()
    ours.admit(response, WHO)
    made = given(response)
    assert made.key == NAMES[secure]
    assert {name: value for name, value in made.items() if value} == {
        "httponly": True,
        "max-age": "36000",
        "path": "/",
        "samesite": "lax",
    } | ({"secure": True} if secure else {})
    session = ours.of(asking(f"{made.key}={made.value}"))
    assert (session.subject, session.issuer_session, session.agency) == ("kenari-1", "sesi-1", "Badan Uji")
    assert [(one.began_at, one.seen_at) for one in rows(engine)] == [(NOW, NOW)]


def test_who_was_dismissed_has_no_session_and_the_cookie_is_taken_away(ours, secure, cookie, engine):
    response = Response()
    ours.dismiss(asking(cookie), response)
    made = given(response)
    told = {name: value for name, value in made.items() if value}
    assert (made.key, made.value, told.pop("max-age")) == (NAMES[secure], "", "0")
    assert told.pop("expires")
    assert told == {"httponly": True, "path": "/", "samesite": "lax"} | ({"secure": True} if secure else {})
    assert rows(engine) == []
    assert ours.of(asking(cookie)) is None


def test_a_stranger_who_is_dismissed_ends_nobody_elses_session(ours, cookie, engine):
    ours.dismiss(asking(), Response())
    assert ours.of(asking(cookie)) is not None


@pytest.mark.parametrize(("value", "asks"), [("", False), ("x", True), ("x" * 128, True), ("x" * 129, False)])
def test_the_store_is_asked_only_for_a_cookie_that_can_be_one_of_ours(ours, secure, asked, value, asks):
    request = asking(f"{NAMES[secure]}={value}")
    assert ours.of(request) is None
    assert bool(asked) == asks
    assert asyncio.run(ours.within(request, 60)) is None


def test_for_a_stranger_without_a_cookie_the_store_is_not_asked(ours, asked):
    assert (ours.of(asking()), ours.cookie_in(asking(), "asn-session"), asked) == (None, "", [])


def test_the_cookie_of_the_other_kind_opens_nothing(engine, cookie, secure):
    assert Visitors(engine, secure=not secure).of(asking(cookie)) is None


def test_that_a_session_is_used_is_written_down_now_and_then(ours, cookie, moment, engine):
    moment.now = NOW + 300_000
    assert ours.of(asking(cookie)) is not None
    assert [one.seen_at for one in rows(engine)] == [NOW]
    moment.now = NOW + 300_001
    assert ours.of(asking(cookie)) is not None
    assert [one.seen_at for one in rows(engine)] == [NOW + 300_001]


def test_while_the_store_is_away_everybody_is_a_stranger(ours, cookie, monkeypatch):
    def away(*_):
        raise StoreUnavailableError("away")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sessions, "find", away)
        assert ours.of(asking(cookie)) is None
        assert asyncio.run(ours.within(asking(cookie), 60)) is None
    assert ours.of(asking(cookie)) is not None


def test_a_page_waits_for_the_store_and_then_knows_who_looks(ours, cookie):
    assert asyncio.run(ours.within(asking(cookie), 60)).subject == "kenari-1"
    assert asyncio.run(ours.within(asking(), 60)) is None


@pytest.fixture
def hanging(monkeypatch):
    """A store that answers nothing until it is let go."""
    let_go, real = threading.Event(), sessions.find

    def find(*about):
        let_go.wait(60)
        return real(*about)

    monkeypatch.setattr(sessions, "find", find)
    yield let_go
    let_go.set()


@pytest.mark.parametrize(
    ("addresses", "knows"),
    [(["203.0.113.9"] * 9, 8), ([f"203.0.113.{number}" for number in range(65)], 64)],
    ids=["of one address", "of all"],
)
def test_so_many_wait_for_a_store_that_hangs_and_who_comes_then_is_a_stranger_at_once(ours, cookie, hanging, addresses, knows):
    async def all_at_once():
        looking = [asyncio.ensure_future(ours.within(asking(cookie, address), 60)) for address in addresses]
        stranger = await looking[-1]
        hanging.set()
        return stranger, await asyncio.gather(*looking[:-1])

    stranger, others = asyncio.run(all_at_once())
    assert stranger is None
    assert [one.subject for one in others] == ["kenari-1"] * knows


def test_a_store_that_does_not_answer_in_time_makes_a_stranger(ours, cookie, hanging):
    async def look():
        found = await ours.within(asking(cookie), 0.01)
        hanging.set()
        return found

    assert asyncio.run(look()) is None
