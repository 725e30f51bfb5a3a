"""Each change of a tenant's state is one row and one line of the log, whoever looks and however often."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from syncd.health.flips import follow
from syncd.log import Event
from syncd.store import flips
from syncd.store.dbclock import DatabaseNow
from syncd.store.engine import reading, transaction
from syncd.store.schema import tenant as tenant_table
from tests.store.conftest import add_tenant


@pytest.fixture
def tenant(engine):
    row = add_tenant(engine)
    follow(engine)
    return row


def become(engine, tenant, **values: object) -> None:
    with transaction(engine) as conn:
        conn.execute(update(tenant_table).where(tenant_table.c.id == tenant.id).values(**values))


def known(engine, tenant) -> list[tuple[str | None, str, str | None]]:
    with reading(engine) as conn:
        return [(one["before"], one["after"], one["code"]) for one in reversed(flips.newest(conn, tenant.id, 9))]


def test_each_change_of_state_is_one_row_and_one_line(engine, tenant):
    with capture_logs() as logged:
        become(engine, tenant, last_ok_at=DatabaseNow(), verified_at=DatabaseNow(), verified_equal=True)
        follow(engine)
        follow(engine)
        become(engine, tenant, failures=1, last_code="DOWN")
        assert follow(engine, tenant.id) == 1
        become(engine, tenant, failures=2, last_code="SLOW")
        assert follow(engine) == 0
    assert known(engine, tenant) == [(None, "new", None), ("new", "fresh", None), ("fresh", "failing", "DOWN")]
    assert [(one["event"], one["before"], one["after"], one["log_level"]) for one in logged] == [
        (Event.STATE_CHANGED, "new", "fresh", "info"),
        (Event.STATE_CHANGED, "fresh", "failing", "warning"),
    ]


def test_a_tenant_that_grows_late_by_time_alone_is_noted(engine, tenant):
    become(engine, tenant, last_ok_at=DatabaseNow() - 600_500, verified_at=DatabaseNow(), verified_equal=True)
    follow(engine)
    assert known(engine, tenant)[-1] == ("new", "late", None)


def test_many_who_look_at_once_note_a_change_once(engine, tenant):
    become(engine, tenant, failures=1, last_code="DOWN")
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: follow(engine), range(4)))
    assert sum(counts) == 1
    assert len(known(engine, tenant)) == 2


def test_changes_are_forgotten_after_ninety_days_and_with_their_tenant(engine, tenant):
    day = 24 * 3600 * 1000
    with transaction(engine) as conn:
        now = flips.newest(conn, tenant.id, 1)[0]["at"]
        assert flips.prune(conn, now + 90 * day) == 0
        assert flips.prune(conn, now + 90 * day + 1) == 1
