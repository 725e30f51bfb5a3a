"""Nothing ends a worker, what does is seen and mended, and only a turn that kills processes is taken for one."""

import io
import threading
from random import Random

import pytest
from sqlalchemy import delete, select, update

from syncd import clock, log
from syncd.daemon import loop
from syncd.errors import Code, NotFoundError
from syncd.health.heartbeat import daemon_health
from syncd.store import beats, leases, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.schema import daemon as daemon_table
from syncd.store.schema import tenant as tenant_table
from tests.store.conftest import add_tenant
from tests.store.test_daemon import Country, Running, states, until

HOUR_MS = 3600 * 1000


def claim(engine, tenant, owner):
    return run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, owner))


def die(engine, owner):
    """The process is gone, and the time its leases last has passed."""
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).where(tenant_table.c.lease_owner == owner).values(lease_until=1))
        conn.execute(update(daemon_table).where(daemon_table.c.owner == owner).values(beat_at=daemon_table.c.beat_at - 60_000))


def bury(engine, owner):
    die(engine, owner)
    with transaction(engine) as conn:
        assert leases.bury(conn, owner, database_now_ms(conn))


def row_of(engine, tenant):
    with reading(engine) as conn:
        return tenants.by_id(conn, tenant.id)


def deaths(engine, *rows):
    return [row_of(engine, row).deaths for row in rows]


def newest(engine):
    with reading(engine) as conn:
        return beats.every(conn), database_now_ms(conn)


def test_tenants_that_leave_while_they_wait_end_no_worker(engine):
    country = Country(engine, 14)
    leavers = [row.id for row in country.rows[4:12]]
    gone = []

    def leave(_slug):
        if not gone:
            gone.append(True)
            with transaction(engine) as conn:
                conn.execute(delete(tenant_table).where(tenant_table.c.id.in_(leavers), tenant_table.c.lease_owner.is_(None)))

    country.before = leave
    with Running(engine, country, workers=2) as running:
        until(lambda: all(row.verified_equal for row in states(engine)))
        assert running.daemon._crew.living(60) == 2
    assert len(states(engine)) < 14


@pytest.fixture(autouse=True)
def _quiet_log():
    """Pretty tracebacks take longer than the tests."""
    log.configure("critical", "json", io.StringIO())


@pytest.mark.parametrize("error", [NotFoundError("gone"), ZeroDivisionError("x"), MemoryError(), RecursionError()])
def test_a_worker_survives_what_nobody_foresaw(engine, monkeypatch, error):
    country, real, left = Country(engine, 6), loop.leases.claim, [error] * 5

    def breaking(*args, **kwargs):
        if left:
            raise left.pop()
        return real(*args, **kwargs)

    monkeypatch.setattr(loop.leases, "claim", breaking)
    with Running(engine, country, workers=2):
        until(lambda: all(row.verified_equal for row in states(engine)))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_worker_that_ended_all_the_same_is_begun_again_and_counted_until_then(engine, monkeypatch):
    monkeypatch.setattr(loop, "_BEAT_S", 0.2)
    country, real, left = Country(engine, 6), loop.leases.claim, [SystemExit()] * 2

    def ending(*args, **kwargs):
        if left:
            raise left.pop()
        return real(*args, **kwargs)

    monkeypatch.setattr(loop.leases, "claim", ending)
    with Running(engine, country, workers=2):
        until(lambda: all(row.verified_equal for row in states(engine)))
        until(lambda: [(one.workers, one.living) for one in newest(engine)[0]] == [(2, 2)])


def test_workers_that_do_not_come_back_are_seen_in_the_beat_and_keep_the_watchdog_waiting(engine, monkeypatch):
    monkeypatch.setattr(loop, "_STUCK_S", -59.9)
    monkeypatch.setattr(loop, "_BEAT_S", 0.2)
    country, told = Country(engine, 2), []
    let_go = threading.Event()
    country.before = lambda _slug: let_go.wait(60)
    running = Running(engine, country, workers=2)
    monkeypatch.setattr(running.daemon._systemd, "notify", told.append)
    with running:
        until(lambda: [one.living for one in newest(engine)[0]] == [0])
        found, now = newest(engine)
        assert daemon_health(found, now).short
        seen = told.count("WATCHDOG=1")
        until(lambda: newest(engine)[0][0].beat_at > now + 500)
        assert told.count("WATCHDOG=1") == seen
        let_go.set()


def test_a_turn_among_others_at_one_death_is_suspected_with_them_and_cleared_by_the_next(engine):
    one, two, three = (add_tenant(engine) for _ in range(3))
    for row in (one, two, three):
        claim(engine, row, "first")
    bury(engine, "first")
    assert deaths(engine, one, two, three) == [1, 1, 1]
    claim(engine, two, "second")
    bury(engine, "second")
    assert deaths(engine, one, two, three) == [0, 2, 0]
    # It waits apart now; a process that dies meanwhile died of something else.
    with reading(engine) as conn:
        assert two.id not in [row.id for row in tenants.due(conn, 9, failing=False)]
    claim(engine, one, "third")
    bury(engine, "third")
    assert deaths(engine, one, two, three) == [1, 0, 0]
    with reading(engine) as conn:
        assert two.id in [row.id for row in tenants.due(conn, 9, failing=False)]


def test_who_was_under_way_alone_at_three_deaths_is_the_one(engine):
    one = add_tenant(engine)
    for number in range(3):
        claim(engine, one, f"life-{number}")
        bury(engine, f"life-{number}")
    assert deaths(engine, one) == [3]


def test_two_that_were_always_together_are_both_kept_and_told_apart_first(engine):
    one, two = add_tenant(engine), add_tenant(engine)
    for number in range(4):
        claim(engine, one, f"life-{number}")
        claim(engine, two, f"life-{number}")
        bury(engine, f"life-{number}")
    assert deaths(engine, one, two) == [2, 2]
    with transaction(engine) as conn:
        tenants.make_due(conn, [one.id, two.id])
        assert len(tenants.due(conn, 9, failing=False, suspects=1)) == 1


def test_a_stored_page_clears(engine):
    one = add_tenant(engine)
    for number in range(2):
        claim(engine, one, f"life-{number}")
        bury(engine, f"life-{number}")
    mine = claim(engine, one, "life-2")
    with transaction(engine) as conn:
        leases.check_fence(conn, mine.lease)
        leases.forgive(conn, mine.lease)
    bury(engine, "life-2")
    assert deaths(engine, one) == [1]


def test_a_process_that_still_beats_has_not_died_of_a_lease_that_ended(engine):
    one = add_tenant(engine)
    with transaction(engine) as conn:
        beats.beat(conn, "living", "1", database_now_ms(conn))
    claim(engine, one, "living")
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).values(lease_until=1))
        assert not leases.bury(conn, "living", database_now_ms(conn))
    assert claim(engine, one, "other").tenant.deaths == 0


@pytest.mark.parametrize("seed", range(5))
def test_200_deaths_at_any_moment_park_no_healthy_tenant(engine, seed):
    """Processes die while some of eleven tenants are under way, three of which are so most of the time and store no page."""
    rng, rows, parked = Random(seed), [add_tenant(engine) for _ in range(11)], 0
    for number in range(200 if engine.dialect.name == "sqlite" else 40):
        owner = f"life-{number}"
        with reading(engine) as conn:
            due = tenants.due(conn, 11, failing=False, suspects=1)
        for row in due:
            if rng.random() < (0.7 if row.id in {one.id for one in rows[:3]} else 0.2):
                claim(engine, row, owner)
        bury(engine, owner)
        parked += sum(count >= tenants.MAX_DEATHS for count in deaths(engine, *rows))
    assert parked == 0


@pytest.mark.parametrize("ahead_ms", [5 * 60_000, HOUR_MS, 12 * HOUR_MS, 365 * 24 * HOUR_MS])
def test_what_a_clock_that_was_ahead_wrote_is_due_now_and_not_alive(engine, ahead_ms):
    healthy, failing = add_tenant(engine), add_tenant(engine)
    with transaction(engine) as conn:
        then = database_now_ms(conn) + ahead_ms
        conn.execute(update(tenant_table).values(next_sync_at=then + 300_000, last_tried_at=then, last_ok_at=then))
        conn.execute(update(tenant_table).where(tenant_table.c.id == failing.id).values(failures=2, last_code=Code.DOWN))
        beats.beat(conn, "ahead", "1", then)
        assert [row.id for row in tenants.due(conn, 9, failing=False, longest_ms=330_000)] == [healthy.id]
        assert [row.id for row in tenants.due(conn, 9, failing=True)] == [failing.id]
        found = daemon_health(beats.every(conn), database_now_ms(conn))
    assert (found.age_s, found.down, found.disagrees) == (None, True, True)
    with Running(engine, Country(engine, 0)):
        until(lambda: [one.owner for one in newest(engine)[0]] == ["daemon-1"])


@pytest.mark.parametrize("jump_ms", [-365 * 24 * HOUR_MS, -12 * HOUR_MS, -120_000, 12 * HOUR_MS, 365 * 24 * HOUR_MS])
def test_a_database_clock_that_is_set_while_the_daemon_runs_makes_everybody_due(engine, monkeypatch, jump_ms):
    country, real, jump = Country(engine, 3), loop.database_now_ms, [0]
    monkeypatch.setattr(loop, "database_now_ms", lambda conn: real(conn) + jump[0])
    with Running(engine, country):
        until(lambda: all(row.verified_equal for row in states(engine)))
        before = dict(country.asked)
        jump[0] = jump_ms
        until(lambda: all(country.asked[slug] > before[slug] for slug in before))


def test_a_daemon_whose_wall_clock_is_set_goes_on_as_if_nothing_had_happened(engine, monkeypatch):
    country, real = Country(engine, 2), clock.now_ms
    with Running(engine, country, interval_s=1):
        until(lambda: all(row.verified_equal for row in states(engine)))
        monkeypatch.setattr(clock, "now_ms", lambda: real() - 12 * HOUR_MS)
        before = dict(country.asked)
        until(lambda: all(country.asked[slug] > before[slug] + 1 for slug in before))
        with reading(engine) as conn:
            ages = [clock.age_s(at, database_now_ms(conn)) for at in conn.execute(select(tenant_table.c.last_ok_at)).scalars()]
        assert all(age is not None and age < 60 for age in ages)
        until(lambda: daemon_health(*newest(engine)).disagrees)
