"""Forgets old syncs, changes of state and ended sessions, in steps and not for long. Writes the store."""

from collections.abc import Callable

from syncd import clock
from syncd.store import flips, sessions, syncs
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, Engine, run_transaction
from syncd.store.syncs import MOST_AT_ONCE

_AT_MOST_S = 3.0
_Forget = Callable[[Connection, int], int]


def prune(engine: Engine) -> None:
    """Forget as much as a moment allows: neither tenants nor signs of life wait until an old table is emptied."""
    for forget in (syncs.prune, flips.prune, sessions.prune):

        def step(conn: Connection, forget: _Forget = forget) -> int:
            return forget(conn, database_now_ms(conn))

        count, until = MOST_AT_ONCE, clock.monotonic() + _AT_MOST_S
        while count == MOST_AT_ONCE and clock.monotonic() < until:
            count = run_transaction(engine, step)
