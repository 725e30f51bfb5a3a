"""Acts on a site log the keys they touched and nothing else."""

import pytest

from syncd.model.wire import Cursor
from syncd.simulator.changelog import START, ChangeLog
from syncd.simulator.site import Site


@pytest.fixture
def site():
    return Site(None)


def _logged(site):
    site.log.number()
    return [(entry.kind, entry.id, entry.erased) for _cursor, entry in site.log.after(0)]


def test_every_act_logs_the_row_it_changed(site):
    course = site.make_course("A", 1)
    enrolment = site.enrol(course, "anon:a", 2)
    site.suspend(enrolment)
    completion = site.complete(course, "anon:a", 3)
    badge = site.make_badge("B", 4, course)
    assertion = site.issue_badge(badge, "anon:a", 5)
    rating = site.rate(course, "anon:a", 5, None, 6)
    site.answer_rating(rating, "Terima kasih", 7)
    assert _logged(site) == [
        ("course", course, False),
        ("enrolment", enrolment, False),
        ("enrolment", enrolment, False),
        ("completion", completion, False),
        ("badge_class", badge, False),
        ("course", course, False),  # a badge more comes with it
        ("assertion", assertion, False),
        ("rating", rating, False),
        ("rating", rating, False),
    ]


def test_a_withheld_course_takes_its_learning_along_and_brings_it_back(site):
    course, other = site.make_course("A", 1), site.make_course("B", 1)
    site.enrol(course, "anon:a", 2)
    kept = site.enrol(other, "anon:a", 2)
    site.complete(course, "anon:a", 3)
    site.rate(course, "anon:a", 4, "Baik", 4)
    before = {kind: site.rows(kind) for kind in site.tables}
    site.withhold_course(course)
    assert site.rows("course").keys() == {other}
    assert site.rows("enrolment").keys() == {kept}
    assert site.rows("completion") == site.rows("rating") == {}
    site.offer_course(course)
    assert {kind: site.rows(kind) for kind in site.tables} == before


def test_a_hidden_course_that_is_renamed_comes_back_under_its_new_name(site):
    course = site.make_course("A", 1)
    site.hide_course(course)
    site.rename_course(course, "B")
    assert site.rows("course") == {}
    site.offer_course(course)
    assert site.rows("course")[course][1] == "B"


def test_a_course_deleted_while_hidden_does_not_come_back(site):
    course = site.make_course("A", 1)
    site.hide_course(course)
    site.delete_course(course)
    site.offer_course(course)
    assert site.rows("course") == {}
    assert site.hidden_courses() == []


def test_badges_of_a_deleted_course_stay_as_archived_site_badges(site):
    course = site.make_course("A", 1)
    badge = site.make_badge("B", 2, course)
    site.delete_course(course)
    assert site.rows("badge_class")[badge] == (badge, None, "B", None, None, "archived", 2)


def test_an_erased_person_is_logged_as_erased_on_every_row(site):
    course = site.make_course("A", 1)
    enrolment, completion = site.enrol(course, "anon:a", 2), site.complete(course, "anon:a", 3)
    site.enrol(course, "anon:b", 2)
    site.erase_person("anon:a")
    assert _logged(site)[-2:] == [("enrolment", enrolment, True), ("completion", completion, True)]
    assert [row[2] for row in site.rows("enrolment").values()] == ["anon:b"]


def test_an_id_is_never_used_twice(site):
    first = site.make_course("A", 1)
    site.delete_course(first)
    assert site.make_course("B", 1) == first + 1


def test_a_log_is_numbered_when_it_is_read_and_without_gaps():
    log = ChangeLog()
    assert log.head == START
    log.append("course", 1)
    assert log.head == START
    log.number()
    log.append("course", 2)
    log.append("course", 3)
    log.number()
    assert [cursor.seq for cursor, _entry in log.after(0)] == [1, 2, 3]
    assert len({cursor.mark for cursor, _entry in log.after(0)}) == 3


@pytest.mark.parametrize(
    ("cursor", "refusal"),
    [(None, "pruned"), (START, None), (Cursor(1, "x"), "history"), (Cursor(2, "x"), "history"), (Cursor(3, "x"), "ahead")],
)
def test_a_cursor_that_does_not_fit_the_log_is_refused(cursor, refusal):
    log = ChangeLog()
    log.append("course", 1)
    log.append("course", 2)
    log.number()
    assert log.refusal(cursor) == refusal


def test_after_pruning_only_the_newest_entry_is_a_cursor():
    log = ChangeLog()
    for number in (1, 2, 3):
        log.append("course", number)
    log.number()
    cursors = [cursor for cursor, _entry in log.after(0)]
    log.prune()
    assert [log.refusal(cursor) for cursor in (START, *cursors)] == ["pruned", "pruned", "pruned", None]
