"""Remembers the `jti` of every token until it expires, so that each is accepted once. Holds memory, touches nothing else."""

import hashlib
import threading
from typing import Protocol

from syncd import clock


class ReplayMemory(Protocol):
    """Where used tokens are remembered."""

    def first_use(self, issuer: str, jti: str, expires: int) -> bool:
        """True exactly once per issuer and jti until `expires` (seconds since 1970)."""
        ...


class ReplayMemoryInProcess:
    """A bounded memory of one process.

    Enough for one API process: a replayed token could try a join code that is used up, leave twice, or read one's own report.
    When full it refuses everything rather than forget, for 180 seconds at most.
    """

    def __init__(self, capacity: int = 100_000) -> None:
        self._capacity = capacity
        self._expiry: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def first_use(self, issuer: str, jti: str, expires: int) -> bool:
        key = hashlib.sha256(f"{issuer}\n{jti}".encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            if key in self._expiry:
                return False
            if len(self._expiry) >= self._capacity:
                now = clock.now_ms() // 1000
                self._expiry = {known: until for known, until in self._expiry.items() if until >= now}
                if len(self._expiry) >= self._capacity:
                    return False
            self._expiry[key] = expires
            return True
