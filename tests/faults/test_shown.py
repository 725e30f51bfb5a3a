"""What a fault test tells of the state is compared with what was to be seen: a word too many or too few fails it."""

import pytest

from tests.faults.shown import Seen, compare

FRESH, FAILING = Seen("fresh", frozenset({"fresh"})), Seen("failing", frozenset({"failing", "DOWN"}))


@pytest.mark.parametrize(
    ("told", "seen", "complaint"),
    [
        ("AUTH", [FAILING], "never shown"),
        ("deletion held, fresh", [FRESH], "never shown"),
        ("fresh", [FAILING, FRESH], "a test tells"),
        ("fresh, DOWN", [FRESH, FAILING], "in the end"),
        ("gone missing", [FRESH], "the words are"),
        ("fresh", [], "no turn was taken"),
    ],
)
def test_a_test_that_tells_what_was_not_seen_fails(told, seen, complaint):
    with pytest.raises(AssertionError, match=complaint):
        compare(told, seen)


@pytest.mark.parametrize(("told", "seen"), [("fresh", [FRESH]), ("DOWN, failing", [FAILING]), ("fresh, DOWN", [FAILING, FRESH])])
def test_a_test_that_tells_what_was_seen_passes(told, seen):
    compare(told, seen)
