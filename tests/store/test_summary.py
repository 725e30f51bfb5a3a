"""All tenants at a glance, in few queries."""

import pytest
from sqlalchemy import event, update

from syncd.health.staleness import State
from syncd.health.summary import summarise
from syncd.model.rows import KindRows, Rejection
from syncd.model.tenant import Pause
from syncd.store import beats, held, leases, rows, tenants
from syncd.store.engine import reading, run_transaction, transaction
from syncd.store.held import HeldDeletion
from syncd.store.schema import tenant as tenant_table
from tests.store.conftest import add_tenant

NOW = 10_000_000


@pytest.fixture
def filled(engine):
    first, second = add_tenant(engine), add_tenant(engine)
    claim = run_transaction(engine, lambda conn: leases.claim(conn, first.id, "daemon-1", 1))
    refused = [Rejection(9, "learner", "not_a_learner", "", 1, 2)]
    with transaction(engine) as conn:
        page = KindRows("completion", [(number, 1, "sub:a", 5) for number in range(1, 4)], rejections=refused)
        rows.apply_rows(conn, claim.lease, page, 1, 5)
        rows.refresh_live_counts(conn, first.id, ["completion", "course"])
        held.hold(conn, first.id, HeldDeletion("completion", 1, 30, 40, 5))
        tenants.pause(conn, second.id, Pause.LAN)
        conn.execute(
            update(tenant_table)
            .where(tenant_table.c.id == first.id)
            .values(last_ok_at=NOW - 60_000, verified_equal=False, verified_at=NOW - 5_000)
        )
        beats.beat(conn, "daemon-1", "1", NOW - 91_000)
    return first, second


def test_every_tenant_is_there_with_its_state_counts_and_reason(engine, filled):
    with reading(engine) as conn:
        found = summarise(conn, NOW)
    one, two = found.tenants
    assert (one.slug, one.state, one.courses, one.completions, one.rejections, one.held) == (
        filled[0].slug,
        State.FAILING,
        None,
        3,
        1,
        30,
    )
    assert (one.age_s, one.verified, one.verified_age_s, one.code) == (60, False, 5, "MASS_DELETE_HELD")
    assert "operator LAN" in one.sentence()
    assert "LAN operator" in one.sentence("en")
    assert (two.state, two.completions, two.age_s) == (State.PAUSED, None, None)
    assert (found.daemon_age_s, found.daemon_down) == (91, True)


def test_the_number_of_queries_does_not_grow_with_the_tenants(engine, filled):
    for _ in range(20):
        add_tenant(engine)
    statements = []
    listen = lambda conn, cursor, statement, *_: statements.append(statement)  # noqa: E731
    with reading(engine) as conn:
        event.listen(engine, "before_cursor_execute", listen)
        assert len(summarise(conn, NOW).tenants) == 22
        event.remove(engine, "before_cursor_execute", listen)
    assert len([statement for statement in statements if statement != "BEGIN"]) == 3


def test_without_any_beat_the_daemon_is_down(engine):
    with reading(engine) as conn:
        found = summarise(conn, NOW)
    assert (found.tenants, found.daemon_age_s, found.daemon_down) == ([], None, True)
