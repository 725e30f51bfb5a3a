"""Makes, enables, disables and removes tenants' clients at Keycloak as the store says. Asks Keycloak, writes the store.

The store is the truth. If Keycloak cannot be told at once, the daemon tells it later by itself.
"""

import threading
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

import structlog

from syncd import crashpoint
from syncd.errors import ConfigurationError, KeycloakRefusedError, KeycloakUnavailableError, StoreUnavailableError
from syncd.keycloak.api import RealmApi
from syncd.keycloak.clients import disable_client, put_client, remove_client
from syncd.keycloak.connection import Account, asking, open_admin
from syncd.keycloak.text import read_tenant_client
from syncd.keys import KeyRing
from syncd.log import Event
from syncd.settings import KeycloakSection
from syncd.store import clients
from syncd.store.clients import Wanted
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading, run_transaction

_log = structlog.get_logger()
# So many are no property of a tenant.
_MANY_FAILURES = 3
# A joining site gives up after ten seconds.
_MOMENT_S = 4.0


class ClientState(StrEnum):
    """What happened to a tenant's client in this call."""

    NO_REALM = "no realm"
    ENABLED = "enabled"
    DISABLED = "disabled"
    REMOVED = "removed"
    LATE = "late"


class TenantClients:
    """The clients of all tenants of this centre."""

    def __init__(self, engine: Engine, section: KeycloakSection, keys: KeyRing) -> None:
        self._engine, self._section, self._keys = engine, section, keys
        self._failed: set[str] = set()

    def bring(self, slug: str, *, remove: bool = False) -> ClientState:
        """Make the client of this tenant as it should be, now. If that fails, the client counts as late; nothing is raised.

        `remove`: delete the client of a tenant that is gone; without it the client is only disabled.
        """
        if self._section.url is None:
            return ClientState.NO_REALM
        try:
            return self._bring(slug, remove=remove)
        except (KeycloakUnavailableError, KeycloakRefusedError, ConfigurationError, StoreUnavailableError) as error:
            return _late(slug, str(error))

    def bring_soon(self, slug: str, *, remove: bool = False) -> ClientState:
        """Like `bring`, but returns after 4 s: if Keycloak is slower, the work continues in the background and counts as late."""
        came: list[ClientState] = []
        thread = threading.Thread(target=lambda: came.append(self.bring(slug, remove=remove)), name=f"client {slug}", daemon=True)
        thread.start()
        thread.join(_MOMENT_S)
        return came[0] if came else _late(slug, "Keycloak takes long to answer")

    def bring_late(self, stopping: Callable[[], bool] = lambda: False) -> None:
        """Update late clients. After a few failures stop until the next time, when those come last: no client blocks others."""
        if self._section.url is None:
            return
        with reading(self._engine) as conn:
            late = clients.late(conn)
        failures = 0
        for slug in sorted(late, key=lambda slug: (slug in self._failed, slug)):
            if stopping() or failures >= _MANY_FAILURES:
                break
            self._failed.discard(slug)
            if self.bring(slug) is ClientState.LATE:
                self._failed.add(slug)
                failures += 1

    def _bring(self, slug: str, *, remove: bool) -> ClientState:
        template = read_tenant_client(self._section.realm_dir, self._keys.issuer)
        wanted = run_transaction(self._engine, partial(clients.begin, slug=slug))
        with asking(self._section):
            api = RealmApi(open_admin(self._section, self._keys, Account.REALM))
            state = _make(api, template, wanted, remove=remove)
        crashpoint.reach("client:made")
        if not run_transaction(self._engine, lambda conn: clients.done(conn, wanted, database_now_ms(conn))):
            return _late(slug, "another change came at the same time")
        _log.info(Event.CLIENT_CHANGED, tenant=slug, state=str(state))
        return state


def _make(api: RealmApi, template: dict[str, Any], wanted: Wanted, *, remove: bool) -> ClientState:
    if wanted.tenant is not None:
        put_client(api, template, wanted.tenant)
        return ClientState.ENABLED if wanted.enabled else ClientState.DISABLED
    if remove:
        remove_client(api, wanted.slug)
        return ClientState.REMOVED
    disable_client(api, wanted.slug)
    return ClientState.DISABLED


def _late(slug: str, reason: str) -> ClientState:
    _log.warning(Event.CLIENT_LATE, tenant=slug, reason=reason)
    return ClientState.LATE
