"""Sends away connections that ask nothing, and keeps a place free for who does. Closes sockets of this server only."""

import asyncio
import resource

from uvicorn.protocols.http.h11_impl import H11Protocol

# For a whole head to arrive, and between two requests.
ASKS_WITHIN_S = 10
# The longest request is a large tenant that leaves. Whoever does not take its answer by then never will.
_TAKES_AT_MOST_S = 600
# Beyond so many that ask nothing the one that has done so for longest goes: a new one may be the machine's watch.
_MOST_WAITING = 200
_FILES = 4096

_waiting: dict["Connection", None] = {}


class Connection(H11Protocol):
    """One connection of a client or of the proxy before this server."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Someone came."""
        super().connection_made(transport)
        self._begin_to_wait()

    def data_received(self, data: bytes) -> None:
        """Bytes came; as long as they are no whole head, they ask nothing."""
        super().data_received(data)
        if self._asks and self in _waiting:
            self._set_timer(_TAKES_AT_MOST_S)

    def on_response_complete(self) -> None:
        """The answer was handed to the socket."""
        super().on_response_complete()
        if not self._asks:
            self._begin_to_wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """It ended."""
        self._stop_timer()
        super().connection_lost(exc)

    @property
    def _asks(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete  # type: ignore[redundant-expr]

    def _begin_to_wait(self) -> None:
        if self.transport.is_closing():
            return
        self._set_timer(ASKS_WITHIN_S)
        _waiting[self] = None
        if len(_waiting) > _MOST_WAITING:
            next(iter(_waiting)).go()

    def go(self) -> None:
        """Ends it now, with whatever was not taken."""
        self._stop_timer()
        self.transport.abort()

    def _set_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self.go)

    def _stop_timer(self) -> None:
        _waiting.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def allow_many_files() -> None:
    """Raises the number of open sockets as far as the system lets us: 1,024 are soon taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
