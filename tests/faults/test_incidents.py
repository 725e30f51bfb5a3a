"""What happens to a site once, resets, restores, lost logs, new keys, is survived without a human."""

from random import Random

import pytest

from syncd.model.kinds import KINDS
from syncd.model.tenant import Pause
from syncd.simulator.faults import FAULTS
from syncd.simulator.incidents import INCIDENTS
from syncd.store import held, rejections, tenants
from syncd.store.engine import reading, transaction
from syncd.sync.compare import Verdict
from tests.faults.conftest import BROKEN, CONSENTED, WELL


def _stored(joined, number):
    return {kind: joined.stored(number, kind) for kind in KINDS}


def _equal(joined, number):
    assert joined.sync(number).verified_equal
    assert _stored(joined, number) == joined.truth(number)


def _busy(joined, number, acts=12):
    """Courses come and go on this tenant."""
    site = joined.world.tenants[number].site
    for turn in range(acts):
        course = site.make_course(f"Pelatihan {turn}", 1_760_000_000 + turn)
        if "learning" in joined.world.tenants[number].streams:
            site.complete(course, f"anon:{turn:032x}", 1_760_000_000 + turn)
        if turn % 3 == 0:
            site.delete_course(course)


def test_a_restored_backup_takes_back_what_was_younger(joined):
    tenant = joined.world.tenants[BROKEN]
    INCIDENTS["back_up"](tenant)
    lost = tenant.site.make_course("Lahir setelah cadangan", 1_760_000_000)
    _equal(joined, BROKEN)
    INCIDENTS["restore"](tenant)
    _equal(joined, BROKEN)
    assert lost not in joined.stored(BROKEN, "course")


def test_a_restored_backup_that_has_grown_past_the_cursor_is_noticed(joined):
    tenant = joined.world.tenants[BROKEN]
    _busy(joined, BROKEN, 2)
    joined.sync(BROKEN)
    INCIDENTS["back_up"](tenant)
    lost = tenant.site.make_course("Lahir setelah cadangan", 1_760_000_000)
    _equal(joined, BROKEN)
    INCIDENTS["restore"](tenant)
    _busy(joined, BROKEN)
    _equal(joined, BROKEN)
    assert joined.stored(BROKEN, "course").get(lost, (0, ""))[1] != "Lahir setelah cadangan"


def test_a_pruned_log_is_answered_by_a_snapshot(joined):
    _busy(joined, BROKEN)
    INCIDENTS["prune"](joined.world.tenants[BROKEN])
    _equal(joined, BROKEN)


def test_a_new_epoch_reads_everything_afresh(joined):
    INCIDENTS["new_epoch"](joined.world.tenants[BROKEN])
    _equal(joined, BROKEN)


def test_a_reset_site_does_not_empty_the_centre_at_once(joined):
    before = _stored(joined, BROKEN)
    assert len(before["enrolment"]) > 20
    INCIDENTS["reset"](joined.world.tenants[BROKEN])
    assert joined.sync(BROKEN).verified_equal is False
    assert joined.stored(BROKEN, "enrolment") == before["enrolment"]
    assert joined.compare(BROKEN).verdict is Verdict.DIFFERENT


def test_a_poison_row_is_rejected_alone_and_the_tenant_stays_equal(joined):
    tenant = joined.world.tenants[BROKEN]
    INCIDENTS["poison_row"](tenant)
    course = tenant.site.make_course("Sehat", 1_760_000_000)
    result = joined.sync(BROKEN)
    assert (result.outcome, result.verified_equal, result.tally.rejected) == ("ok", True, 1)
    assert course in joined.stored(BROKEN, "course")
    with reading(joined.engine) as conn:
        (refused,) = rejections.newest(conn, joined.ids[BROKEN], 5)
    assert (refused["kind"], refused["field"]) == ("course", "title")
    assert joined.compare(BROKEN).verdict is Verdict.EQUAL
    tenant.site.rename_course(refused["row_id"], "Diperbaiki")
    _equal(joined, BROKEN)
    with reading(joined.engine) as conn:
        assert rejections.newest(conn, joined.ids[BROKEN], 5) == []


def test_nothing_but_poison_moves_the_cursor_all_the_same_and_takes_no_good_row_along(joined):
    tenant = joined.world.tenants[BROKEN]
    INCIDENTS["poison_all"](tenant)
    courses = len(tenant.site.rows("course"))
    first, second = joined.sync(BROKEN), joined.sync(BROKEN)
    assert (first.outcome, first.tally.rejected) == ("ok", courses)
    assert (second.outcome, second.tally.requests, second.tally.rejected) == ("ok", 1, 0)
    assert joined.compare(BROKEN).verdict is Verdict.DIFFERENT
    with reading(joined.engine) as conn:
        assert held.of_tenant(conn, joined.ids[BROKEN])["course"].count == courses


def test_keys_are_rotated_without_anybody_joining_again(joined):
    tenant = joined.world.tenants[BROKEN]
    for step in ("publish_key", "switch_key", "retire_key"):
        INCIDENTS[step](tenant)
        _equal(joined, BROKEN)
    assert joined.row(BROKEN).jwks == tenant.jwks


def test_a_key_switched_before_it_was_seen_is_not_believed(joined):
    tenant = joined.world.tenants[BROKEN]
    INCIDENTS["publish_key"](tenant)
    INCIDENTS["switch_key"](tenant)
    assert joined.sync(BROKEN).code == "WRONG_SITE"


def test_a_paused_tenant_keeps_its_rows_and_goes_on_later(joined):
    tenant = joined.world.tenants[BROKEN]
    before = _stored(joined, BROKEN)
    INCIDENTS["pause"](tenant)
    _busy(joined, BROKEN)
    joined.sync(BROKEN)
    assert joined.row(BROKEN).paused_by is Pause.TENANT
    assert _stored(joined, BROKEN) == before
    assert joined.compare(BROKEN).verdict is Verdict.PAUSED
    INCIDENTS["resume"](tenant)
    _equal(joined, BROKEN)
    assert joined.row(BROKEN).paused_by is None


def test_withdrawn_consent_keeps_what_there_is_and_new_consent_reads_afresh(joined):
    tenant = joined.world.tenants[CONSENTED]
    before = _stored(joined, CONSENTED)
    INCIDENTS["withdraw_consent"](tenant)
    _busy(joined, CONSENTED)
    joined.sync(CONSENTED)
    assert joined.stored(CONSENTED, "enrolment") == before["enrolment"]
    INCIDENTS["consent"](tenant)
    _equal(joined, CONSENTED)


def test_two_sites_with_the_same_ids_do_not_overwrite_each_other(joined):
    assert joined.stored(BROKEN, "course").keys() & joined.stored(WELL, "course").keys()
    for number in (BROKEN, WELL):
        assert _stored(joined, number) == joined.truth(number)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_mixture_of_faults_and_changes_everything_is_equal_again(joined, seed):
    rng = Random(seed)
    quick = sorted(FAULTS.keys() - {"hang", "drip", "endless_more", "gzip_bomb", "empty_snapshot"})
    for _ in range(12):
        joined.world.step(10)
        number = rng.choice(list(joined.ids))
        joined.world.tenants[number].fault = FAULTS[rng.choice(quick)]
        joined.sync(number)
        joined.world.tenants[number].fault = None
        INCIDENTS[rng.choice(["prune", "new_epoch", "poison_row", "publish_key", "back_up"])](joined.world.tenants[number])
        joined.sync(rng.choice(list(joined.ids)))
    for number in joined.ids:
        with transaction(joined.engine) as conn:
            tenants.resume(conn, joined.ids[number], Pause.LAN)
        joined.sync(number)
        result = joined.sync(number, prove=True)
        assert (result.outcome, result.verified_equal) == ("ok", True), result
        good = {
            kind: {row_id: row for row_id, row in rows.items() if "\x07" not in str(row[1])}
            for kind, rows in joined.truth(number).items()
        }
        assert _stored(joined, number) == good
