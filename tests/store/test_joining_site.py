"""A site that is asked between the centre's answer to its join and its own note of it."""

import pytest
from sqlalchemy import update

from syncd.errors import Code, TenantError
from syncd.health.staleness import State
from syncd.health.summary import summarise
from syncd.store import joins, syncs
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction
from syncd.store.invites import Invite
from syncd.store.schema import tenant as tenant_table
from tests.fake_tenant import FakeTenant

WAITS_S = 5


@pytest.fixture
def fake(tenant):
    return FakeTenant(tenant)


def joined(engine, seconds_ago, *, tried=True):
    with transaction(engine) as conn:
        now = database_now_ms(conn)
        conn.execute(update(tenant_table).values(joined_at=now - seconds_ago * 1000, last_tried_at=now if tried else None))


def refused(centre, fake):
    """How a turn ends in which the site calls itself no member, the row after it, its wait, and what is shown."""
    fake.fails = [TenantError(Code.AUTH, "it is no member")]
    result, row = centre.turn(fake), centre.tenant()
    with reading(centre.engine) as conn:
        (shown,) = summarise(conn, database_now_ms(conn)).tenants
    return result, row, (row.next_sync_at - row.last_tried_at) / 1000, shown


@pytest.mark.parametrize(("seconds_ago", "tried"), [(0, False), (0, True), (50, True), (3600, False)])
def test_a_site_that_has_just_joined_and_is_no_member_yet_is_asked_again_at_once_and_is_no_failure(
    engine, centre, fake, seconds_ago, tried
):
    joined(engine, seconds_ago, tried=tried)
    result, row, wait_s, shown = refused(centre, fake)
    assert (result.outcome, result.code, wait_s) == ("partial", "AUTH", WAITS_S)
    assert (row.failures, row.last_code, shown.state, shown.code) == (0, None, State.NEW, None)
    with reading(engine) as conn:
        (told,) = syncs.newest(conn, centre.id, 5)
    assert (told["outcome"], told["error"]) == ("partial", None), "what the tenant admin reads"
    assert centre.turn(fake).verified_equal is True


def test_a_site_that_refuses_us_later_is_a_failure_and_asked_seldom(engine, centre, fake):
    joined(engine, 3600)
    result, row, wait_s, shown = refused(centre, fake)
    assert (result.outcome, row.failures, shown.state, shown.code) == ("failed", 1, State.FAILING, "AUTH")
    assert wait_s >= 900


def test_a_site_that_has_just_joined_and_is_down_is_down(engine, centre, fake):
    joined(engine, 0)
    fake.fails = [TenantError(Code.DOWN, "nobody there")]
    assert centre.turn(fake).outcome == "failed"
    assert centre.tenant().last_code == Code.DOWN


def test_a_site_that_joins_once_more_is_asked_again_at_once_too(engine, tenant, centre, fake):
    joined(engine, 3600)
    with transaction(engine) as conn:
        again = joins.Applicant(tenant.site, tenant.url, tenant.jwks, tenant.jwks_sha256, 1, "1.0", "4.5", "8.2")
        joins.join(conn, Invite(tenant.id, "x", "y"), again, database_now_ms(conn))
    waits = [refused(centre, fake)[2] for _ in range(2)]
    assert waits[0] == WAITS_S
    assert waits[1] >= 900
