"""Ends of sessions reach every tenant that can hear, at least once, and no tenant waits for another."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from syncd import clock, crashpoint
from syncd.errors import Code, TenantError
from syncd.health.realm import realm_health
from syncd.model.person import Person
from syncd.realm.logouts import LogoutRelay
from syncd.store import directory, joins, logouts, people, removal, tenants
from syncd.store.engine import reading, transaction
from syncd.store.invites import Invite

ISSUER = "https://masuk.example/realms/asn"


class Tenants:
    """Tenants as the relay meets them: some hear, some are away, some hang until they are let go."""

    def __init__(self):
        self.told, self.away, self.hanging = [], set(), set()
        self.let_go = threading.Event()

    def tell_logout(self, address, issuer, session, subject):
        assert issuer == ISSUER
        if address.slug in self.hanging:
            self.let_go.wait(30)
        if address.slug in self.away | self.hanging:
            raise TenantError(Code.SLOW, "it does not answer")
        self.told.append((address.slug, session, subject))


@pytest.fixture
def world(engine):
    made = Tenants()
    with transaction(engine) as conn:
        for number in range(12):
            applicant = joins.Applicant(f"{number:032x}", f"https://t{number}.example", "{}", "0" * 64, 1, "1", "4.5", "8.2")
            joins.join(conn, Invite(None, f"T{number}", "LAN"), applicant, 1)
    yield made
    made.let_go.set()


def ended(engine, slug, jti, session="sesi"):
    with transaction(engine) as conn:
        return logouts.receive(conn, tenants.by_slug(conn, slug).id, jti, session, "orang", clock.now_ms())


def relay_until(engine, world, holds):
    """Let the relay work until it is so, or fail after a while."""
    done, end = threading.Event(), clock.monotonic() + 30
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(LogoutRelay(engine, world, ISSUER).pass_on, done.is_set)
        try:
            while not holds():
                assert clock.monotonic() < end, (world.told, work)
                threading.Event().wait(0.05)
        finally:
            world.let_go.set()
            done.set()
        work.result(30)


def waiting(engine, slug):
    with reading(engine) as conn:
        return len(logouts.waiting(conn, tenants.by_slug(conn, slug).id, 1_000_000))


def test_every_end_is_told_once_in_the_order_it_came(engine, world):
    for number in range(5):
        assert ended(engine, "t0", f"j{number}", f"sesi{number}")
    assert not ended(engine, "t0", "j0")
    relay_until(engine, world, lambda: waiting(engine, "t0") == 0)
    assert world.told == [("t0", f"sesi{number}", "orang") for number in range(5)]


def test_a_tenant_that_was_away_is_told_when_it_is_back(engine, world):
    world.away.add("t1")
    ended(engine, "t1", "j")
    ended(engine, "t2", "j")
    relay_until(engine, world, lambda: ("t2", "sesi", "orang") in world.told)
    assert waiting(engine, "t1") == 1
    world.away.clear()
    with transaction(engine) as conn:
        conn.execute(text("UPDATE logout SET next_at = 0"))
    relay_until(engine, world, lambda: waiting(engine, "t1") == 0)
    assert ("t1", "sesi", "orang") in world.told


def test_tenants_that_hang_keep_none_of_the_others_waiting_once_they_are_known(engine, world):
    hanging = [f"t{number}" for number in range(4)]
    for slug in hanging:
        ended(engine, slug, "j")
    with transaction(engine) as conn:
        for slug in hanging:
            logouts.failed(conn, tenants.by_slug(conn, slug).id)
        conn.execute(text("UPDATE logout SET next_at = 0"))
    world.hanging.update(hanging)
    for number in range(4, 12):
        ended(engine, f"t{number}", "j")
    relay_until(engine, world, lambda: len({slug for slug, _, _ in world.told}) == 8)


def test_two_processes_tell_every_end_once(engine, world):
    for number in range(12):
        for end in range(4):
            ended(engine, f"t{number}", f"j{end}", f"sesi{end}")
    done = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(LogoutRelay(engine, world, ISSUER).pass_on, done.is_set) for _ in range(2)]
        try:
            end = clock.monotonic() + 60
            while sum(waiting(engine, f"t{number}") for number in range(12)):
                assert clock.monotonic() < end, world.told
                threading.Event().wait(0.05)
        finally:
            done.set()
        for each in work:
            each.result(30)
    assert sorted(world.told) == sorted((f"t{number}", f"sesi{end}", "orang") for number in range(12) for end in range(4))


def test_a_tenant_that_failed_is_left_alone_for_a_while_whatever_comes_for_it(engine, world):
    ended(engine, "t0", "j0")
    with transaction(engine) as conn:
        logouts.failed(conn, tenants.by_slug(conn, "t0").id)
    ended(engine, "t0", "j1")
    with reading(engine) as conn:
        assert logouts.due_tenants(conn, 10, failing=False) == []
        assert logouts.due_tenants(conn, 10, failing=True) == []


def test_what_a_process_left_behind_is_told_by_another_after_a_while(engine, world):
    ended(engine, "t0", "j0")
    with transaction(engine) as conn:
        tenant = tenants.by_slug(conn, "t0").id
        assert logouts.claim(conn, tenant)
        assert not logouts.claim(conn, tenant)
        assert logouts.due_tenants(conn, 10, failing=False) == []
        conn.execute(text("UPDATE logout SET next_at = next_at - 30000"))
        assert logouts.due_tenants(conn, 10, failing=False) == [tenant]
        assert logouts.claim(conn, tenant)


def test_a_relay_that_dies_after_telling_tells_again_and_loses_nothing(engine, world, monkeypatch):
    ended(engine, "t0", "j0", "satu")
    ended(engine, "t0", "j1", "dua")
    died = []

    def dies(place):
        if place == "logout:told" and not died:
            died.append(place)
            raise RuntimeError("the process ends here")

    monkeypatch.setattr(crashpoint, "reach", dies)
    relay_until(engine, world, lambda: waiting(engine, "t0") == 0)
    assert [session for _, session, _ in world.told] == ["satu", "satu", "dua"]


def test_of_a_person_who_may_not_sign_in_a_tenant_is_told_the_person_and_not_one_session(engine, world):
    with transaction(engine) as conn:
        directory.lock(conn)
        found = [Person("orang", "UJI", None, "aktif", enabled=False), Person("lain", "UJI", None, "aktif", enabled=True)]
        people.take(conn, found, {"aktif"}, clock.now_ms())
        tenant = tenants.by_slug(conn, "t0").id
        for subject in ("orang", "lain", None):
            logouts.receive(conn, tenant, f"jti-{subject}", "sesi", subject, clock.now_ms())
    relay_until(engine, world, lambda: waiting(engine, "t0") == 0)
    assert world.told == [("t0", None, "orang"), ("t0", "sesi", "lain"), ("t0", "sesi", None)]


def test_a_tenant_that_hears_nothing_for_a_while_is_named_where_the_operator_looks(engine, world):
    ended(engine, "t0", "j")
    ended(engine, "t1", "j")
    named = []
    for _ in range(6):
        with transaction(engine) as conn:
            named.append(realm_health(conn, clock.now_ms()).untold)
            logouts.failed(conn, tenants.by_slug(conn, "t0").id)
    assert named == [(), (), (), (), (), ("t0",)]
    with transaction(engine) as conn:
        assert "(t0)" in realm_health(conn, clock.now_ms()).sentences("en")[-1]
        logouts.answered(conn, tenants.by_slug(conn, "t0").id)
        assert realm_health(conn, clock.now_ms()).untold == ()


def test_a_tenant_that_left_takes_its_ends_along_and_stops_nobody(engine, world):
    ended(engine, "t0", "j")
    ended(engine, "t1", "j")
    with reading(engine) as conn:
        gone = tenants.by_slug(conn, "t0").id
    removal.remove(engine, gone)
    relay_until(engine, world, lambda: waiting(engine, "t1") == 0)
    assert [slug for slug, _, _ in world.told] == ["t1"]


def test_what_was_told_is_remembered_for_a_while_and_what_nobody_hears_is_given_up_after_a_month(engine, world):
    ended(engine, "t0", "j")
    relay_until(engine, world, lambda: waiting(engine, "t0") == 0)
    ended(engine, "t1", "j")
    day = 24 * 3600 * 1000
    with transaction(engine) as conn:
        assert logouts.prune(conn, clock.now_ms()) == 0
        assert conn.execute(text("SELECT COUNT(*) FROM logout")).scalar() == 2
        assert logouts.prune(conn, clock.now_ms() + day) == 0
        assert conn.execute(text("SELECT COUNT(*) FROM logout")).scalar() == 1
        assert logouts.prune(conn, clock.now_ms() + 31 * day) == 1


@pytest.mark.parametrize("ahead_ms", [365 * 24 * 3_600_000, -365 * 24 * 3_600_000])
def test_a_daemon_whose_clock_is_a_year_off_gives_up_no_end_and_forgets_none_it_told(engine, world, monkeypatch, ahead_ms):
    real = clock.now_ms
    ended(engine, "t0", "j")
    ended(engine, "t1", "j")
    world.away = {"t1"}
    monkeypatch.setattr(clock, "now_ms", lambda: real() + ahead_ms)
    relay_until(engine, world, lambda: waiting(engine, "t0") == 0)
    LogoutRelay(engine, world, ISSUER)._prune()
    assert waiting(engine, "t1") == 1
    with reading(engine) as conn:
        told = conn.execute(text("SELECT told_at FROM logout WHERE told_at IS NOT NULL")).scalars().all()
    assert [abs(at - real()) < 3_600_000 for at in told] == [True]


def test_tenants_that_hear_slowly_keep_half_of_the_workers_at_most_and_take_turns(engine, world, monkeypatch):
    """Each telling is within its time; a place would be theirs for as long as they have words."""
    passed, lock = threading.local(), threading.Lock()
    monkeypatch.setattr(clock, "monotonic", lambda: getattr(passed, "seconds", 0.0))
    slow, at_once, most, order = [f"t{number}" for number in range(10)], [set()], [0], []
    meet = threading.Event()

    def tell(address, _issuer, session, _subject):
        with lock:
            at_once[0].add(address.slug)
            most[0] = max(most[0], len(at_once[0] & set(slow)))
            order.append((address.slug, session))
        if address.slug in slow:
            meet.wait(0.05)
            passed.seconds = getattr(passed, "seconds", 0.0) + 6
        with lock:
            at_once[0].discard(address.slug)

    monkeypatch.setattr(world, "tell_logout", tell)
    for slug in slow:
        for number in range(6):
            ended(engine, slug, f"j{number}", f"sesi{number}")
    relay = LogoutRelay(engine, world, ISSUER)
    relay._slow = {tenant.id for tenant in listed(engine) if tenant.slug in slow}
    ended(engine, "t11", "j")
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(relay.pass_on, done.is_set)
        while sum(waiting(engine, slug) for slug in slow):
            assert not work.done()
            threading.Event().wait(0.05)
        done.set()
        work.result(30)
    assert most[0] <= 4
    assert ("t11", "sesi") in order[:5]
    # Three rounds of four places: nobody has a second round before all had their first.
    assert {slug for slug, _ in [one for one in order if one[0] in slow][:12]} == set(slow)


def listed(engine):
    with reading(engine) as conn:
        return tenants.list_tenants(conn)


def test_a_tenant_that_used_up_its_time_is_slow_until_it_is_quick_again(engine, world, monkeypatch):
    now, needs = [1000.0], [2.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])

    def tell(_address, _issuer, session, _subject):
        now[0] += needs[0]
        world.told.append(session)

    monkeypatch.setattr(world, "tell_logout", tell)
    for number in range(9):
        ended(engine, "t0", f"j{number}", f"sesi{number}")
    relay = LogoutRelay(engine, world, ISSUER)
    with reading(engine) as conn:
        tenant = tenants.by_slug(conn, "t0").id
    relay._tell(tenant, lambda: False)
    assert (len(world.told), relay._slow) == (3, {tenant})
    needs[0] = 0.1
    relay._tell(tenant, lambda: False)
    assert (len(world.told), relay._slow) == (9, set())


def test_a_host_whose_clock_is_a_year_ahead_drops_nothing_that_waits(engine, world, monkeypatch):
    ended(engine, "t0", "j")
    world.away.add("t0")
    year = 365 * 24 * 3600 * 1000
    monkeypatch.setattr(clock, "now_ms", lambda: int(time.time() * 1000) + year)
    relay = LogoutRelay(engine, world, ISSUER)
    relay._prune()
    assert waiting(engine, "t0") == 1


def test_telling_one_end_writes_one_row_however_many_wait(engine, world):
    for number in range(5):
        ended(engine, "t0", f"j{number}", f"sesi{number}")
    with transaction(engine) as conn:
        tenant = tenants.by_slug(conn, "t0").id
        logouts.claim(conn, tenant)
        before = conn.execute(text("SELECT id, next_at FROM logout ORDER BY id")).all()
        logouts.told(conn, before[0].id)
        assert conn.execute(text("SELECT id, next_at FROM logout ORDER BY id")).all() == before
