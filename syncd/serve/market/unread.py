"""Of when the courses of tenants are whose catalogue nobody could read for long. Reads the store, now and then.

Search answers from the index, where an old course looks like any other; it must not wait for a database that hangs.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from syncd import clock
from syncd.errors import StoreUnavailableError
from syncd.serve.problem import ProblemError
from syncd.serve.threads import OwnThreads
from syncd.store import streams
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading

# Younger than this is not worth a word to a learner; LAN sees a tenant that is late after minutes.
LONG_MS = 24 * 3600 * 1000
_ANEW_S, _PATIENCE_S = 60.0, 1.0
_SECOND_MS = 1000


class Unread:
    """The tenants of one centre that were not read for long, as they were a moment ago."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = OwnThreads("unread", 1)
        self._known: Mapping[str, int] = {}
        self._looked_at: float | None = None

    async def known(self) -> Mapping[str, int]:
        """Short name → the second at which the catalogue was last read to its end."""
        now = clock.monotonic()
        if self._looked_at is None or now - self._looked_at > _ANEW_S:
            # One looks; whoever comes meanwhile, or while the store is away, goes by what was known.
            self._looked_at = now
            with suppress(TimeoutError, StoreUnavailableError, ProblemError):
                self._known = await asyncio.wait_for(self._thread.run("", self._look), _PATIENCE_S)
        return self._known

    def _look(self) -> Mapping[str, int]:
        with reading(self._engine) as conn:
            found = streams.catalogues_read_before(conn, database_now_ms(conn) - LONG_MS)
        return {slug: read_at // _SECOND_MS for slug, read_at in found.items()}
