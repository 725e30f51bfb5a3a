"""What one tenant may take over many turns: each limit has a state, a sentence, and a way for LAN to raise it."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from syncd.health.staleness import State
from syncd.health.summary import summarise
from syncd.model.limits import Limits, Used
from syncd.store import leases, limits, rejections, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction
from syncd.store.schema import live_count, rejection, tenant
from syncd.sync.state import SyncOptions, Turn
from syncd.sync.turn import take_turn
from tests.fake_tenant import FakeTenant
from tests.store.centre import Centre

BIG = SyncOptions(page_size=500)


@pytest.fixture
def fake(centre):
    fake = FakeTenant(centre.tenant())
    for number in range(1, 41):
        fake.course(number, f"Pelatihan {number} é")
    return fake


def limited(**values: int) -> SyncOptions:
    return replace(BIG, limits=Limits(**values))


def _never_ending(ask, page):
    """A snapshot that shows nothing and always says that there is more."""
    if ask.operation != "snapshot":
        return page
    return replace(page, rows={}, tail={"count": 0, "to": ask.after + 1, "more": True})


def shown(centre: Centre):
    with reading(centre.engine) as conn:
        (one,) = summarise(conn, database_now_ms(conn)).tenants
    return one


@pytest.mark.parametrize("name", ["rows", "bytes"])
def test_a_tenant_that_would_store_more_than_its_limit_keeps_what_it_has_and_is_shown_with_a_sentence(centre, fake, name):
    centre.turn(fake, BIG)
    before = centre.live("course")
    with reading(centre.engine) as conn:
        used = limits.used(conn, centre.id)
    fake.course(41, "Satu lagi")
    options = limited(**{name: getattr(used, name)})
    result = centre.turn(fake, options)
    assert (result.outcome, result.code) == ("failed", "TOO_MUCH")
    assert centre.live("course") == before
    assert f"syncd tenant limit {centre.tenant().slug} --{name}" in str(result.error)
    status = shown(centre)
    assert status.state is State.FAILING
    assert "syncd tenant limit" in status.sentence("en")
    with transaction(centre.engine) as conn:
        limits.give(conn, centre.id, {name: getattr(used, name) * 2})
    assert centre.turn(fake, options).verified_equal is True
    centre.assert_equal(fake)


def test_rows_that_are_known_already_may_change_at_the_limit(centre, fake):
    centre.turn(fake, BIG)
    fake.course(3, "Judul baru")
    assert centre.turn(fake, limited(rows=40)).verified_equal is True
    fake.epoch = "e" * 32
    assert centre.turn(fake, limited(rows=40)).verified_equal is True


def test_what_is_counted_page_by_page_is_what_is_counted_at_the_end(centre, fake, monkeypatch):
    counted = []
    store = Turn.store

    def spy(turn, work):
        store(turn, work)
        counted.append(turn.room.used)

    monkeypatch.setattr(Turn, "store", spy)
    for number in range(1, 41):
        fake.put("enrolment", number, number, f"sub:u{number}", "active", "manual", None, None, 100)
    centre.turn(fake, replace(BIG, page_size=7))
    fake.drop("course", 1)
    centre.turn(fake, BIG)
    with reading(centre.engine) as conn:
        used = limits.used(conn, centre.id)
        rows, taken = conn.execute(select(func.sum(live_count.c.stored), func.sum(live_count.c.bytes))).one()
    assert max(counted, key=lambda one: one.rows) == used == Used(int(rows), int(taken))
    assert used.rows == 80


def test_a_turn_with_too_many_new_rows_ends_and_the_next_one_goes_on(centre, fake):
    options = replace(limited(new_rows=15), page_size=5)
    outcomes = [centre.turn(fake, options).outcome for _ in range(3)]
    assert outcomes == ["partial", "partial", "ok"]
    centre.assert_equal(fake)


def test_a_tenant_that_makes_ever_more_requests_is_asked_so_often_in_a_turn_and_not_again_at_once(centre, fake):
    centre.turn(fake, BIG)
    # Each page says that there is more: 250 a second where a tenant answers at once.
    fake.epoch = "e" * 32
    fake.change_page = _never_ending
    options = limited(requests=20, unfinished=2)
    fake.requests.clear()
    assert centre.turn(fake, options).outcome == "partial"
    assert len(fake.requests) == 20
    row = centre.tenant()
    assert row.next_sync_at - row.last_tried_at >= options.interval_s * 1000 - 1000
    result = centre.turn(fake, options)
    assert result.code == "UNFINISHED"
    assert f"after 20 requests, so see: syncd tenant limit {row.slug}" in result.error
    assert shown(centre).state is State.FAILING


def test_a_read_that_needs_more_requests_than_a_turn_may_make_comes_to_its_end_and_lan_can_let_it_come_there_at_once(
    centre, fake
):
    options = replace(limited(requests=10), page_size=3)
    outcomes = [centre.turn(fake, options).outcome for _ in range(3)]
    assert outcomes == ["partial", "partial", "ok"]
    centre.assert_equal(fake)
    with transaction(centre.engine) as conn:
        limits.give(conn, centre.id, {"requests": 1000})
    fake.epoch = "e" * 32
    assert centre.turn(fake, options).verified_equal is True


def test_a_new_key_set_that_is_announced_with_each_answer_counts_as_a_request_of_its_own(centre, fake):
    fake.jwks_sha256 = "f" * 64
    fake.refresh_jwks = lambda *_: None
    options = replace(limited(requests=10), page_size=3)
    assert centre.turn(fake, options).outcome == "partial"
    assert len(fake.requests) == 5


def test_turns_that_do_not_come_to_their_end_are_a_failure_after_so_many_and_are_forgiven_by_one_that_does(centre, fake):
    options = replace(limited(new_rows=5, unfinished=3), page_size=5)
    results = [centre.turn(fake, options) for _ in range(4)]
    assert [one.code for one in results] == [None, None, "UNFINISHED", "UNFINISHED"]
    row = centre.tenant()
    assert (row.failures, row.unfinished, shown(centre).state) == (2, 4, State.FAILING)
    assert shown(centre).sentence("en") != "UNFINISHED"
    with reading(centre.engine) as conn:
        now = database_now_ms(conn)
        assert tenants.due(conn, 5, failing=True) == []
    assert row.next_sync_at >= now + 200_000
    assert centre.turn(fake, BIG).outcome == "ok"
    assert (centre.tenant().failures, centre.tenant().unfinished) == (0, 0)


def test_a_turn_that_a_stop_of_the_daemon_cut_short_is_nobodys_failure(centre, fake):
    for _ in range(3):
        with transaction(centre.engine) as conn:
            claim = leases.claim(conn, centre.id, "daemon-1")
        assert take_turn(centre.engine, fake, claim, limited(unfinished=1), stopping=lambda: True).outcome == "partial"
    assert (centre.tenant().failures, centre.tenant().unfinished) == (0, 0)


@pytest.mark.parametrize("facts", [{"failures": 1}, {"unfinished": 1}, {"waited_ms": 3_001}])
def test_whoever_failed_was_not_finished_or_is_slow_counts_among_those_who_get_half_of_the_workers(centre, facts):
    with transaction(centre.engine) as conn:
        conn.execute(update(tenant).values(**facts))
    assert centre.tenant().in_trouble
    with reading(centre.engine) as conn:
        assert tenants.due(conn, 5, failing=False) == []
        assert [one.id for one in tenants.due(conn, 5, failing=True)] == [centre.id]


def test_rejections_beyond_the_limit_are_counted_and_not_kept_and_the_tenant_is_not_green(centre, fake):
    centre.turn(fake, BIG)
    for number in range(100, 150):
        fake.course(number, "")
    assert centre.turn(fake, replace(limited(rejections=20), page_size=10)).verified_equal is False
    with reading(centre.engine) as conn:
        assert rejections.count(conn, centre.id) == 20
    status = shown(centre)
    assert (status.rejections >= 50, status.code) == (True, "REJECTIONS_MANY")
    assert len(centre.live("course")) == 40


@pytest.mark.parametrize(("spoilt", "left"), [(19, 21), (20, 40), (21, 40)])
def test_good_rows_go_for_rejections_only_while_there_is_room_for_more(centre, fake, spoilt, left):
    centre.turn(fake, BIG)
    for number in range(1, spoilt + 1):
        fake.course(number, "")
    centre.turn(fake, replace(limited(rejections=20), page_size=500))
    assert len(centre.live("course")) == left
    with reading(centre.engine) as conn:
        assert rejections.count(conn, centre.id) == min(spoilt, 20)


def test_no_good_row_goes_for_rejections_that_are_not_all_known(centre, fake):
    for number in range(41, 400):
        fake.course(number, f"Pelatihan {number}")
    centre.turn(fake, BIG)
    before = centre.live("course")
    for number in range(1, 200):
        fake.course(number, "")
    for _ in range(2):
        assert centre.turn(fake, replace(limited(rejections=20), page_size=15)).verified_equal is False
        assert centre.live("course") == before
    with reading(centre.engine) as conn:
        assert conn.execute(select(func.count()).select_from(rejection)).scalar() == 20
    # A page with nothing refused on it does not make the others known, nor does one that mends a row that was known.
    for number in (399, 199):
        fake.course(number, "Lain")
        assert centre.turn(fake, limited(rejections=20)).verified_equal is False
        assert centre.live("course").keys() == before.keys()
    for number in range(1, 199):
        fake.course(number, "Diperbaiki")
    assert centre.turn(fake, limited(rejections=20)).verified_equal is True
    centre.assert_equal(fake)


def test_a_limit_that_lan_takes_back_is_again_what_holds_for_all(centre):
    with transaction(centre.engine) as conn:
        limits.give(conn, centre.id, {"rows": 5, "bytes": 6})
        limits.give(conn, centre.id, {"rows": None})
        assert limits.of_tenant(conn, centre.id, Limits(rows=9)) == Limits(rows=9, bytes=6)
