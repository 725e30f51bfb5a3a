"""The threads that must live as long as the process: counts them, and begins anew those that ended. Starts threads."""

import threading
from collections.abc import Callable

import structlog

from syncd import clock
from syncd.log import Event

_log = structlog.get_logger()


class Crew:
    """Threads by name. What they do must return only when all is to end; one that ends earlier is begun again."""

    def __init__(self, works: dict[str, Callable[[], None]]) -> None:
        self._works = works
        self._threads: dict[str, threading.Thread] = {}
        self._busy_since: dict[int | None, float] = {}

    def begin(self) -> None:
        """Begin all."""
        for name in self._works:
            self._begin(name)

    def mend(self) -> int:
        """Begin again whoever has ended; how many that were."""
        ended = [name for name, thread in self._threads.items() if not thread.is_alive()]
        for name in ended:
            _log.error(Event.WORKER_DIED, worker=name)
            self._begin(name)
        return len(ended)

    def living(self, longest_s: float) -> int:
        """How many work, or wait for work. Who has been at one piece of it for longer than `longest_s` does not come back."""
        oldest = clock.monotonic() - longest_s
        alive = [thread.ident for thread in self._threads.values() if thread.is_alive()]
        return sum(self._busy_since.get(ident, oldest) >= oldest for ident in alive)

    def busy(self) -> None:
        """The calling thread begins a piece of work."""
        self._busy_since[threading.get_ident()] = clock.monotonic()

    def free(self) -> None:
        """The calling thread has done it."""
        self._busy_since.pop(threading.get_ident(), None)

    def join(self, each_s: float) -> None:
        """Wait for each so long."""
        for thread in self._threads.values():
            thread.join(each_s)

    def _begin(self, name: str) -> None:
        # Daemon threads: a tenant that keeps a worker waiting must not keep the process from ending.
        self._threads[name] = threading.Thread(target=self._works[name], name=name, daemon=True)
        self._threads[name].start()
