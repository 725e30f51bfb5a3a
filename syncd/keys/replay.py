"""Remembers the `jti` of every token until it expires, so that each is accepted once. Keeps it in memory only."""

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

    One API process needs no more: a replayed token could only try a used join code, leave twice, or read its own status.
    When it is full, or one party has used up its share, it refuses tokens instead of forgetting one, for 180 seconds at most: one
    party's tokens make nobody else's be refused.
    """

    def __init__(self, capacity: int = 100_000, of_one: int = 1_000) -> None:
        self._capacity, self._of_one = capacity, of_one
        self._expiry: dict[str, dict[bytes, int]] = {}
        self._count = 0
        # All are looked through once a second at most: whoever fills the memory must not make it slow as well.
        self._looked_at = 0
        self._lock = threading.Lock()

    def first_use(self, issuer: str, jti: str, expires: int) -> bool:
        key = hashlib.sha256(jti.encode("utf-8", "surrogatepass")).digest()
        with self._lock:
            mine = self._expiry.get(issuer, {})
            if key in mine:
                return False
            now = clock.now_ms() // 1000
            if len(mine) >= self._of_one:
                self._forget(issuer, now)
            if self._count >= self._capacity and now != self._looked_at:
                self._looked_at = now
                for party in list(self._expiry):
                    self._forget(party, now)
            mine = self._expiry.get(issuer, {})
            if self._count >= self._capacity or len(mine) >= self._of_one:
                return False
            self._expiry.setdefault(issuer, mine)[key] = expires
            self._count += 1
            return True

    def _forget(self, issuer: str, now: int) -> None:
        """What would be refused as expired need not be remembered."""
        known = self._expiry.pop(issuer)
        if left := {key: until for key, until in known.items() if until >= now}:
            self._expiry[issuer] = left
        self._count -= len(known) - len(left)
