"""The course of events of nearly every fault: read, break, poll twice, look, mend, look again."""

from collections.abc import Callable

from syncd.health.staleness import State
from syncd.simulator.faults import Fault
from tests.faults.lab import BROKEN, Lab

POLLS = 2


def fails_and_heals(lab: Lab, code: str, break_it: Callable[[], object], mend: Callable[[], object]) -> None:
    """While it is broken, tenant 1 is shown as failing with this code and nothing stored changes; then it heals alone."""
    lab.change("before")
    before = lab.kept()
    break_it()
    for _ in range(POLLS):
        lab.sweep()
        assert lab.shown() == code, lab.row().last_error
        assert lab.state() is State.FAILING
        assert lab.kept() == before
    lab.healthy_unaffected(POLLS)
    mend()
    lab.without_a_human()


def tenant_fails_and_heals(lab: Lab, code: str, fault: str | Fault) -> None:
    """The same for a fault of the simulated tenant itself."""
    fails_and_heals(lab, code, lambda: lab.fault(fault), lambda: lab.fault(None))


def copes(lab: Lab, fault: str | Fault) -> None:
    """A fault that does no harm to the data at all: every turn is good and ends equal."""
    lab.change("before")
    lab.fault(fault)
    for _ in range(POLLS):
        lab.sweep()
        lab.assert_equal()
    lab.fault(None)
    lab.without_a_human()
    assert set(lab.outcomes(BROKEN)) == {"ok"}
