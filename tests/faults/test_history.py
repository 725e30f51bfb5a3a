"""Rows C: what happens to a tenant's history, to the cursor, and behind everybody's back."""

from dataclasses import replace
from random import Random

import pytest

from syncd.health.staleness import State
from syncd.model.wire import CONTRACT
from syncd.simulator.faults import Fault, Reply
from syncd.simulator.happenings import happen
from syncd.simulator.pages import Page
from syncd.simulator.population import Size
from tests.faults.lab import BROKEN, HEALTHY
from tests.faults.scenario import copes, tenant_fails_and_heals

SMALL = Size(courses=4, learners=8, enrolments_per_course=2)


def test_C01_changes_that_arrive_newest_first_end_in_the_same_rows(lab, shown):
    shown("fresh")
    copes(lab, "out_of_order")


def test_C02_a_change_that_is_committed_while_a_page_is_answered_arrives_with_the_next(lab, shown):
    shown("fresh")
    late: list[int] = []

    def meanwhile(page: Page) -> Page:
        course = lab.broken.site.make_course("Terlambat ditulis", 1_760_000_000)
        late.append(course)
        return page

    lab.change("before")
    lab.fault(Fault("slow writer", "", page=meanwhile))
    lab.sweep()
    lab.fault(None)
    lab.without_a_human()
    assert late


@pytest.mark.parametrize("offset_s", [45, -45])
def test_C03_a_clock_a_little_off_has_no_effect_on_data_and_is_noted(lab, offset_s, shown):
    shown("fresh, clock difference noted")
    copes(lab, Fault("drift", "", clock_offset_s=offset_s))
    lab.fault(Fault("drift", "", clock_offset_s=offset_s))
    lab.turn()
    assert abs(lab.row().clock_skew_s - offset_s) <= 2


@pytest.mark.parametrize(
    "offset_s", [3600, -3600, 86_400, -1_700_000_000, 500_000_000], ids=["+1h", "-1h", "+1d", "1970", "2038"]
)
def test_C03_a_clock_far_off_fails_with_the_clock_named_and_heals_when_it_is_set(lab, offset_s, shown):
    shown("SITE_CLOCK")
    tenant_fails_and_heals(lab, "SITE_CLOCK", Fault("clock", "", clock_offset_s=offset_s))


def test_C04_a_site_that_starts_again_from_nothing_is_read_afresh_and_its_rows_wait_for_a_human(lab, shown):
    shown("DIVERGED, deletion held")
    rows = lab.kept()["course"]
    lab.incident("reset")
    lab.sweep()
    assert "new epoch" in lab.notes()
    assert lab.kept()["course"] == rows or len(lab.kept()["course"]) == len(rows)
    assert lab.state() is State.FAILING
    held = lab.ask_sql("SELECT kind, held FROM held_deletion WHERE tenant_id = :id", id=lab.keys[BROKEN])
    assert held
    lab.healthy_unaffected(1)
    lab.release_held()
    lab.without_a_human()


@pytest.mark.parametrize("grown", [False, True], ids=["C05_head_before_the_cursor", "C06_grown_past_the_cursor"])
@pytest.mark.parametrize("declared", [False, True], ids=["silently", "declared"])
def test_C05_C06_a_site_restored_from_backup_is_read_afresh_and_what_came_after_the_backup_vanishes(lab, grown, declared, shown):
    shown("fresh, noted with the sync")
    lab.incident("back_up")
    lab.change("after the backup", acts=8)
    lab.sweep()
    lab.assert_equal()
    lab.incident("restore")
    if declared:
        lab.incident("new_epoch")
    if grown:
        lab.change("another history", acts=60, numbers=[BROKEN])
    lab.sweep()
    assert "read afresh" in lab.notes() or "new epoch" in lab.notes()
    lab.without_a_human()


def test_C07_a_log_pruned_beyond_the_cursor_leads_to_a_snapshot_and_not_to_an_error(lab, shown):
    shown("fresh, noted with the sync")
    lab.change("before", acts=40)
    lab.incident("prune")
    lab.sweep()
    assert "read afresh (pruned)" in lab.notes()
    lab.assert_equal()
    lab.without_a_human()


@pytest.mark.parametrize("page_size", [1, 4])
def test_C08_rows_that_change_while_a_snapshot_is_read_are_right_in_the_end(make_lab, page_size, shown):
    shown("fresh")
    lab = make_lab(size=SMALL)
    lab.options = replace(lab.options, page_size=page_size)
    pages = 0

    def between(page: Page) -> Page:
        nonlocal pages
        pages += 1
        if pages < 60:
            happen(lab.broken.site, Random(pages), 1_760_000_000 + pages)
        return page

    lab.fault(Fault("busy site", "", page=between))
    lab.sweep()
    lab.fault(None)
    lab.without_a_human()
    assert pages > 5


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("cursor_seq = 900000000", id="far in the future"),
        pytest.param("cursor_seq = -5", id="negative"),
        pytest.param("cursor_seq = NULL", id="missing"),
        pytest.param("cursor_mark = '0123456789ab'", id="another mark"),
        pytest.param("cursor_mark = NULL", id="no mark"),
        pytest.param(
            "(cursor_seq, cursor_mark) ="
            " (SELECT s.cursor_seq, s.cursor_mark FROM stream s WHERE s.tenant_id = 2 AND s.name = 'catalogue')",
            id="of another tenant",
        ),
        pytest.param("cursor_seq = 1, cursor_mark = 'ffffffffffff'", id="long ago with a wrong mark"),
    ],
)
def test_C09_a_damaged_cursor_is_noticed_and_the_stream_read_afresh(lab, damage, shown):
    shown("fresh, noted with the sync")
    lab.change("first", acts=20)
    lab.sweep()
    lab.change("second", acts=20)
    lab.sql(f"UPDATE stream SET {damage} WHERE tenant_id = :id", id=lab.keys[BROKEN])
    lab.sweep()
    lab.assert_equal()
    assert "read afresh" in lab.notes()
    lab.without_a_human()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("UPDATE course SET title = 'Diubah' WHERE tenant_id = :id AND id = 3", id="a title edited"),
        pytest.param("DELETE FROM enrolment WHERE tenant_id = :id AND id = 3", id="a row deleted"),
        pytest.param("UPDATE completion SET gone_at = 5 WHERE tenant_id = :id AND id < 5", id="rows marked as gone"),
        pytest.param(
            "INSERT INTO completion (tenant_id, id, course, learner, completed, generation, changed_at)"
            " VALUES (:id, 900, 1, 'sub:siapa', 1, 1, 1)",
            id="a row invented",
        ),
        pytest.param("DELETE FROM completion WHERE tenant_id = :id", id="a whole kind deleted"),
    ],
)
def test_C10_a_silent_difference_is_found_by_the_digest_and_repaired(lab, damage, shown):
    shown("fresh, noted with the sync")
    lab.sql(damage, id=lab.keys[BROKEN])
    assert lab.verdict()
    lab.sweep(prove=True)
    lab.assert_equal()
    assert "differs in" in lab.notes()
    lab.without_a_human()


def _lie(page: Page) -> Page:
    """The digest of a table with one row the tenant never shows; total and buckets agree."""
    if page.head["operation"] != "digest":
        return page
    rows = {}
    for kind, part in page.rows.items():
        buckets = (
            [[1, 1, 7, 7]] if not part["buckets"] else [[*part["buckets"][0][:2], *(one + 7 for one in part["buckets"][0][2:])]]
        )
        told = None if part["buckets"] is None else buckets + part["buckets"][1:]
        rows[kind] = {"count": part["count"], "high": part["high"] + 7, "low": part["low"] + 7, "buckets": told}
    return Page(page.head, rows, page.tail)


def test_C10_a_digest_that_contradicts_itself_is_refused(lab, shown):
    shown("BAD_PAYLOAD")
    lab.change("before")
    lab.fault("lying_digest")
    lab.sweep()
    assert (lab.state(), lab.shown()) == (State.FAILING, "BAD_PAYLOAD")
    lab.healthy_unaffected(1)
    lab.fault(None)
    lab.without_a_human()


def test_C10_a_difference_that_cannot_be_repaired_is_shown_and_never_called_fresh(lab, shown):
    shown("DIVERGED")
    lab.change("before")
    lab.fault(Fault("lie", "", page=_lie))
    lab.sweep()
    lab.sweep()
    assert (lab.state(), lab.shown()) == (State.FAILING, "DIVERGED")
    lab.healthy_unaffected(2)
    lab.fault(None)
    lab.without_a_human()


@pytest.mark.parametrize(
    ("contract", "code"),
    [pytest.param(CONTRACT + 1, "PLUGIN_NEW", id="upgraded"), pytest.param(0, "PLUGIN_OLD", id="downgraded")],
)
def test_C11_a_plugin_of_another_contract_is_named_and_its_data_kept(lab, contract, code, shown):
    shown(code)
    tenant_fails_and_heals(lab, code, Fault("contract", "", handshake=lambda said: said | {"contract": contract}))


@pytest.mark.parametrize(
    ("status", "code"),
    [pytest.param(404, "NOT_API", id="removed"), pytest.param(503, "DOWN", id="upgrade pending")],
)
def test_C11_a_plugin_that_is_removed_or_waits_for_an_upgrade_is_named_and_its_data_kept(lab, status, code, shown):
    shown(code)
    page = Reply(status, {"Content-Type": "text/html"}, b"<html></html>", finished=True)
    tenant_fails_and_heals(lab, code, Fault("plugin", "", reply=lambda _reply, _before: page))


def test_C12_a_change_that_no_event_announced_is_found_by_the_digest(lab, shown):
    shown("fresh, noted with the sync")
    table = lab.broken.site.tables["course"]
    row = table.get(3)
    table.put((row[0], "Ditulis langsung ke basis data", *row[2:]))
    table.drop(5)
    lab.sweep()
    assert lab.verdict()
    lab.sweep(prove=True)
    lab.assert_equal()
    lab.without_a_human()


def test_C11_streams_that_are_switched_off_keep_their_rows_and_are_read_afresh_when_switched_on(lab, shown):
    shown("fresh")
    rows = lab.kept()["completion"]
    lab.incident("withdraw_consent")
    lab.change("off", numbers=[BROKEN])
    lab.sweep()
    assert lab.kept()["completion"] == rows
    assert lab.streams()["learning"].refused == "off"
    lab.incident("consent")
    lab.without_a_human()


def test_C11_a_tenant_that_pauses_reading_is_shown_as_paused_and_goes_on_where_it_was(lab, shown):
    shown("PAUSED")
    lab.incident("pause")
    lab.change("paused")
    before = lab.kept()
    lab.sweep()
    lab.sweep()
    assert (lab.state(), lab.shown()) == (State.PAUSED, "PAUSED")
    assert lab.kept() == before
    lab.assert_equal(HEALTHY)
    lab.incident("resume")
    lab.without_a_human()
