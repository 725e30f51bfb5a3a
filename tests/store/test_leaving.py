"""Whoever joins in a tenant's place, or after it, is not touched by what was begun about the one before."""

from dataclasses import replace

import pytest

from syncd.errors import JoinRefusedError, LeaseLostError
from syncd.model.rows import KindRows
from syncd.store import leases, removal, rows, syncs, tenants
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant, join
from tests.store.conftest import add_tenant

SITE = Applicant("a" * 32, "https://satu.example", '{"keys":[]}', "1" * 64, 7, "1.0", "4.5", "8.2")
OTHER = Applicant("b" * 32, "https://dua.example", '{"keys":[]}', "2" * 64, 7, "1.0", "4.5", "8.2")
ANYONE = Invite(None, "Pusat", "Lembaga")


def joined(engine, applicant, invite=ANYONE, now=5):
    with transaction(engine) as conn:
        return join(conn, invite, applicant, now)


def claimed(engine, tenant):
    return run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "daemon-1", 1))


def row_of(engine, tenant):
    with reading(engine) as conn:
        return tenants.by_id(conn, tenant.id)


def in_between(monkeypatch, does):
    """Let this happen once, after the first rows of a removal were deleted."""
    real, left = removal.run_transaction, [does]

    def run(engine, work):
        done = real(engine, work)
        if left and isinstance(done, int):
            left.pop()()
        return done

    monkeypatch.setattr(removal, "run_transaction", run)


def test_a_turn_that_was_under_way_when_another_site_took_the_tenants_place_stores_nothing_more(engine):
    tenant = joined(engine, SITE)
    claim = claimed(engine, tenant)
    joined(engine, replace(OTHER, url=SITE.url), Invite(tenant.id, "x", "y"))
    with pytest.raises(LeaseLostError), transaction(engine) as conn:
        leases.check_fence(conn, claim.lease)
    with reading(engine) as conn:
        assert [one["outcome"] for one in syncs.newest(conn, tenant.id, 5)] == ["lost"]
    assert claimed(engine, tenant).lease.fence > claim.lease.fence


def test_a_key_set_is_pinned_only_in_the_place_of_the_one_that_announced_it(engine):
    tenant = joined(engine, SITE)
    joined(engine, replace(OTHER, url=SITE.url), Invite(tenant.id, "x", "y"))
    with transaction(engine) as conn:
        assert not tenants.pin_jwks(conn, tenant.id, "of the one before", "f" * 64, instead_of=SITE.jwks_sha256)
        assert tenants.by_id(conn, tenant.id).jwks_sha256 == OTHER.jwks_sha256
        assert tenants.pin_jwks(conn, tenant.id, "its next", "e" * 64, instead_of=OTHER.jwks_sha256)


def test_a_site_whose_rows_are_still_being_deleted_cannot_join_again(engine, monkeypatch):
    tenant = joined(engine, SITE)
    refused = []

    def tries():
        with pytest.raises(JoinRefusedError) as caught, transaction(engine) as conn:
            join(conn, ANYONE, SITE, 6)
        refused.append(caught.value.status)

    in_between(monkeypatch, tries)
    removal.remove(engine, tenant.id)
    assert refused == [409]
    assert joined(engine, SITE).site == SITE.site


def test_a_removal_that_died_keeps_nobody_from_joining_for_longer_than_a_lease(engine):
    tenant = joined(engine, SITE)
    with transaction(engine) as conn:
        removal._begin(conn, tenant.id)
        conn.exec_driver_sql("UPDATE tenant SET lease_until = lease_until - 60000")
    assert joined(engine, SITE).id == tenant.id


def test_of_two_removals_at_once_one_deletes_and_neither_touches_who_joined_meanwhile(engine, monkeypatch):
    """SQLite gives the number of a tenant that is gone to the next one."""
    add_tenant(engine)
    leaving = joined(engine, SITE)
    came = []

    def all_of_it_happens():
        removal.remove(engine, leaving.id)
        came.append(joined(engine, OTHER))
        claim = claimed(engine, came[0])
        with transaction(engine) as conn:
            rows.apply_rows(conn, claim.lease, KindRows("completion", [(1, 1, "sub:a", 5)]), 1, 5)

    in_between(monkeypatch, all_of_it_happens)
    with pytest.raises(LeaseLostError):
        removal.remove(engine, leaving.id)
    assert row_of(engine, came[0]).site == OTHER.site
    with reading(engine) as conn:
        assert rows.count_live(conn, came[0].id, "completion") == 1
