"""Sessions at the centre's own pages: how long they go on, and everything that ends them."""

import pytest

from syncd.keys.identity import Identity
from syncd.model.person import Person
from syncd.store import people, sessions
from syncd.store.engine import reading, transaction
from syncd.store.schema import portal_session

WHO = Identity("kenari-1", "sesi-1", "Badan Uji")
NOW = 1_800_000_000_000


@pytest.fixture
def secret(engine):
    with transaction(engine) as conn:
        return sessions.begin(conn, WHO, NOW)


def found(engine, secret, now=NOW):
    with reading(engine) as conn:
        return sessions.find(conn, secret, now)


def told(engine, **changed):
    """What the realm says of the person."""
    said = {"subject": WHO.subject, "agency": "UJI", "unit": None, "status": "aktif", "enabled": True} | changed
    with transaction(engine) as conn:
        people.take(conn, [Person(**said)], ("aktif",), NOW)


def test_a_session_says_whose_it_is_and_only_its_secret_opens_it(engine, secret):
    session = found(engine, secret)
    assert (session.subject, session.issuer_session, session.agency) == ("kenari-1", "sesi-1", "Badan Uji")
    assert found(engine, secret + "x") is None
    with reading(engine) as conn:
        assert secret not in repr(conn.execute(portal_session.select()).all()), "a stolen table opens no session"


def test_a_session_ends_unused_after_two_hours_and_at_the_latest_after_ten(engine, secret):
    now = NOW
    for _ in range(5):
        now += sessions.IDLE_MS
        assert found(engine, secret, now) is not None
        with transaction(engine) as conn:
            sessions.note(conn, secret, now)
    assert found(engine, secret, now + 1) is None, "ten hours are over"
    with transaction(engine) as conn:
        other = sessions.begin(conn, WHO, NOW)
    assert found(engine, other, NOW + sessions.IDLE_MS + 1) is None


def test_a_session_from_the_future_is_none(engine, secret):
    assert found(engine, secret, NOW - 1) is None


def test_looking_again_soon_asks_for_nothing_to_be_written(engine, secret):
    assert not found(engine, secret, NOW + 60_000).stale
    assert found(engine, secret, NOW + 600_000).stale


def test_who_may_not_sign_in_any_more_has_no_session(engine, secret):
    told(engine)
    assert found(engine, secret) is not None
    told(engine, status="pensiun")
    assert found(engine, secret) is None
    told(engine, status="aktif")
    assert found(engine, secret) is not None
    told(engine, enabled=False)
    assert found(engine, secret) is None


def test_what_the_issuer_says_ends_one_session_or_all_of_a_person(engine):
    with transaction(engine) as conn:
        first = sessions.begin(conn, WHO, NOW)
        second = sessions.begin(conn, Identity("kenari-1", "sesi-2", None), NOW)
        stranger = sessions.begin(conn, Identity("kenari-2", "sesi-3", None), NOW)
        assert sessions.end_of(conn, "sesi-1", "kenari-1") == 1
    assert [found(engine, one) is not None for one in (first, second, stranger)] == [False, True, True]
    with transaction(engine) as conn:
        assert sessions.end_of(conn, None, "kenari-1") == 1
    assert [found(engine, one) is not None for one in (second, stranger)] == [False, True]


def test_what_is_over_is_forgotten_and_nothing_else(engine, secret):
    with transaction(engine) as conn:
        assert sessions.prune(conn, NOW + sessions.IDLE_MS) == 0
        assert sessions.prune(conn, NOW + sessions.IDLE_MS + 1) == 1


def test_signing_out_ends_the_session_here(engine, secret):
    with transaction(engine) as conn:
        sessions.end(conn, secret)
    assert found(engine, secret) is None
