"""Waits for what other processes do: looks again and again, for a minute at most. Touches nothing."""

from collections.abc import Callable
from threading import Event

from syncd import clock

PATIENCE_S = 60


def until(holds: Callable[[], object], every_s: float = 0.05, patience_s: float = PATIENCE_S) -> None:
    """Look again and again until it holds."""
    end = clock.monotonic() + patience_s
    while not holds():
        assert clock.monotonic() < end, f"did not happen within {patience_s:.0f} s"
        Event().wait(every_s)
