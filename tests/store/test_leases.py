"""One worker at a time writes a tenant, and one that was overtaken writes nothing more."""

import threading

import pytest
from sqlalchemy import update

from syncd.errors import LeaseLostError
from syncd.model.tenant import Pause
from syncd.store import beats, leases, syncs, tenants
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.schema import tenant as tenant_table
from tests.store.conftest import add_tenant


def claim(engine, tenant, owner="daemon-1"):
    return run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, owner, 1_000))


def expire(engine, tenant, ago_ms=1):
    """The lease's end has come."""
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).where(tenant_table.c.id == tenant.id).values(lease_until=ago_ms))


def row_of(engine, tenant):
    with reading(engine) as conn:
        return tenants.by_id(conn, tenant.id)


def due(engine, *, failing=False):
    with reading(engine) as conn:
        return [row.id for row in tenants.due(conn, 10, failing=failing)]


def test_a_leased_tenant_cannot_be_claimed_and_is_not_due(engine, tenant):
    assert due(engine) == [tenant.id]
    assert claim(engine, tenant) is not None
    assert claim(engine, tenant, "daemon-2") is None
    assert claim(engine, tenant) is None
    assert due(engine) == []


def test_of_many_that_claim_at_once_one_wins(engine, tenant):
    found = []
    barrier = threading.Barrier(8)

    def run(number):
        barrier.wait()
        found.append(claim(engine, tenant, f"daemon-{number}"))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in found if one is not None]) == 1


def test_an_expired_lease_can_be_taken_over_and_the_old_owner_commits_nothing(engine, tenant):
    old = claim(engine, tenant)
    expire(engine, tenant)
    new = claim(engine, tenant, "daemon-2")
    assert new.lease.fence == old.lease.fence + 1

    def write(conn):
        tenants.pin_jwks(conn, tenant.id, "forged", "f" * 64, instead_of=str(tenant.jwks_sha256))
        leases.check_fence(conn, old.lease)

    with pytest.raises(LeaseLostError):
        run_transaction(engine, write)
    assert row_of(engine, tenant).jwks == tenant.jwks
    with transaction(engine) as conn:
        leases.check_fence(conn, new.lease)


def test_the_old_owner_cannot_give_back_what_is_not_his(engine, tenant):
    old = claim(engine, tenant)
    expire(engine, tenant)
    claim(engine, tenant, "daemon-2")
    with pytest.raises(LeaseLostError), transaction(engine) as conn:
        leases.finish(conn, old.lease, 0, {"failures": 9})
    assert (row_of(engine, tenant).lease_owner, row_of(engine, tenant).failures) == ("daemon-2", 0)


def test_nobody_takes_over_between_the_check_and_the_commit(engine, tenant):
    """The check locks the tenant row: a takeover waits for the commit and then finds the lease prolonged."""
    mine = claim(engine, tenant)
    expire(engine, tenant)
    outcome = []
    started = threading.Event()

    def overtake():
        started.set()
        outcome.append(claim(engine, tenant, "daemon-2"))

    thread = threading.Thread(target=overtake)
    with transaction(engine) as conn:
        leases.check_fence(conn, mine.lease)
        thread.start()
        started.wait()
        tenants.pin_jwks(conn, tenant.id, "new", "a" * 64, instead_of=str(tenant.jwks_sha256))
    thread.join()
    assert outcome == [None]
    assert row_of(engine, tenant).jwks == "new"


def test_an_expired_lease_that_nobody_took_still_holds(engine, tenant):
    mine = claim(engine, tenant)
    expire(engine, tenant)
    with transaction(engine) as conn:
        leases.check_fence(conn, mine.lease)
    assert claim(engine, tenant, "daemon-2") is None


def test_only_turns_under_way_are_prolonged(engine, tenant):
    other = add_tenant(engine)
    claim(engine, tenant)
    claim(engine, other)
    expire(engine, tenant)
    expire(engine, other)
    with transaction(engine) as conn:
        assert leases.renew(conn, "daemon-1", [tenant.id]) == 1
    assert claim(engine, tenant, "daemon-2") is None
    assert claim(engine, other, "daemon-2") is not None


def test_a_lease_from_a_clock_far_ahead_does_not_last_for_ever(engine, tenant):
    claim(engine, tenant)
    expire(engine, tenant, 9 * 10**15)
    assert claim(engine, tenant, "daemon-2") is not None


def test_a_due_time_from_a_clock_far_ahead_does_not_put_a_tenant_off_for_ever(engine, tenant):
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).values(next_sync_at=9 * 10**15))
    assert due(engine) == [tenant.id]


def test_a_turn_that_ended_without_release_counts_as_a_death(engine, tenant):
    for deaths in range(3):
        assert claim(engine, tenant, f"daemon-{deaths}").tenant.deaths == deaths
        expire(engine, tenant)


def test_a_process_that_lives_has_not_died(engine, tenant):
    claim(engine, tenant)
    expire(engine, tenant)
    assert claim(engine, tenant).tenant.deaths == 0


def test_an_orderly_end_of_the_daemon_is_no_death_and_shuts_out_what_it_left_running(engine, tenant):
    mine = claim(engine, tenant)
    with transaction(engine) as conn:
        leases.release_all(conn, "daemon-1", 9)
    with pytest.raises(LeaseLostError), transaction(engine) as conn:
        leases.check_fence(conn, mine.lease)
    assert claim(engine, tenant, "daemon-2").tenant.deaths == 0


def test_a_sync_that_a_dead_process_left_is_called_lost(engine, tenant):
    claim(engine, tenant)
    expire(engine, tenant)
    claim(engine, tenant, "daemon-2")
    with reading(engine) as conn:
        assert [entry["outcome"] for entry in syncs.newest(conn, tenant.id, 5)] == ["running", "lost"]


def test_lans_pause_stops_the_asking_and_a_tenants_pause_does_not(engine, tenant):
    with transaction(engine) as conn:
        tenants.pause(conn, tenant.id, Pause.TENANT)
    assert due(engine) == [tenant.id]
    with transaction(engine) as conn:
        tenants.pause(conn, tenant.id, Pause.LAN)
        tenants.pause(conn, tenant.id, Pause.TENANT)
        tenants.resume(conn, tenant.id, Pause.TENANT)
    assert due(engine) == []
    with transaction(engine) as conn:
        tenants.resume(conn, tenant.id, Pause.LAN)
    assert due(engine) == [tenant.id]


def test_failing_tenants_are_due_apart_from_the_others(engine, tenant):
    other = add_tenant(engine)
    mine = claim(engine, other)
    with transaction(engine) as conn:
        leases.finish(conn, mine.lease, 0, {"failures": 2})
    assert due(engine) == [tenant.id]
    assert due(engine, failing=True) == [other.id]


def test_a_tenant_is_due_again_after_its_delay_only(engine, tenant):
    mine = claim(engine, tenant)
    with transaction(engine) as conn:
        leases.finish(conn, mine.lease, 60_000, {})
    assert due(engine) == []
    with transaction(engine) as conn:
        tenants.make_due(conn, [tenant.id])
    assert due(engine) == [tenant.id]


def test_the_newest_beat_of_all_daemons_is_known(engine):
    with transaction(engine) as conn:
        beats.beat(conn, "daemon-1", "1", 100)
        beats.beat(conn, "daemon-2", "1", 200)
        beats.beat(conn, "daemon-1", "1", 300)
    with reading(engine) as conn:
        assert beats.newest(conn) == 300
    with transaction(engine) as conn:
        beats.leave(conn, "daemon-1")
        assert beats.newest(conn) == 200
        beats.beat(conn, "daemon-3", "1", 200 + 25 * 3600 * 1000)
        beats.leave(conn, "daemon-3")
        assert beats.newest(conn) is None


def test_quiet_syncs_are_forgotten_after_a_day_and_all_after_ninety(engine, tenant):
    day = 24 * 3600 * 1000
    now = 200 * day
    for started, rows in ((now - 91 * day, 5), (now - 2 * day, 5), (now - 2 * day, 0), (now - 1, 0)):
        mine = run_transaction(engine, lambda conn, started=started: leases.claim(conn, tenant.id, "daemon-1", started))
        with transaction(engine) as conn:
            syncs.close(conn, mine.sync_id, "ok", started + 1, syncs.Tally(rows=rows))
            leases.finish(conn, mine.lease, 0, {})
    with transaction(engine) as conn:
        assert syncs.prune(conn, now) == 2
        assert [(entry["started_at"], entry["rows"]) for entry in syncs.newest(conn, tenant.id, 9)] == [
            (now - 1, 0),
            (now - 2 * day, 5),
        ]
