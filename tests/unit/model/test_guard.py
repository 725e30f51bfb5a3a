"""The guard against mass deletions."""

import pytest

from syncd.model.guard import Guard


@pytest.mark.parametrize(
    ("vanishing", "live", "allowed"),
    [
        *((0, 0, True), (20, 21, True), (21, 100, False), (21, 209, False), (21, 210, True), (100, 1000, True)),
        *((101, 1000, False), (20, 20, False), (1, 1, False), (19, 20, True), (30, 20, False)),
    ],
)
def test_the_larger_of_both_limits_holds_and_all_at_once_never_may_vanish(vanishing, live, allowed):
    assert Guard(rows=20, percent=10).allows(vanishing, live) is allowed
