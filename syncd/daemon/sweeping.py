"""The chore that deletes images which nothing shows any more. Writes the store."""

from collections.abc import Callable

from syncd import clock
from syncd.store import images
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, run_transaction

_EVERY_S = 3600


class ImageSweep:
    """Once an hour; by the monotonic clock, so that no clock that is set makes it rest."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._next = clock.monotonic()

    def sweep(self, stopping: Callable[[], bool]) -> None:
        """Delete what is unused, if an hour has passed."""
        if clock.monotonic() < self._next:
            return
        while not stopping() and run_transaction(self._engine, lambda conn: images.sweep(conn, database_now_ms(conn))):
            pass
        self._next = clock.monotonic() + _EVERY_S
