"""Notes and logs each change of a tenant's state when it is first seen. Reads the store, writes changes of state."""

import structlog

from syncd.health.staleness import State
from syncd.health.summary import summarise
from syncd.log import Event
from syncd.store import flips
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, Engine, reading, run_transaction

_log = structlog.get_logger()
_BAD = (State.FAILING, State.LATE)


def follow(engine: Engine, only: int | None = None) -> int:
    """Compare every tenant (or the one with this key) with how it was last seen; how many have changed.

    A state changes with a turn, with an operator's word, and by time alone, so somebody has to look.
    """
    with reading(engine) as conn:
        now = database_now_ms(conn)
        known, found = flips.seen(conn), summarise(conn, now, only=only).tenants
    count = 0
    for one in found:
        key, before = known.get(one.slug, (None, None))
        if key is None or before == one.state:
            continue

        def work(conn: Connection, key: int = key, before: str | None = before, after: str = one.state) -> bool:
            return flips.note(conn, key, before, after, one.code, now)  # noqa: B023 - runs before the next one

        if run_transaction(engine, work):
            count += 1
            say = _log.warning if one.state in _BAD else _log.info
            say(Event.STATE_CHANGED, tenant=one.slug, before=before, after=str(one.state), code=one.code)
    return count
