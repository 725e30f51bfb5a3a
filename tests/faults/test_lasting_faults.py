"""A tenant that misbehaves is named with the right code, costs no row, and is equal again after one good turn."""

import pytest
from sqlalchemy import func, select

from syncd.errors import Code
from syncd.model.kinds import KINDS
from syncd.simulator.faults import FAULTS
from syncd.store import held, rejections
from syncd.store.engine import reading
from syncd.store.schema import rejection
from syncd.sync.compare import Verdict
from tests.faults.conftest import BROKEN, WELL

REFUSED = {name: fault for name, fault in FAULTS.items() if fault.shown}


def _stored(joined, number):
    return {kind: joined.stored(number, kind) for kind in KINDS}


def _change(joined, number):
    site = joined.world.tenants[number].site
    site.make_course("Pelatihan Baru", 1_760_000_000)
    site.delete_course(1)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_refused_answer_changes_nothing_and_the_next_good_turn_heals(joined, name):
    before = _stored(joined, BROKEN)
    _change(joined, BROKEN)
    joined.world.tenants[BROKEN].fault = FAULTS[name]
    result = joined.sync(BROKEN)
    assert (result.outcome, result.code) == ("failed", FAULTS[name].shown)
    assert result.error
    assert _stored(joined, BROKEN) == before
    assert joined.row(BROKEN).failures == 1

    joined.world.tenants[BROKEN].fault = None
    healed = joined.sync(BROKEN)
    assert (healed.outcome, healed.verified_equal) == ("ok", True)
    assert _stored(joined, BROKEN) == joined.truth(BROKEN)
    assert joined.row(BROKEN).failures == 0


@pytest.mark.parametrize("name", ["unknown_column", "duplicate_rows", "out_of_order", "clock_drift"])
def test_a_harmless_oddity_does_no_harm(joined, name):
    joined.world.tenants[BROKEN].fault = FAULTS[name]
    _change(joined, BROKEN)
    result = joined.sync(BROKEN)
    assert (result.outcome, result.verified_equal) == ("ok", True)
    assert _stored(joined, BROKEN) == joined.truth(BROKEN)


def test_a_broken_tenant_does_not_touch_another(joined):
    _change(joined, WELL)
    joined.world.tenants[BROKEN].fault = FAULTS["wrong_key"]
    before = _stored(joined, BROKEN)
    joined.sync(BROKEN)
    assert joined.sync(WELL).verified_equal
    assert _stored(joined, WELL) == joined.truth(WELL)
    assert _stored(joined, BROKEN) == before


def test_a_word_where_a_time_belongs_rejects_the_row_and_keeps_the_page(joined):
    tenant = joined.world.tenants[BROKEN]
    course = tenant.site.make_course("Salah Tipe", 1_760_000_000)
    tenant.fault = FAULTS["wrong_type"]
    result = joined.sync(BROKEN)
    assert result.outcome == "ok"
    assert result.verified_equal is False
    with reading(joined.engine) as conn:
        refused = rejections.newest(conn, joined.ids[BROKEN], 5)
    assert ("course", course, "created") in [(row["kind"], row["row_id"], row["field"]) for row in refused]
    tenant.fault = None
    assert joined.sync(BROKEN).verified_equal
    assert _stored(joined, BROKEN) == joined.truth(BROKEN)
    with reading(joined.engine) as conn:
        assert conn.execute(select(func.count()).select_from(rejection)).scalar() == 0


def test_a_site_that_reads_as_empty_loses_nothing_until_that_is_confirmed(joined):
    _change(joined, BROKEN)
    joined.sync(BROKEN)
    before = _stored(joined, BROKEN)
    joined.world.tenants[BROKEN].fault = FAULTS["empty_snapshot"]
    result = joined.sync(BROKEN)
    assert result.verified_equal is False
    assert {kind: before[kind] for kind in ("enrolment", "completion")} == {
        kind: joined.stored(BROKEN, kind) for kind in ("enrolment", "completion")
    }
    with reading(joined.engine) as conn:
        assert {"enrolment", "completion"} <= held.of_tenant(conn, joined.ids[BROKEN]).keys()
    joined.world.tenants[BROKEN].fault = None
    assert joined.sync(BROKEN).verified_equal
    assert _stored(joined, BROKEN) == joined.truth(BROKEN)
    with reading(joined.engine) as conn:
        assert held.of_tenant(conn, joined.ids[BROKEN]) == {}


def test_a_tenant_that_never_ends_does_not_hold_a_turn_beyond_its_budget(joined):
    before = _stored(joined, BROKEN)
    joined.world.tenants[BROKEN].fault = FAULTS["endless_more"]
    result = joined.turn(BROKEN)
    assert result.outcome in ("partial", "failed")
    assert _stored(joined, BROKEN) == before
    joined.world.tenants[BROKEN].fault = None
    assert joined.sync(BROKEN).verified_equal


def test_a_lying_digest_is_never_green(joined):
    joined.world.tenants[BROKEN].fault = FAULTS["lying_digest"]
    _change(joined, BROKEN)
    result = joined.sync(BROKEN)
    assert not result.verified_equal
    joined.world.tenants[BROKEN].fault = None
    assert joined.sync(BROKEN, prove=True).verified_equal
    assert joined.compare(BROKEN).verdict is Verdict.EQUAL


def test_every_code_of_the_fault_table_is_a_code_of_a_sync():
    assert {fault.shown for fault in REFUSED.values()} <= set(Code)
