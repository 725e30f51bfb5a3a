"""Takes the turns of due tenants for ever, on a bounded pool of threads. Reads tenants through the asker, writes the store.

When a tenant is due is a column, so a restart forgets nothing; who may write it is a lease, so several daemons do no harm.
"""

import os
import secrets
import signal
import socket
import threading
import warnings
from collections.abc import Callable
from queue import SimpleQueue
from types import FrameType

import schedule
import structlog
from sdnotify import SystemdNotifier

from syncd import __version__, chores, clock
from syncd.chores import Chore
from syncd.closing import close_crashed, park
from syncd.errors import StoreUnavailableError
from syncd.log import Event
from syncd.model.tenant import TenantRow
from syncd.store import beats, leases, ledger, tenants
from syncd.store.engine import Connection, Engine, reading, run_transaction
from syncd.store.leases import Claim
from syncd.store.tenants import MAX_DEATHS
from syncd.sync import take_turn
from syncd.turn import Asker, SyncOptions, TurnResult

_log = structlog.get_logger()
_TICK_S = 1
_BEAT_S = 10
_DRAIN_S = 9.0
_CHORE_END_S = 1.0
# Each worker finds its next tenant waiting; more would only grow stale in the queue.
_QUEUED_PER_WORKER = 3


def new_owner() -> str:
    """A name for this process in leases, unlike that of any other process on any host."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


class Daemon:
    """One process of the centre's daemon. `run` returns after `stop`, or after SIGTERM or SIGINT where they were installed."""

    def __init__(
        self,
        engine: Engine,
        asker: Asker,
        options: SyncOptions,
        workers: int = 32,
        owner: str | None = None,
        *,
        beside: Callable[[str], dict[str, Chore]] = lambda _: {},
    ) -> None:
        """`beside`: given this daemon's name, what it does beside the turns."""
        self.owner = owner or new_owner()
        self._chores, self._beside = beside(self.owner), list[threading.Thread]()
        self._engine, self._asker, self._options, self._workers = engine, asker, options, workers
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._idle = threading.Condition()
        # Tenants handed to a worker, and whether their last turn failed.
        self._taken: dict[int, bool] = {}
        # Turns under way: only their leases are prolonged, so that one whose store failed is free again after its 30 s.
        self._turning: set[int] = set()
        self._queue: SimpleQueue[TenantRow | None] = SimpleQueue()
        with warnings.catch_warnings():
            # Without systemd the library leaves closing its socket to Python.
            warnings.simplefilter("ignore", ResourceWarning)
            self._systemd = SystemdNotifier()
        self._clock = schedule.Scheduler()

    def run(self, *, install_signals: bool = True) -> None:
        """Work until stopped; then let turns end at their next page, for ten seconds at most."""
        if install_signals:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, self._on_signal)
        for number in range(self._workers):
            # Daemon threads: a tenant that keeps a worker waiting must not keep the process from ending.
            threading.Thread(target=self._work, name=f"worker-{number}", daemon=True).start()
        self._guarded(self._beat)
        self._beside.extend(chores.begin(self._chores, self._stopping))
        self._clock.every(_TICK_S).seconds.do(self._guarded, self._tick)
        self._clock.every(_BEAT_S).seconds.do(self._guarded, self._beat)
        self._clock.every().day.do(self._guarded, self._prune)
        self._systemd.notify("READY=1")
        _log.info(Event.DAEMON_STARTED, owner=self.owner, workers=self._workers)
        self._guarded(self._tick)
        while not self._stopping.is_set():
            if self._wake.wait(timeout=_TICK_S):
                self._wake.clear()
                self._guarded(self._tick)
            self._clock.run_pending()
        self._drain()

    def stop(self) -> None:
        """Take no new tenant and end the turns under way at their next page."""
        self._stopping.set()
        self._wake.set()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _guarded(self, step: Callable[[], None]) -> None:
        """A store that is away stops nothing but this step."""
        try:
            step()
        except StoreUnavailableError as error:
            _log.warning(Event.STORE_UNAVAILABLE, reason=str(error))

    def _tick(self) -> None:
        """Hand due tenants to the workers; those that failed get at most half of them."""
        if self._stopping.is_set():
            return
        with self._idle:
            room = self._workers * _QUEUED_PER_WORKER - len(self._taken)
            room_failing = max(1, self._workers // 2) - sum(self._taken.values())
            taken = set(self._taken)
        if room <= 0:
            return
        with reading(self._engine) as conn:
            found = tenants.due(conn, room, failing=False, besides=taken)
            if room_failing > 0:
                found += tenants.due(conn, room_failing, failing=True, besides=taken)
        with self._idle:
            for tenant in found:
                self._taken[tenant.id] = tenant.failures > 0
                self._queue.put(tenant)

    def _beat(self) -> None:
        with self._idle:
            turning = sorted(self._turning)

        def work(conn: Connection) -> None:
            leases.renew(conn, self.owner, turning)
            beats.beat(conn, self.owner, __version__, clock.now_ms())

        run_transaction(self._engine, work)
        self._systemd.notify("WATCHDOG=1")

    def _prune(self) -> None:
        run_transaction(self._engine, lambda conn: ledger.prune(conn, clock.now_ms()))

    def _work(self) -> None:
        while (tenant := self._queue.get()) is not None:
            try:
                if not self._stopping.is_set():
                    self._turn(tenant)
            except StoreUnavailableError as error:
                _log.warning(Event.STORE_UNAVAILABLE, tenant=tenant.slug, reason=str(error))
            finally:
                with self._idle:
                    self._taken.pop(tenant.id, None)
                    self._turning.discard(tenant.id)
                    low = len(self._taken) <= self._workers
                    self._idle.notify_all()
                if low:
                    self._wake.set()

    def _turn(self, tenant: TenantRow) -> None:
        claim = run_transaction(self._engine, lambda conn: leases.claim(conn, tenant.id, self.owner, clock.now_ms()))
        if claim is None:
            return
        with self._idle:
            self._turning.add(tenant.id)
        if claim.tenant.deaths >= MAX_DEATHS:
            _log.error(Event.TENANT_PARKED, tenant=tenant.slug, deaths=claim.tenant.deaths)
            park(self._engine, claim)
            return
        self._take(claim)

    def _take(self, claim: Claim) -> None:
        try:
            result = take_turn(self._engine, self._asker, claim, self._options, stopping=self._stopping.is_set)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - the worker's boundary: no tenant's turn may end the others'
            _log.exception(Event.SYNC_CRASHED, tenant=claim.tenant.slug)
            close_crashed(self._engine, claim, self._options, type(error).__name__)
        else:
            _report(result)

    def _drain(self) -> None:
        self._systemd.notify("STOPPING=1")
        for _ in range(self._workers):
            self._queue.put(None)
        with self._idle:
            _log.info(Event.DAEMON_DRAINING, turns=len(self._turning))
            self._idle.wait_for(lambda: not self._taken, timeout=_DRAIN_S)
        for thread in self._beside:
            # A chore ends at its next question; what it cannot finish the next process goes on with.
            thread.join(_CHORE_END_S)
        self._guarded(self._leave)
        _log.info(Event.DAEMON_STOPPED, owner=self.owner)

    def _leave(self) -> None:
        def work(conn: Connection) -> None:
            leases.release_all(conn, self.owner, clock.now_ms())
            beats.leave(conn, self.owner)

        run_transaction(self._engine, work)


def _report(result: TurnResult) -> None:
    facts = {"tenant": result.slug, "outcome": result.outcome, "verified": result.verified_equal}
    if result.outcome == "lost":
        _log.warning(Event.LEASE_LOST, tenant=result.slug)
    elif result.outcome == "failed":
        _log.warning(Event.SYNC_FAILED, **facts, code=result.code, error=result.error)
    else:
        tally = result.tally
        _log.info(
            Event.SYNC_FINISHED,
            **facts,
            requests=tally.requests,
            rows=tally.rows,
            gone=tally.gone,
            rejected=tally.rejected,
            repaired=tally.repaired,
            notes=list(result.notes),
        )
