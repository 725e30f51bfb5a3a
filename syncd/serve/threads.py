"""Threads of their own for what waits on a tenant or takes long, so that no other route waits with it. Runs what it is given."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from syncd.serve.problem import ProblemError, rate_limited

T = TypeVar("T")
_RETRY_S = 5


class NoRoomError(ProblemError):
    """Too much is under way: often not this caller's doing, so who can do without the answer does."""

    def __init__(self) -> None:
        told = rate_limited(_RETRY_S)
        super().__init__(told.status, told.code, told.detail, told.retry_after_s)


class OwnThreads:
    """At most `most` at once, `waiting` more in a queue, and `each` of them for one key.

    Whoever comes beyond that is told so and waits nowhere.
    """

    def __init__(self, name: str, most: int, *, each: int = 1, waiting: int = 0) -> None:
        self._pool = ThreadPoolExecutor(most, thread_name_prefix=name)
        self._most, self._each = most + waiting, each
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    async def run(self, key: str, work: Callable[[], T]) -> T:
        """What `work` returns, or NoRoomError, a 429, at once."""
        with self._lock:
            if self._under_way[key] >= self._each or self._under_way.total() >= self._most:
                raise NoRoomError
            self._under_way[key] += 1
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._done(key))
        return await asyncio.wrap_future(future)

    def _done(self, key: str) -> None:
        with self._lock:
            self._under_way -= Counter((key,))
