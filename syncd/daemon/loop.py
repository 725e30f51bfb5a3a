"""Takes the turns of due tenants for ever, on a bounded pool of threads. Reads tenants through the asker, writes the store.

    tick  → each second: bury who died, notice clocks that were set, hand due tenants to the workers
    beat  → each ten seconds: prolong the leases of turns under way, say how many workers live, tell systemd
    watch → each ten seconds: note whose state has changed
    prune → each hour: forget what is old
    work  → each worker, beside the others: claim a tenant, take its turn, tell how it went
    drain → when stopped: turns end at their next page, what is left of the leases is given back

When a tenant is due is a column, so a restart forgets nothing; who may write it is a lease, so several daemons do no harm.
Each step stands for itself: whatever goes wrong in one ends that one.
"""

import os
import secrets
import signal
import socket
import threading
import warnings
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from types import FrameType

import structlog
from sdnotify import SystemdNotifier

from syncd import __version__, clock
from syncd.daemon import chores
from syncd.daemon.chores import Chore
from syncd.daemon.crew import Crew
from syncd.daemon.prune import prune
from syncd.daemon.steady import SteadyScheduler
from syncd.daemon.telling import report
from syncd.daemon.waits import Waits
from syncd.errors import StoreUnavailableError
from syncd.health.flips import follow
from syncd.log import Event
from syncd.model.tenant import TenantRow
from syncd.store import beats, leases, tenants
from syncd.store.beats import Body
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, Engine, reading, run_transaction
from syncd.store.leases import Claim
from syncd.store.tenants import MAX_DEATHS, MAX_WAIT_MS, SUSPECT
from syncd.sync.closing import JITTER, close_crashed, park
from syncd.sync.state import Asker, SyncOptions
from syncd.sync.turn import take_turn

_log = structlog.get_logger()
_TICK_S = 1
_BEAT_S = 10
_PRUNE_S = 3600
_DRAIN_S = 9.0
_CHORE_END_S = 1.0
# Each worker finds its next tenant waiting; more would only grow stale in the queue.
_QUEUED_PER_WORKER = 3
# A worker at one turn for so much longer than a turn may take does not come back.
_STUCK_S = 600


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
        """`beside`: starts the chores, given this daemon's name."""
        self.owner = owner or new_owner()
        self._engine, self._asker, self._options, self._workers = engine, Waits(asker), options, workers
        # So many workers at most are at tenants in trouble.
        self._half = max(1, workers // 2)
        self._stopping = threading.Event()
        self._beside = chores.crew(beside(self.owner), self._stopping)
        self._crew = Crew({f"worker-{number}": self._work for number in range(workers)})
        self._wake = threading.Event()
        self._idle = threading.Condition()
        # Tenants handed to a worker, as they were then.
        self._taken: dict[int, TenantRow] = {}
        # Turns under way: only their leases are prolonged, so that one whose store failed is soon free again.
        self._turning: set[int] = set()
        self._queue: SimpleQueue[TenantRow | None] = SimpleQueue()
        with warnings.catch_warnings():
            # Without systemd the library leaves closing its socket to Python.
            warnings.simplefilter("ignore", ResourceWarning)
            self._systemd = SystemdNotifier()
        self._clock = SteadyScheduler()
        # The database's clock, and our monotonic one at the same moment: they run together unless somebody sets the first.
        self._clocks: tuple[int, float] | None = None
        self._sound = True
        self._clock_off_ms: int | None = None
        # A turn began while our clock was wrong, perhaps between two looks at it.
        self._asked_astray = threading.Event()

    def run(self, *, install_signals: bool = True) -> None:
        """Work until stopped; then give turns ten seconds to end at their next page."""
        if install_signals:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, self._on_signal)
        self._crew.begin()
        self._guarded(self._beat)
        self._beside.begin()
        self._clock.every(_TICK_S).seconds.do(self._guarded, self._tick)
        self._clock.every(_BEAT_S).seconds.do(self._guarded, self._beat)
        self._clock.every(_BEAT_S).seconds.do(self._guarded, follow, self._engine)
        self._clock.every(_PRUNE_S).seconds.do(self._guarded, prune, self._engine)
        self._systemd.notify("READY=1")
        _log.info(Event.DAEMON_STARTED, owner=self.owner, workers=self._workers)
        self._guarded(self._tick)
        # Also now: a process that is begun anew every night would never come to it.
        self._guarded(prune, self._engine)
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

    def _guarded(self, step: Callable[..., None], *of: object) -> None:
        """Nothing that goes wrong in a step stops more than this step: a store that is away, or a mistake of ours."""
        try:
            step(*of)
        except StoreUnavailableError as error:
            _log.warning(Event.STORE_UNAVAILABLE, reason=str(error))
        except Exception:  # noqa: BLE001 - the boundary of the thread that everything hangs on
            _log.exception(Event.STEP_FAILED, step=step.__name__)

    def _tick(self) -> None:
        """Hand due tenants to the workers; those in trouble get at most half of them, those that may end processes one."""
        if self._stopping.is_set():
            return
        self._crew.mend()
        slow = set(self._asker.long())
        with self._idle:
            taken = dict(self._taken)
        room = self._workers * _QUEUED_PER_WORKER - len(taken)
        room_failing = self._half - sum(row.in_trouble or row.id in slow for row in taken.values())
        suspects = 1 - sum(row.deaths >= SUSPECT for row in taken.values())
        self._follow_clock()
        if room <= 0:
            return
        healthy_ms = round(self._options.interval_s * (1 + JITTER) * 1000)
        failing_ms = max(healthy_ms, self._options.backoff_cap_s * 1000, MAX_WAIT_MS)
        with reading(self._engine) as conn:
            found = tenants.due(conn, room, failing=False, besides=taken, longest_ms=healthy_ms, suspects=suspects)
            suspects -= sum(row.deaths >= SUSPECT for row in found)
            if room_failing > 0:
                found += tenants.due(conn, room_failing, failing=True, besides=taken, longest_ms=failing_ms, suspects=suspects)
        with self._idle:
            for tenant in found:
                self._taken[tenant.id] = tenant
                self._queue.put(tenant)

    def _follow_clock(self) -> None:
        """Bury who died, and notice when the database's clock was set: due times then mean nothing any more."""
        before = clock.monotonic()
        with reading(self._engine) as conn:
            now = database_now_ms(conn)
            died = leases.dead(conn, self.owner, now)
        for owner in died:
            if run_transaction(self._engine, lambda conn, owner=owner: leases.bury(conn, owner, now)):  # type: ignore[misc]
                _log.warning(Event.DAEMON_DIED, owner=owner)
        known, self._clocks = self._clocks, (now, before)
        off_ms = clock.now_ms() - now
        off_before_ms, self._clock_off_ms = self._clock_off_ms, off_ms
        if known is None:
            return
        jump_ms = now - known[0] - round((before - known[1]) * 1000)
        if abs(jump_ms) > clock.SKEW_MS:
            count = run_transaction(self._engine, tenants.make_all_due)
            _log.error(Event.CLOCK_SET, by_s=jump_ms // 1000, tenants=count)
        own_jump = off_before_ms is not None and abs(off_ms - off_before_ms) > clock.SKEW_MS
        if own_jump or (self._asked_astray.is_set() and abs(off_ms) <= clock.SKEW_MS):
            # Tenants refused our tokens of another time, or will: what they said then holds no longer.
            self._asked_astray.clear()
            run_transaction(self._engine, tenants.make_all_due)

    def _beat(self) -> None:
        self._beside.mend()
        longest_s = self._options.turn_budget_s + _STUCK_S
        living = self._crew.living(longest_s)
        with self._idle:
            turning = sorted(self._turning)

        def work(conn: Connection) -> Body:
            now = database_now_ms(conn)
            body = Body(self._workers, living, clock.now_ms() - now)
            leases.renew(conn, self.owner, turning)
            beats.beat(conn, self.owner, __version__, now, body)
            return body

        body = run_transaction(self._engine, work)
        sound = living == self._workers and abs(body.clock_off_ms) <= clock.SKEW_MS
        if not sound and self._sound:
            if living < self._workers:
                _log.error(Event.WORKERS_SHORT, living=living, wanted=self._workers)
            if abs(body.clock_off_ms) > clock.SKEW_MS:
                _log.error(Event.CLOCKS_DISAGREE, ahead_of_database_s=body.clock_off_ms // 1000)
        self._sound = sound
        # With half of the workers gone for good the process is worth beginning anew, which systemd does.
        if 2 * living >= self._workers:
            self._systemd.notify("WATCHDOG=1")

    def _work(self) -> None:
        while (tenant := self._queue.get()) is not None:
            self._crew.busy()
            try:
                if not self._stopping.is_set():
                    self._turn(tenant)
            except StoreUnavailableError as error:
                _log.warning(Event.STORE_UNAVAILABLE, tenant=tenant.slug, reason=str(error))
            except Exception:  # noqa: BLE001 - the thread's boundary: the next tenant must be read although this one broke it
                _log.exception(Event.SYNC_CRASHED, tenant=tenant.slug)
                # The tenant is still due: a mistake that meets every tenant must not fill the log at full speed.
                self._stopping.wait(_TICK_S)
            finally:
                self._crew.free()
                self._asker.forget(tenant.id)
                with self._idle:
                    self._taken.pop(tenant.id, None)
                    self._turning.discard(tenant.id)
                    low = len(self._taken) <= self._workers
                    self._idle.notify_all()
                if low:
                    self._wake.set()

    def _turn(self, tenant: TenantRow) -> None:
        claim = run_transaction(self._engine, lambda conn: leases.claim(conn, tenant.id, self.owner))
        if claim is None:
            return
        if abs(clock.now_ms() - claim.at) > clock.SKEW_MS:
            self._asked_astray.set()
        with self._idle:
            self._turning.add(tenant.id)
        if claim.tenant.deaths >= MAX_DEATHS:
            _log.error(Event.TENANT_PARKED, tenant=tenant.slug, deaths=claim.tenant.deaths)
            park(self._engine, claim)
            return
        self._take(claim)

    def _take(self, claim: Claim) -> None:
        try:
            stopping = partial(self._must_stop, claim.tenant.id)
            result = take_turn(self._engine, self._asker, claim, self._options, stopping=stopping)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - the worker's boundary: no tenant's turn may end the others'
            _log.exception(Event.SYNC_CRASHED, tenant=claim.tenant.slug)
            close_crashed(self._engine, claim, self._options, type(error).__name__)
        else:
            report(result)
            if result.outcome != "ok" or claim.tenant.in_trouble:
                # Between two looks a state may come and go.
                follow(self._engine, claim.tenant.id)

    def _must_stop(self, tenant_id: int) -> bool:
        """The process ends; or this is the longest of more long turns than there may be, and the next one of it goes on."""
        slow = self._asker.long()
        return self._stopping.is_set() or (len(slow) > self._half and slow[0] == tenant_id)

    def _drain(self) -> None:
        self._systemd.notify("STOPPING=1")
        for _ in range(self._workers):
            self._queue.put(None)
        with self._idle:
            _log.info(Event.DAEMON_DRAINING, turns=len(self._turning))
            self._idle.wait_for(lambda: not self._taken, timeout=_DRAIN_S)
        # A chore ends at its next question; what it cannot finish the next process goes on with.
        self._beside.join(_CHORE_END_S)
        self._guarded(self._leave)
        _log.info(Event.DAEMON_STOPPED, owner=self.owner)

    def _leave(self) -> None:
        def work(conn: Connection) -> None:
            leases.release_all(conn, self.owner, database_now_ms(conn))
            beats.leave(conn, self.owner)

        run_transaction(self._engine, work)
