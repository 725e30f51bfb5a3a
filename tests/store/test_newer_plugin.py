"""A plugin newer than the centre: what the centre does not know is counted and shown once, and never refuses the rest."""

import pytest
from structlog.testing import capture_logs

from syncd.log import Event
from syncd.simulator.pages import Page
from syncd.store import syncs, tenants, unknown_parts
from syncd.store.engine import reading, transaction
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.fake_tenant import FakeTenant

NEW = {"columns": ["id", "minutes"], "rows": [[1, 10], [2, 20]], "gone": [3], "erased": []}


@pytest.fixture
def fake(tenant):
    fake = FakeTenant(tenant)
    fake.course(1)
    return fake


def turn(engine, tenant, fake):
    return sync_tenant(engine, fake, tenant.id, "daemon-1", SyncOptions(), prove=True)


def shown(engine, tenant):
    with reading(engine) as conn:
        return {row["name"]: row["rows"] for row in unknown_parts.of_tenant(conn, tenant.id)}


def with_a_new_kind(_ask, page):
    """The tenant's page with rows of a kind of tomorrow beside its own, and its digest."""
    if page.head["operation"] == "digest":
        return Page(page.head, page.rows | {"microlearning": {"count": 2, "high": 5, "low": 6, "buckets": None}}, page.tail)
    if page.head["operation"] == "changes" and page.head["stream"] == "catalogue" and page.rows:
        return Page(page.head, page.rows | {"microlearning": NEW}, page.tail | {"count": page.tail["count"] + 3})
    return page


def test_a_kind_that_nobody_knows_refuses_nothing_and_the_rest_is_proved_equal(engine, tenant, fake):
    turn(engine, tenant, fake)
    fake.change_page = with_a_new_kind
    for number in (2, 3):
        fake.course(number)
        result = turn(engine, tenant, fake)
        assert (result.outcome, result.tally.rows, result.verified_equal) == ("ok", 1, True)
    assert shown(engine, tenant) == {"microlearning": 6}


def test_what_nobody_knows_is_told_once_and_counted_again(engine, tenant, fake):
    turn(engine, tenant, fake)
    fake.change_page = with_a_new_kind
    fake.course(2)
    with capture_logs() as log:
        notes = [note for note in turn(engine, tenant, fake).notes if "microlearning" in note]
        fake.course(3)
        again = turn(engine, tenant, fake).notes
    assert len(notes) == 1
    assert "update syncd" in notes[0]
    assert not any("microlearning" in note for note in again)
    assert [one["names"] for one in log if one["event"] == Event.UNKNOWN_PART] == [["microlearning"]]
    with reading(engine) as conn:
        assert sum("microlearning" in row["notes"] for row in syncs.newest(conn, tenant.id, 10)) == 1


def test_a_tenant_is_remembered_with_few_unknown_names_whatever_it_sends(engine, tenant):
    with transaction(engine) as conn:
        first = unknown_parts.note(conn, tenant.id, {f"k{number}": 1 for number in range(15)}, 10)
        second = unknown_parts.note(conn, tenant.id, {f"m{number}": 1 for number in range(15)}, 20)
        third = unknown_parts.note(conn, tenant.id, {"k1": 4, "z": 1}, 30)
    assert (len(first), len(second), third) == (15, 5, [])
    assert shown(engine, tenant)["k1"] == 5


def test_whether_people_sign_in_at_a_site_is_known_from_its_last_answer(engine, tenant, fake):
    for said in (None, True, False, True):
        fake.sign_in = said
        turn(engine, tenant, fake)
        with reading(engine) as conn:
            assert tenants.by_id(conn, tenant.id).sign_in is said
