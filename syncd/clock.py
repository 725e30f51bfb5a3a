"""The only `now`: epoch milliseconds (UTC) for what the centre records, monotonic seconds for deadlines. Touches nothing."""

import time

# What two hosts that follow a time server may differ by, generously. A stamp further ahead than this cannot be.
SKEW_MS = 60_000


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def monotonic() -> float:
    """Seconds on a clock that no administrator can move; for deadlines only."""
    return time.monotonic()


def elapsed_ms(then: int, now: int) -> int | None:
    """Since then, by two readings of one clock; None where `then` is so far ahead of `now` that the clock was set in between."""
    return None if then - now > SKEW_MS else max(0, now - then)


def age_s(then: int | None, now: int) -> int | None:
    """Whole seconds since then; None where it never was, or cannot be."""
    elapsed = None if then is None else elapsed_ms(then, now)
    return None if elapsed is None else elapsed // 1000


def is_ahead(then: int | None, now: int) -> bool:
    """Whether a stored time is of a future that no clock right now knows of."""
    return then is not None and elapsed_ms(then, now) is None
