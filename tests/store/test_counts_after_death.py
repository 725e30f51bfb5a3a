"""What a turn stored before its process died is counted by the next turn, whoever tidied up after the dead one."""

import pytest
from sqlalchemy import update

from syncd import crashpoint
from syncd.store import leases, rows
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction
from syncd.store.schema import tenant as tenant_table
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.fake_tenant import FakeTenant
from tests.store.test_sync import Centre


class DiedError(BaseException):
    """The process ended here."""


def _nobody(conn, now):
    """The next turn itself finds the dead one's lease."""


def _another_daemon(conn, now):
    assert leases.bury(conn, "dead", now)


def _the_process_itself(conn, now):
    leases.release_all(conn, "dead", now)


def die_once_stored(engine, tenant_id, name):
    if name == "after commit" and live(engine, tenant_id) == 2:
        raise DiedError


def live(engine, tenant_id):
    with reading(engine) as conn:
        return rows.count_live(conn, tenant_id, "completion")


@pytest.mark.parametrize("tidy_up", [_nobody, _another_daemon, _the_process_itself])
def test_the_counts_are_those_of_the_rows_after_a_turn_that_never_came_to_its_end(engine, tenant, monkeypatch, tidy_up):
    centre, fake = Centre(engine, tenant), FakeTenant(tenant)
    fake.completion(1)
    centre.turn(fake)
    fake.completion(2)
    monkeypatch.setattr(crashpoint, "hook", lambda name: die_once_stored(engine, tenant.id, name))
    with pytest.raises(DiedError):
        sync_tenant(engine, fake, tenant.id, "dead", SyncOptions())
    monkeypatch.setattr(crashpoint, "hook", None)
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).values(lease_until=1))
        tidy_up(conn, database_now_ms(conn))
    # Nothing has changed at the tenant since: this turn stores no row.
    assert centre.turn(fake).outcome == "ok"
    with reading(engine) as conn:
        assert rows.live_counts(conn, tenant.id)["completion"] == 2
