"""Rows P: what can stand in an answer."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from syncd.health.staleness import State
from syncd.model.guard import Guard
from syncd.poll.body import Limits
from syncd.simulator.faults import Fault, Reply
from tests.faults.lab import BROKEN, HEALTHY, QUICK
from tests.faults.scenario import copes, fails_and_heals, tenant_fails_and_heals


def says(body: bytes, media_type: str = "application/x-ndjson; charset=utf-8", **headers: str) -> Fault:
    """A tenant that always answers with these bytes."""
    reply = Reply(200, {"Content-Type": media_type, **headers}, body, finished=True)
    return Fault("says", "", reply=lambda _reply, _before: reply)


def sealed(change: Callable[[bytes], bytes]) -> Fault:
    """A tenant that changes its answer before it seals it: the seal is good, the content is not."""
    return Fault("sealed", "", text=change)


def in_first_row(old: bytes, new: bytes) -> Fault:
    """A tenant whose sealed answer has this text in place of another, as often as it is there."""
    return sealed(lambda text: text.replace(old, new))


def unsealed(change: Callable[[bytes], bytes]) -> Fault:
    """Something between tenant and centre that changes the answer after it was sealed."""
    return Fault("unsealed", "", reply=lambda reply, _before: replace(reply, body=change(reply.body)))


def encoded(change: Callable[[bytes], bytes], name: str = "gzip") -> Fault:
    return Fault(
        "encoded",
        "",
        reply=lambda reply, _before: replace(
            reply, headers=reply.headers | {"Content-Encoding": name}, body=change(reply.body), finished=True
        ),
    )


def _lied(text: bytes) -> bytes:
    """Every page of changes that has rows announces one more; an empty one that did would be refused for its cursor."""
    return re.sub(rb'"count":([1-9]\d*),"to"', lambda found: b'"count":%d,"to"' % (int(found[1]) + 1), text)


REFUSED = [
    ("P01 a sign-in page with status 200", "html_login", "NOT_API"),
    ("P01 an empty page of text", says(b"", "text/plain"), "NOT_API"),
    ("P02 malformed JSON under a good seal", "malformed_json", "BAD_PAYLOAD"),
    ("P02 a byte order mark", unsealed(lambda text: b"\xef\xbb\xbf" + text), "BAD_PAYLOAD"),
    ("P02 UTF-16", unsealed(lambda text: text.decode().encode("utf-16")), "BAD_PAYLOAD"),
    ("P02 NUL bytes", unsealed(lambda text: text.replace(b'"rows"', b'"ro\x00ws"')), "BAD_PAYLOAD"),
    ("P02 no bytes at all", says(b""), "BAD_PAYLOAD"),
    ("P03 half a gzip stream", "cut_gzip", "BAD_PAYLOAD"),
    ("P03 gzip twice", "double_gzip", "BAD_PAYLOAD"),
    ("P03 said to be gzip and is not", encoded(lambda body: body), "BAD_PAYLOAD"),
    ("P03 another encoding than agreed", encoded(gzip.compress, "br"), "BAD_PAYLOAD"),
    ("P03 the last lines left out", "half_answer", "BAD_PAYLOAD"),
    ("P03 one row left out after the seal", unsealed(lambda text: text.replace(b"],[", b"],", 1)), "BAD_PAYLOAD"),
    ("P03_a_word_changed_after_the_seal", unsealed(lambda text: text.replace(b'"all"', b'"agency"')), "BAD_PAYLOAD"),
    ("P05 Moodle's error object with status 200", "moodle_error", "NOT_API"),
    ("P08 a key twice", in_first_row(b'"contract":', b'"contract":2,"contract":'), "BAD_PAYLOAD"),
    ("P08 NaN", in_first_row(b'"count":', b'"count":NaN,"x":'), "BAD_PAYLOAD"),
    ("P08 1e999", in_first_row(b'"count":', b'"count":1e999,"x":'), "BAD_PAYLOAD"),
    ("P08 a number of 5,000 digits", in_first_row(b'"count":', b'"count":' + b"9" * 5000 + b',"x":'), "BAD_PAYLOAD"),
    ("P08 nested a hundred thousand deep", "deep_json", "BAD_PAYLOAD"),
    ("P12 a cursor that stands still", "stuck_more", "BAD_PAYLOAD"),
    ("P12_a_count_that_lies", sealed(_lied), "BAD_PAYLOAD"),
]


@pytest.mark.parametrize(("fault", "code"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_P01_to_P12_an_answer_that_is_not_as_agreed_leaves_the_store_as_it_was(lab, fault, code, shown):
    shown(code)
    tenant_fails_and_heals(lab, code, fault)


@pytest.mark.parametrize(
    "fault", ["cut_gzip", "half_answer", "html_login", "stuck_more", "crossed_answer"], ids=lambda name: f"P01-P13 {name}"
)
def test_P01_to_P13_a_tenant_that_is_broken_from_the_start_is_whole_once_it_is_mended(make_lab, fault, shown):
    shown("failing")
    lab = make_lab()
    lab.fault(fault)
    lab.sweep()
    lab.sweep()
    assert lab.state() is State.FAILING
    assert not any(rows for kind, rows in lab.kept().items() if kind != "cursor")
    lab.assert_equal(HEALTHY)
    lab.fault(None)
    lab.without_a_human()


@pytest.mark.parametrize("fault", [says(b" " * 200_000), "gzip_bomb"], ids=["P04_many_bytes", "P04_a_gzip_bomb"])
def test_P04_an_answer_larger_than_agreed_is_not_read_to_its_end(lab, fault, shown):
    shown("TOO_BIG")
    normal = lab.client

    def narrow():
        lab.client = lab.new_client(replace(QUICK, limits=Limits(wire=64 * 1024, unpacked=512 * 1024)))
        lab.fault(fault)

    def widen():
        lab.client = normal
        lab.fault(None)

    fails_and_heals(lab, "TOO_BIG", narrow, widen)


def test_P06_an_empty_answer_where_rows_were_is_no_mass_deletion(lab, shown):
    shown("DIVERGED, deletion held")
    lab.options = replace(lab.options, guard=Guard(rows=1))
    lab.fault("empty_snapshot")
    for _ in range(2):
        lab.sweep()
        assert not lab.verdict([BROKEN])
        assert lab.state() is State.FAILING
        assert lab.ask_sql("SELECT kind FROM held_deletion WHERE tenant_id = :id", id=lab.keys[BROKEN])
    lab.healthy_unaffected(2)
    lab.fault(None)
    lab.sql("UPDATE held_deletion SET held_at = held_at - 3600001")  # an hour later the tenant is asked once more
    lab.without_a_human()


def test_P06_rows_that_stay_away_are_deleted_after_a_second_snapshot_agrees(lab, shown):
    shown("DIVERGED, deletion held, fresh")
    lab.options = replace(lab.options, guard=Guard(rows=1))
    with lab.broken.lock:
        for completion in list(lab.broken.site.tables["completion"].ids()):
            lab.broken.site.tables["completion"].drop(completion)
        lab.broken.site.log.number()
        lab.broken.site.log.append("completion", 1)
    lab.incident("prune")
    lab.sweep()
    lab.sweep()
    assert lab.state() is State.FAILING
    assert lab.verdict().invented
    lab.sql("UPDATE held_deletion SET held_at = held_at - 3600001")
    lab.incident("prune")
    lab.without_a_human()


def test_P07_rows_that_come_twice_are_stored_once(lab, shown):
    shown("fresh")
    lab.options = replace(lab.options, page_size=500)  # twice the rows are still no more than were asked for
    copes(lab, "duplicate_rows")


def test_P07_a_page_with_more_rows_than_were_asked_for_is_used_for_nothing(lab, shown):
    shown("BAD_PAYLOAD")
    lab.all_good()
    lab.sql("UPDATE stream SET cursor_mark = 'ffffffffffff' WHERE tenant_id = :id", id=lab.keys[BROKEN])
    lab.fault("duplicate_rows")
    lab.turn()
    assert lab.shown() == "BAD_PAYLOAD"
    assert not lab.verdict([BROKEN])
    lab.fault(None)
    lab.without_a_human()


def test_P07_rows_that_come_again_on_the_next_page_are_stored_once(make_lab, shown):
    shown("fresh")
    lab = make_lab()
    lab.options = replace(lab.options, page_size=7)
    lab.all_good()
    lab.broken.site.log.append("course", 1)
    for course in range(1, 8):
        lab.broken.site.rename_course(course, f"Judul {course}")
        lab.broken.site.rename_course(1, f"Judul ke-{course}")
    lab.sweep()
    lab.assert_equal()


def test_P09_one_poisoned_row_is_set_aside_and_all_others_go_in(lab, shown):
    shown("fresh, rows refused")
    lab.change("before")
    lab.incident("poison_row")
    course = next(lab.broken.site.tables["course"].ids())
    lab.refused.add((BROKEN, "course", course))
    for _ in range(3):
        lab.sweep()
        lab.assert_equal()
    tries = lab.ask_sql("SELECT tries FROM rejection")
    assert tries == [(1,)], "a refused row is read again only when it changes"
    lab.refused.clear()
    lab.broken.site.rename_course(course, "Judul yang baik")
    lab.without_a_human()


def test_P10_a_tenant_whose_every_row_is_poisoned_moves_on_keeps_its_good_rows_and_is_not_asked_in_a_loop(lab, shown):
    shown("DIVERGED, deletion held, rows refused")
    good = "SELECT id, title FROM course WHERE tenant_id = :id AND gone_at IS NULL ORDER BY id"
    before = lab.ask_sql(good, id=lab.keys[BROKEN])
    lab.incident("poison_all")
    courses = list(lab.broken.site.tables["course"].ids())
    lab.sweep()
    assert lab.state() is State.FAILING
    assert lab.ask_sql(good, id=lab.keys[BROKEN]) == before
    lab.healthy_unaffected(1)
    head = lab.broken.site.log.head
    assert lab.streams()["catalogue"].cursor == head
    assert lab.turn().tally.requests == 1
    for course in courses:
        lab.broken.site.rename_course(course, f"Judul {course}")
    lab.without_a_human()


LONE = json.dumps("\ud800").encode()


def test_P08_a_lone_surrogate_is_refused_and_never_ends_the_turn_with_a_crash(lab, shown):
    shown("DIVERGED, rows refused")
    lab.change("before")
    lab.fault(in_first_row(b'"all"', LONE))
    lab.sweep()
    assert (lab.state(), lab.shown()) == (State.FAILING, "DIVERGED")
    lab.healthy_unaffected(1)
    lab.fault(None)
    lab.without_a_human()


def test_P11_an_unknown_column_is_ignored(lab, shown):
    shown("fresh")
    copes(lab, "unknown_column")


def test_P11_a_missing_column_stops_the_stream_and_names_it(lab, shown):
    shown("SCHEMA_DRIFT")
    lab.change("before")
    lab.fault("missing_column")
    lab.sweep()
    assert (lab.state(), lab.shown()) == (State.FAILING, "SCHEMA_DRIFT")
    assert "created" in str(lab.row().last_error)
    lab.healthy_unaffected(1)
    lab.fault(None)
    lab.without_a_human()


def test_P11_a_column_whose_type_changed_sets_its_rows_aside_until_it_is_mended(lab, shown):
    shown("DIVERGED, rows refused")
    lab.change("before")
    lab.fault("wrong_type")
    lab.sweep()
    assert lab.ask_sql("SELECT COUNT(*) FROM rejection WHERE reason = 'wrong_type'") != [(0,)]
    lab.healthy_unaffected(1)
    lab.fault(None)
    lab.without_a_human()


def test_P12_a_tenant_that_promises_more_for_ever_ends_with_its_budget_and_holds_up_nobody(lab, shown):
    shown("late")
    lab.options = replace(lab.options, turn_budget_s=0.5)
    lab.incident("prune")
    lab.change("before")
    lab.incident("prune")
    lab.fault("endless_more")
    result = lab.turn()
    assert result is not None
    assert result.outcome == "partial"
    lab.options = replace(lab.options, turn_budget_s=30)
    lab.fault(None)
    lab.without_a_human(polls=3)


def test_P13_an_answer_to_another_request_is_not_used(lab, shown):
    shown("BAD_PAYLOAD")
    lab.turn()
    tenant_fails_and_heals(lab, "BAD_PAYLOAD", "crossed_answer")


def test_P13_an_old_answer_from_a_cache_is_not_used(lab, shown):
    shown("BAD_PAYLOAD")
    kept: list[Reply] = []

    def cached(reply: Reply, _before: Reply | None) -> Reply:
        kept.append(reply)
        return kept[0]

    lab.fault(Fault("cache", "", reply=cached))
    lab.sweep()
    fails_and_heals(lab, "BAD_PAYLOAD", lambda: None, lambda: lab.fault(None))
