"""One deadline for a whole request, in seconds and in bytes: whatever it waits for, its socket is shut and no more is read."""

import contextlib
import heapq
import itertools
import os
import socket
import threading
from collections.abc import Iterator
from contextvars import ContextVar

from syncd import clock
from syncd.errors import Code, TenantError


class Deadline:
    """When one request under way must end. Connections find it through `current()` and show it their socket and what came.

    Bytes are counted as they leave the socket, before any library reads them: what a library does with a length, a chunk or a
    line of a head is of no account.
    """

    def __init__(self, at: float, *, fresh_only: bool) -> None:
        self.at = at
        self._bytes_left = 0
        self.fresh_only = fresh_only  # do not use a kept connection
        self.connected = False  # a new connection was made for this deadline
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._expired = False

    @property
    def expired(self) -> bool:
        return self._expired

    def use(self, sock: socket.socket) -> None:
        """From now on the deadline ends this socket."""
        with self._lock:
            self._socket = sock
            if self._expired:
                _shut(sock)

    def allow(self, count: int) -> None:
        """From now on so many bytes may come."""
        self._bytes_left = count

    def received(self, count: int) -> None:
        """So many bytes came from the socket. Raises TenantError TOO_BIG where they are more than may come."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise too_big()

    def finish(self) -> None:
        """The socket is no longer ours: a late watchdog must not touch it."""
        with self._lock:
            self._socket = None

    def drop(self) -> None:
        """Close the socket for good: a library that failed in the middle may keep it open until memory is tidied up."""
        with self._lock:
            sock, self._socket = self._socket, None
        if sock is not None and (number := sock.detach()) >= 0:
            os.close(number)

    def expire(self) -> None:
        with self._lock:
            self._expired = True
            if self._socket is not None:
                _shut(self._socket)


def too_big() -> TenantError:
    """What is larger than agreed, in whatever it is counted."""
    return TenantError(
        Code.TOO_BIG,
        "The answer is larger than agreed and was not read to its end; ask for fewer rows or look for a faulty proxy.",
    )


def _shut(sock: socket.socket) -> None:
    """Ends both directions at the level of the operating system, so that a thread blocked in it wakes up."""
    with contextlib.suppress(OSError):
        # The method of the base class on purpose: SSLSocket's own drops its TLS state under the feet of the reading thread.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def current() -> Deadline:
    """The deadline of the request this thread works on."""
    deadline = _current.get()
    if deadline is None:
        raise RuntimeError("a connection was used outside a request")
    return deadline


class Watchdog:
    """One thread for all deadlines, started with the first."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._heap: list[tuple[float, int, Deadline]] = []
        self._order = itertools.count()
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def deadline(self, seconds: float, *, fresh_only: bool = False) -> Iterator[Deadline]:
        """A deadline `seconds` from now."""
        deadline = Deadline(clock.monotonic() + seconds, fresh_only=fresh_only)
        with self._condition:
            heapq.heappush(self._heap, (deadline.at, next(self._order), deadline))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="deadlines", daemon=True)
                self._thread.start()
            elif self._heap[0][2] is deadline:
                self._condition.notify()
        token = _current.set(deadline)
        try:
            yield deadline
        finally:
            _current.reset(token)
            deadline.finish()

    def _watch(self) -> None:
        while True:
            with self._condition:
                now = clock.monotonic()
                due = []
                while self._heap and self._heap[0][0] <= now:
                    due.append(heapq.heappop(self._heap)[2])
                if not due:
                    self._condition.wait(self._heap[0][0] - now if self._heap else None)
            for deadline in due:
                deadline.expire()
