"""Tells tenants which sessions have ended at the identity issuer, until each has been told. Asks tenants, writes the store.

At least once: telling a tenant twice does no harm. No tenant waits for another: each has its own place in a pool for a few
seconds, those that failed before or hear slowly get at most half of it, and who fails is tried less and less often. Of a person
who may not sign in anywhere any more, a tenant is told the person and not one session, so that the app's tokens there end too.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Protocol

import structlog

from syncd import clock, crashpoint
from syncd.errors import NotFoundError, StoreUnavailableError, TenantError
from syncd.log import Event
from syncd.model.tenant import TenantAddress
from syncd.store import logouts, people, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading, run_transaction

_log = structlog.get_logger()
_WORKERS = 8
# Of one tenant in a row; then others have their turn.
_BATCH = 50
# The same in time: a tenant that takes this long for a few words would keep its place for as long as it likes. Less than a claim
# lasts, with the longest telling that may come on top.
_STINT_S = 5.0
_LOOK_S = 0.5
_PRUNE_S = 600.0


class Teller(Protocol):
    """Whoever can tell a tenant of an end: `poll.client.FeedClient`."""

    def tell_logout(self, address: TenantAddress, issuer: str, session: str | None, subject: str | None) -> None: ...


class LogoutRelay:
    """Passes on what the issuer told the centre."""

    def __init__(self, engine: Engine, teller: Teller, issuer: str) -> None:
        self._engine, self._teller, self._issuer = engine, teller, issuer
        self._taken: dict[int, bool] = {}
        # Tenants that used up their time when they were last told something.
        self._slow: set[int] = set()
        self._lock = threading.Lock()

    def pass_on(self, stopping: Callable[[], bool]) -> None:
        """Go on until stopped, or until the store is away."""
        pause, prune_at = threading.Event(), clock.monotonic()
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="logout") as pool:
            while not stopping():
                for tenant_id, failing in self._due():
                    with self._lock:
                        self._taken[tenant_id] = failing
                    pool.submit(self._guarded, tenant_id, stopping)
                if clock.monotonic() >= prune_at:
                    self._prune()
                    prune_at = clock.monotonic() + _PRUNE_S
                pause.wait(_LOOK_S)

    def _due(self) -> list[tuple[int, bool]]:
        with self._lock:
            taken, failing, slow = set(self._taken), sum(self._taken.values()), set(self._slow)
        room = _WORKERS - len(taken)
        room_failing = min(room, _WORKERS // 2 - failing)
        if room <= 0:
            return []
        with reading(self._engine) as conn:
            found = [(one, False) for one in logouts.due_tenants(conn, room, slow, failing=False, besides=taken)]
            if room_failing > 0:
                found += [(one, True) for one in logouts.due_tenants(conn, room_failing, slow, failing=True, besides=taken)]
        return found[:room]

    def _guarded(self, tenant_id: int, stopping: Callable[[], bool]) -> None:
        try:
            self._tell(tenant_id, stopping)
        except (NotFoundError, StoreUnavailableError) as error:
            # A tenant that left takes its rows along; what a store that is away could not note is told again.
            _log.warning(Event.LOGOUT_WAITING, tenant=tenant_id, reason=str(error))
        except Exception:  # noqa: BLE001 - the thread's boundary: one tenant must not end the others' logouts
            _log.exception(Event.CHORE_FAILED, chore="logouts")
            with suppress(StoreUnavailableError):
                run_transaction(self._engine, partial(logouts.failed, tenant_id=tenant_id))
        finally:
            with self._lock:
                self._taken.pop(tenant_id, None)

    def _tell(self, tenant_id: int, stopping: Callable[[], bool]) -> None:
        if not run_transaction(self._engine, partial(logouts.claim, tenant_id=tenant_id)):
            return
        with reading(self._engine) as conn:
            tenant, found = tenants.by_id(conn, tenant_id), logouts.waiting(conn, tenant_id, _BATCH)
            barred = people.barred_of(conn, {one.subject for one in found if one.subject is not None})
        count, began = 0, clock.monotonic()
        for one in found:
            if stopping() or clock.monotonic() - began > _STINT_S:
                break
            session = None if one.subject in barred else one.session
            try:
                self._teller.tell_logout(tenants.address_of(tenant), self._issuer, session, one.subject)
            except TenantError as error:
                tries = run_transaction(self._engine, partial(logouts.failed, tenant_id=tenant_id))
                _log.warning(Event.LOGOUT_WAITING, tenant=tenant.slug, code=error.code, tries=tries, waiting=len(found) - count)
                return
            crashpoint.reach("logout:told")
            run_transaction(self._engine, partial(logouts.told, logout_id=one.id))
            count += 1
        slow = clock.monotonic() - began > _STINT_S
        with self._lock:
            (self._slow.add if slow else self._slow.discard)(tenant_id)
        if count:
            run_transaction(self._engine, partial(logouts.answered, tenant_id=tenant_id, slow=slow))
            _log.info(Event.LOGOUT_TOLD, tenant=tenant.slug, count=count)

    def _prune(self) -> None:
        if given_up := run_transaction(self._engine, lambda conn: logouts.prune(conn, database_now_ms(conn))):
            _log.error(Event.LOGOUT_GIVEN_UP, count=given_up)
