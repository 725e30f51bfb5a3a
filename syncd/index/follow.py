"""Brings the live index after the store, tenant by tenant, as soon as a page is stored. Reads the store, writes the index.

A tenant's number in the store grows in the transaction that changes what it offers. Whoever follows remembers the numbers, looks
at the tenants whose number is another one, and writes what differs. It keeps no position on the disk: a process that begins looks
at every tenant once.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from syncd.errors import IndexBrokenError, IndexBusyError, IndexMissingError
from syncd.index.build import rebuild
from syncd.index.folder import IndexFolder
from syncd.index.writing import Written, bring_all
from syncd.log import Event
from syncd.store import offers
from syncd.store.engine import Engine, reading
from syncd.store.offers import Owner

_log = structlog.get_logger()
_LOOK_S = 0.3
_AFTER_FAILURE_S = 30.0


class Follower:
    """Follows one store into one folder."""

    def __init__(self, engine: Engine, root: Path) -> None:
        self._engine, self._folder = engine, IndexFolder(root)
        self._live: Path | None = None
        # None: nothing was looked at yet, which is not the same as a store without tenants.
        self._seen: dict[int, Owner] | None = None

    def follow(self, stopping: Callable[[], bool]) -> None:
        """Go on until stopped, or until the store is away. Makes the index where there is none."""
        pause = threading.Event()
        self._folder.clear()
        while not stopping():
            try:
                self._look()
            except IndexBrokenError as error:
                _log.error(Event.INDEX_NOT_WRITTEN, reason=str(error))
                pause.wait(_AFTER_FAILURE_S)
            pause.wait(_LOOK_S)

    def _look(self) -> None:
        # Whoever builds or writes now takes the same changes from the store; afterwards we look again.
        with suppress(IndexBusyError):
            try:
                self.once()
            except IndexMissingError:
                rebuild(self._engine, self._folder.root)

    def once(self) -> Written:
        """Write what changed since the last look, and commit it."""
        live = self._folder.live()
        if live != self._live:
            self._live, self._seen = live, None
        with reading(self._engine) as conn:
            owners = offers.owners(conn)
        if owners == self._seen:
            return Written()
        with self._folder.writing():
            if not self._folder.is_live(live):
                return Written()
            try:
                written = bring_all(self._engine, live, owners, self._seen or {})
            except (OSError, ValueError) as error:
                raise IndexBrokenError(f"The search index could not be written: {error}. What it holds answers on.") from error
        self._seen = owners
        if written:
            _log.info(Event.INDEX_FOLLOWED, put=written.put, out=written.out)
        return written
