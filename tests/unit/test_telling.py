"""What the log says of a turn: nothing happened is said at debug only, a failure says nothing of an earlier proof."""

import pytest
from structlog.testing import capture_logs

from syncd.daemon.telling import report
from syncd.errors import Code
from syncd.store.syncs import Tally
from syncd.sync.state import TurnResult


def told(result):
    with capture_logs() as logged:
        report(result)
    (line,) = logged
    return line


def test_a_quiet_turn_is_a_line_for_those_who_ask_for_it():
    assert told(TurnResult("t", "ok", Tally(requests=1), verified_equal=True))["log_level"] == "debug"


@pytest.mark.parametrize(
    "result",
    [
        TurnResult("t", "ok", Tally(rows=1), verified_equal=True),
        TurnResult("t", "ok", Tally(gone=1), verified_equal=True),
        TurnResult("t", "ok", Tally(rejected=1), verified_equal=True),
        TurnResult("t", "ok", Tally(repaired=1), verified_equal=True),
        TurnResult("t", "ok", Tally(), notes=("read afresh",), verified_equal=True),
        TurnResult("t", "ok", Tally(), verified_equal=False),
        TurnResult("t", "partial", Tally()),
    ],
)
def test_a_turn_in_which_something_happened_is_told(result):
    assert told(result)["log_level"] == "info"


def test_a_failed_turn_does_not_say_verified():
    line = told(TurnResult("t", "failed", Tally(), Code.DOWN, "no answer", verified_equal=True))
    assert (line["log_level"], line["code"]) == ("warning", "DOWN")
    assert "verified" not in line
