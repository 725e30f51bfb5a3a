"""A site that is asked between the centre's answer to its join and its own note of it."""

import pytest
from sqlalchemy import update

from syncd.errors import Code, TenantError
from syncd.store import joins, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction
from syncd.store.invites import Invite
from syncd.store.schema import tenant as tenant_table
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.fake_tenant import FakeTenant


@pytest.mark.parametrize(("joined_s_ago", "least_s", "most_s"), [(0, 5, 5), (3600, 900, 3600)])
def test_a_site_that_has_just_joined_and_is_no_member_yet_is_asked_again_at_once(engine, tenant, joined_s_ago, least_s, most_s):
    with transaction(engine) as conn:
        now = database_now_ms(conn)
        conn.execute(update(tenant_table).values(joined_at=now - joined_s_ago * 1000, last_tried_at=now))
    fake = FakeTenant(tenant)
    fake.fails = [TenantError(Code.AUTH, "it is no member")]
    assert sync_tenant(engine, fake, tenant.id, "daemon-1", SyncOptions()).outcome == "failed"
    with reading(engine) as conn:
        row = tenants.by_id(conn, tenant.id)
    assert least_s * 1000 <= row.next_sync_at - row.last_tried_at <= most_s * 1000


def test_a_site_that_joins_once_more_is_asked_again_at_once_too(engine, tenant):
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).values(joined_at=5, last_tried_at=database_now_ms(conn)))
        again = joins.Applicant(tenant.site, tenant.url, tenant.jwks, tenant.jwks_sha256, 1, "1.0", "4.5", "8.2")
        joins.join(conn, Invite(tenant.id, "x", "y"), again, database_now_ms(conn))
    fake = FakeTenant(tenant)
    waits = []
    for _ in range(2):
        fake.fails = [TenantError(Code.AUTH, "it is no member")]
        assert sync_tenant(engine, fake, tenant.id, "daemon-1", SyncOptions()).outcome == "failed"
        with reading(engine) as conn:
            row = tenants.by_id(conn, tenant.id)
        waits.append((row.next_sync_at - row.last_tried_at) // 1000)
    assert waits[0] == 5
    assert waits[1] >= 900
