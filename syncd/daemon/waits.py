"""Measures how long each turn under way has waited for its tenant's answers. Passes questions on to the asker."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from syncd import clock
from syncd.model.tenant import SLOW_MS, TenantAddress
from syncd.model.wire import Answer, Ask
from syncd.sync.state import Asker


class Waits:
    """The asker of a daemon, and the time that each turn waits in it: what the centre itself needs is not the tenant's doing."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._lock = threading.Lock()
        self._waited: dict[int, float] = {}
        self._since: dict[int, float] = {}

    def ask(self, address: TenantAddress, asks: Sequence[Ask]) -> Answer:
        """The tenant's answer."""
        with self._awaited(address.tenant_id):
            return self._asker.ask(address, asks)

    def refresh_jwks(self, address: TenantAddress, sha256: str, announcement: str) -> str | None:
        """The tenant's new key set."""
        with self._awaited(address.tenant_id):
            return self._asker.refresh_jwks(address, sha256, announcement)

    @contextmanager
    def _awaited(self, tenant_id: int) -> Iterator[None]:
        began = clock.monotonic()
        with self._lock:
            self._since[tenant_id] = began
        try:
            yield
        finally:
            with self._lock:
                self._since.pop(tenant_id, None)
                self._waited[tenant_id] = self._waited.get(tenant_id, 0) + clock.monotonic() - began

    def forget(self, tenant_id: int) -> None:
        """This turn has ended."""
        with self._lock:
            self._waited.pop(tenant_id, None)

    def long(self) -> list[int]:
        """The tenants whose turns have waited for long, the longest first."""
        now = clock.monotonic()
        with self._lock:
            waited = dict(self._waited)
            for tenant_id, since in self._since.items():
                waited[tenant_id] = waited.get(tenant_id, 0) + now - since
        long = [(seconds, tenant_id) for tenant_id, seconds in waited.items() if seconds * 1000 > SLOW_MS]
        return [tenant_id for _, tenant_id in sorted(long, reverse=True)]
