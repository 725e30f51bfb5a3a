"""A course is open for enrolment from its first second to its last one, and while there is a place."""

import pytest

from syncd.model.enrolling import Door, door, opening

OPEN = {"self_enrol": 1, "enrol_from": None, "enrol_until": None, "places": None}
NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("values", "met"),
    [
        pytest.param({}, Door.OPEN, id="no limit"),
        pytest.param({"enrol_from": NOW + 1}, Door.EARLY, id="a second before it opens"),
        pytest.param({"enrol_from": NOW}, Door.OPEN, id="the first second"),
        pytest.param({"enrol_until": NOW}, Door.OPEN, id="the last second"),
        pytest.param({"enrol_until": NOW - 1}, Door.LATE, id="a second after it closed"),
        pytest.param({"enrol_from": NOW - 9, "enrol_until": NOW + 9}, Door.OPEN, id="in between"),
        pytest.param({"enrol_from": NOW + 9, "enrol_until": NOW - 9}, Door.LATE, id="a window that ends before it begins"),
        pytest.param({"enrol_from": NOW + 9, "enrol_until": NOW + 8}, Door.LATE, id="and that is still to come"),
        pytest.param({"enrol_from": 0, "enrol_until": 0}, Door.LATE, id="a window in 1970"),
        pytest.param({"places": 1}, Door.OPEN, id="the last place"),
        pytest.param({"places": 0}, Door.FULL, id="no place"),
        pytest.param({"places": 0, "enrol_until": NOW - 1}, Door.LATE, id="no place and closed"),
        pytest.param({"self_enrol": 0, "places": 5}, Door.SHUT, id="by invitation"),
    ],
)
def test_the_door_of_a_course_is_what_its_row_says_of_this_moment(values, met):
    assert door(OPEN | values, NOW) is met


def test_the_row_of_a_tenant_that_does_not_send_windows_is_open_as_long_as_it_says_so():
    assert door(OPEN, 0) is door(OPEN, 2**40) is Door.OPEN
    assert door(OPEN | {"self_enrol": 0}, NOW) is Door.SHUT


def test_what_is_open_at_no_time_has_no_opening():
    assert opening(OPEN | {"enrol_from": NOW, "enrol_until": NOW - 1}) is None
    assert opening(OPEN | {"enrol_from": NOW, "enrol_until": NOW}) == (NOW, NOW)
