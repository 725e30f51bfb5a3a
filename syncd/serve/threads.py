"""Threads of their own for what waits on a tenant, so that no other route waits with it. Runs what it is given."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from syncd.serve.problem import rate_limited

T = TypeVar("T")
_RETRY_S = 5


class OwnThreads:
    """At most `most` at once and one for each key; whoever comes beyond that is told so and waits nowhere."""

    def __init__(self, name: str, most: int) -> None:
        self._pool = ThreadPoolExecutor(most, thread_name_prefix=name)
        self._most = most
        self._under_way: set[str] = set()
        self._lock = threading.Lock()

    async def run(self, key: str, work: Callable[[], T]) -> T:
        """What `work` returns, or 429 at once."""
        with self._lock:
            if key in self._under_way or len(self._under_way) >= self._most:
                raise rate_limited(_RETRY_S)
            self._under_way.add(key)
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._done(key))
        return await asyncio.wrap_future(future)

    def _done(self, key: str) -> None:
        with self._lock:
            self._under_way.discard(key)
