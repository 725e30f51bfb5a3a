"""The daemon takes due turns for ever: fairly, beside other daemons, through outages, and ends when asked."""

import os
import signal
import threading
from collections import Counter

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import ProgrammingError

from syncd import clock
from syncd.daemon import loop as daemon
from syncd.daemon.loop import Daemon
from syncd.errors import Code, StoreUnavailableError, TenantError
from syncd.store import beats, flips, leases, syncs, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.schema import flip, sync
from syncd.store.schema import tenant as tenant_table
from syncd.sync.state import SyncOptions
from tests.fake_tenant import FakeTenant
from tests.store.conftest import add_tenant

ENOUGH_S = 60


class Country:
    """Many tenants behind one asker. `before` runs inside every request, with the tenant's slug."""

    def __init__(self, engine, count):
        self.rows = [add_tenant(engine) for _ in range(count)]
        self.fakes = {row.id: FakeTenant(row, seed=row.id) for row in self.rows}
        for fake in self.fakes.values():
            fake.course(1)
        self.asked = Counter()
        self.at_once = Counter()
        self.most_at_once = Counter()
        self.before = lambda slug: None
        self.lock = threading.Lock()

    def ask(self, address, asks):
        with self.lock:
            self.asked[address.slug] += 1
            self.at_once[address.slug] += 1
            self.most_at_once[address.slug] = max(self.most_at_once[address.slug], self.at_once[address.slug])
        try:
            self.before(address.slug)
            return self.fakes[address.tenant_id].ask(address, asks)
        finally:
            with self.lock:
                self.at_once[address.slug] -= 1

    def refresh_jwks(self, address, sha256, announcement):
        return None


class Running:
    """A daemon in a thread, stopped at the end of the block."""

    def __init__(self, engine, asker, workers=4, owner="daemon-1", **options):
        self.daemon = Daemon(engine, asker, SyncOptions(**options), workers, owner)
        self.thread = threading.Thread(target=self.daemon.run, kwargs={"install_signals": False})

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.daemon.stop()
        self.thread.join(ENOUGH_S)
        assert not self.thread.is_alive()


def states(engine):
    with reading(engine) as conn:
        return tenants.list_tenants(conn)


def until(condition):
    """Wait for what other threads do; fails after a minute."""
    deadline = clock.monotonic() + ENOUGH_S
    pause = threading.Event()
    while not condition():
        assert clock.monotonic() < deadline, "this did not happen within a minute"
        pause.wait(0.02)


def test_every_due_tenant_gets_its_turn_and_only_one(engine):
    country = Country(engine, 30)
    with Running(engine, country):
        until(lambda: all(row.verified_equal for row in states(engine)))
    assert all(row.lease_owner is None for row in states(engine))
    with reading(engine) as conn:
        for row in country.rows:
            assert [entry["outcome"] for entry in syncs.newest(conn, row.id, 5)] == ["ok"]


def test_two_daemons_share_the_tenants_and_never_meet_in_one(engine):
    country = Country(engine, 20)
    with Running(engine, country, owner="daemon-1"), Running(engine, country, owner="daemon-2"):
        until(lambda: all(row.verified_equal for row in states(engine)))
    assert max(country.most_at_once.values()) == 1
    with reading(engine) as conn:
        entries = [entry for row in country.rows for entry in syncs.newest(conn, row.id, 5)]
    assert {entry["outcome"] for entry in entries} == {"ok"}


def test_tenants_that_hang_again_hold_at_most_half_of_the_workers(engine):
    country = Country(engine, 12)
    hanging = {row.slug for row in country.rows[:8]}
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).where(tenant_table.c.slug.in_(hanging)).values(failures=1))
    let_go = threading.Event()

    def hang(slug):
        if slug in hanging:
            let_go.wait(ENOUGH_S)
            raise TenantError(Code.SLOW, "no answer")

    country.before = hang
    healthy = [row.slug for row in country.rows[8:]]
    with Running(engine, country, workers=4):
        until(lambda: all(row.verified_equal for row in states(engine) if row.slug in healthy))
        assert sum(country.asked[slug] > 0 for slug in hanging) <= 2
        let_go.set()


def test_a_turn_that_breaks_in_any_way_ends_no_other_and_is_shown(engine):
    country = Country(engine, 3)
    broken = country.rows[0].slug

    def crash(slug):
        if slug == broken:
            raise ZeroDivisionError("sub:rahasia")

    country.before = crash
    with Running(engine, country):
        until(lambda: sum(bool(row.verified_equal) for row in states(engine)) == 2 and states(engine)[0].failures)
    row = next(row for row in states(engine) if row.slug == broken)
    assert (row.last_code, row.failures, row.lease_owner) == ("CRASHED", 1, None)
    assert "ZeroDivisionError" in row.last_error
    assert "rahasia" not in row.last_error


def test_a_tenant_whose_turns_killed_the_process_three_times_is_put_off_and_then_tried_once_more(engine, tenant):
    for number in range(3):
        run_transaction(engine, lambda conn, number=number: leases.claim(conn, tenant.id, f"dead-{number}", 1))
        with transaction(engine) as conn:
            conn.execute(update(tenant_table).values(lease_until=1))
    country = Country(engine, 0)
    country.fakes[tenant.id] = FakeTenant(tenant)
    with Running(engine, country):
        until(lambda: states(engine)[0].failures)
    row = states(engine)[0]
    assert (row.last_code, row.deaths, country.asked) == ("CRASHED", 2, Counter())
    with transaction(engine) as conn:
        assert tenants.due(conn, 5, failing=True) == []
        tenants.make_due(conn, [tenant.id])
    with Running(engine, country):
        until(lambda: states(engine)[0].verified_equal is not None or states(engine)[0].failures == 0)
    assert (states(engine)[0].deaths, country.asked[tenant.slug] > 0) == (0, True)


@pytest.mark.parametrize("step", [(daemon.tenants, "due"), (daemon.beats, "beat")], ids=["tick", "beat"])
@pytest.mark.parametrize(
    "error",
    [StoreUnavailableError("away"), RuntimeError("nobody foresaw this"), ProgrammingError("SELECT x", {}, Exception("no x"))],
    ids=lambda error: type(error).__name__,
)
def test_a_step_that_breaks_twice_in_any_way_costs_no_tenant_its_turn_and_ends_no_daemon(engine, monkeypatch, step, error):
    country, (room, name), broken = Country(engine, 5), step, [error] * 2
    real = getattr(room, name)

    def work(*args, **kwargs):
        if broken:
            raise broken.pop()
        return real(*args, **kwargs)

    monkeypatch.setattr(room, name, work)
    monkeypatch.setattr(daemon, "_BEAT_S", 1)
    with Running(engine, country):
        until(lambda: all(row.verified_equal for row in states(engine)))
        until(lambda: newest_beat(engine) is not None)
    assert broken == []


def test_a_daemon_that_lives_is_seen_and_one_that_ended_is_not(engine):
    with Running(engine, Country(engine, 0)):
        until(lambda: newest_beat(engine) is not None)
    assert newest_beat(engine) is None


def newest_beat(engine):
    with reading(engine) as conn:
        return beats.newest(conn)


def test_a_stop_ends_turns_at_the_next_page_and_gives_every_tenant_back(engine):
    country = Country(engine, 6)
    in_the_middle = threading.Barrier(5)
    first = threading.Event()

    def wait(slug):
        if not first.is_set():
            in_the_middle.wait(ENOUGH_S)

    country.before = wait
    running = Running(engine, country, workers=4)
    with running:
        # Four workers are inside a request now.
        in_the_middle.wait(ENOUGH_S)
        first.set()
    assert all(row.lease_owner is None for row in states(engine))
    assert all(row.deaths == 0 for row in states(engine))


def test_a_worker_that_does_not_come_back_does_not_keep_the_daemon(engine, monkeypatch):
    monkeypatch.setattr(daemon, "_DRAIN_S", 0.2)
    country = Country(engine, 1)
    inside, let_go = threading.Event(), threading.Event()

    def hang(slug):
        inside.set()
        let_go.wait(ENOUGH_S)

    country.before = hang
    with Running(engine, country):
        inside.wait(ENOUGH_S)
    row = states(engine)[0]
    assert (row.lease_owner, row.deaths) == (None, 0)
    let_go.set()
    until(lambda: not any(thread.name.startswith("worker-") for thread in threading.enumerate()))
    # What the late worker came back with was not written.
    assert states(engine)[0].last_tried_at is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_daemon(engine, number):
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    country = Country(engine, 1)
    country.before = lambda slug: os.kill(os.getpid(), number)
    try:
        Daemon(engine, country, SyncOptions(), 1, "daemon-1").run()
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert states(engine)[0].lease_owner is None


def test_what_is_old_is_forgotten_also_by_a_daemon_that_is_begun_anew_every_night(engine, tenant, monkeypatch):
    """It never runs for a day."""
    monkeypatch.setattr(syncs, "MOST_AT_ONCE", 10)
    monkeypatch.setattr("syncd.daemon.prune.MOST_AT_ONCE", 10)
    monkeypatch.setattr(flips, "MOST_AT_ONCE", 10)
    with transaction(engine) as conn:
        now = database_now_ms(conn)
        day = 24 * 3600 * 1000
        entry = {"tenant_id": tenant.id, "fence": 1, "owner": "x", "outcome": "ok", "notes": ""}
        entries = [entry | {"started_at": now - 2 * day} for _ in range(25)]
        entries += [
            entry | {"started_at": now - 2 * day, "notes": "kept"},
            entry | {"started_at": now - 91 * day, "notes": "old"},
        ]
        conn.execute(insert(sync), entries)
        change = {"tenant_id": tenant.id, "after": "fresh"}
        conn.execute(insert(flip), [change | {"at": now - days * day} for days in (*[91] * 25, 89)])
    country = Country(engine, 0)
    with Running(engine, country, workers=1):
        until(lambda: left(engine) == (1, 1))


def left(engine):
    """Entries and changes of state that are there and not of now."""
    with reading(engine) as conn:
        ago = database_now_ms(conn) - 3600 * 1000
        found = (select(func.count()).where(sync.c.started_at < ago), select(func.count()).where(flip.c.at < ago))
        return tuple(conn.execute(one).scalar() for one in found)
