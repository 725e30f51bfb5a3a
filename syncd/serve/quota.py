"""How often somebody may come within a minute. Keeps numbers in memory only."""

import math
import threading
from dataclasses import dataclass

from syncd import clock


@dataclass(slots=True)
class _Window:
    ends: float
    count: int = 0


class Quota:
    """At most `most` times within `seconds` for each key, for a bounded number of keys."""

    def __init__(self, most: int, seconds: float = 60, keys: int = 10_000) -> None:
        self._most, self._seconds, self._keys = most, seconds, keys
        self._windows: dict[str, _Window] = {}
        self._lock = threading.Lock()

    def wait_s(self, key: str) -> int:
        """Counts one more: 0 if it may come, else after how many seconds the next one may."""
        now = clock.monotonic()
        with self._lock:
            window = self._windows.get(key)
            if window is None or window.ends <= now:
                if len(self._windows) >= self._keys:
                    self._forget(now)
                window = self._windows[key] = _Window(now + self._seconds)
            window.count += 1
            return 0 if window.count <= self._most else math.ceil(window.ends - now)

    def left_s(self, key: str) -> int:
        """Counts nothing: 0 if one more may come, else after how many seconds it may."""
        now = clock.monotonic()
        with self._lock:
            window = self._windows.get(key)
            full = window is not None and window.count >= self._most
            return math.ceil(window.ends - now) if window is not None and full and window.ends > now else 0

    def _forget(self, now: float) -> None:
        """Makes room: windows that are over, and the oldest tenth if that is not enough."""
        self._windows = {key: window for key, window in self._windows.items() if window.ends > now}
        if len(self._windows) >= self._keys:
            for key in list(self._windows)[: 1 + self._keys // 10]:
                del self._windows[key]
