"""The only `now`: epoch milliseconds (UTC) for what the centre records, monotonic seconds for deadlines. Touches nothing."""

import time


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def monotonic() -> float:
    """Seconds on a clock that no administrator can move; for deadlines only."""
    return time.monotonic()
