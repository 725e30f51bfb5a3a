"""One deadline for a whole request: a watchdog thread shuts the socket when it passes, whatever the request is waiting for."""

import contextlib
import heapq
import itertools
import socket
import threading
from collections.abc import Iterator
from contextvars import ContextVar

from syncd import clock


class Exchange:
    """One request under way. Connections find it through `current()` and show it their socket."""

    def __init__(self, deadline: float, *, fresh_only: bool) -> None:
        self.deadline = deadline
        self.fresh_only = fresh_only  # do not use a kept connection
        self.connected = False  # a new connection was made for this exchange
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

    def finish(self) -> None:
        """The socket is no longer ours: a late watchdog must not touch it."""
        with self._lock:
            self._socket = None

    def expire(self) -> None:
        with self._lock:
            self._expired = True
            if self._socket is not None:
                _shut(self._socket)


def _shut(sock: socket.socket) -> None:
    """Ends both directions at the level of the operating system, so that a thread blocked in it wakes up."""
    with contextlib.suppress(OSError):
        # The method of the base class on purpose: SSLSocket's own drops its TLS state under the feet of the reading thread.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


_current: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


def current() -> Exchange:
    """The exchange this thread works on."""
    exchange = _current.get()
    if exchange is None:
        raise RuntimeError("a connection was used outside an exchange")
    return exchange


class Watchdog:
    """One thread for all exchanges, started with the first."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._heap: list[tuple[float, int, Exchange]] = []
        self._order = itertools.count()
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def exchange(self, seconds: float, *, fresh_only: bool = False) -> Iterator[Exchange]:
        """An exchange that has `seconds` from now."""
        exchange = Exchange(clock.monotonic() + seconds, fresh_only=fresh_only)
        with self._condition:
            heapq.heappush(self._heap, (exchange.deadline, next(self._order), exchange))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="deadlines", daemon=True)
                self._thread.start()
            elif self._heap[0][2] is exchange:
                self._condition.notify()
        token = _current.set(exchange)
        try:
            yield exchange
        finally:
            _current.reset(token)
            exchange.finish()

    def _watch(self) -> None:
        while True:
            with self._condition:
                now = clock.monotonic()
                due = []
                while self._heap and self._heap[0][0] <= now:
                    due.append(heapq.heappop(self._heap)[2])
                if not due:
                    self._condition.wait(self._heap[0][0] - now if self._heap else None)
            for exchange in due:
                exchange.expire()
