"""Everything a command may need, made when first needed: settings, store, keys, client. The only place that builds them."""

from functools import cached_property
from pathlib import Path
from typing import cast

import typer

from syncd.clients import TenantClients
from syncd.keys import KeyRing
from syncd.poll.client import FeedClient, open_client
from syncd.settings import Settings, load_settings
from syncd.store.engine import Engine, open_store
from syncd.store.migrate import require_current


class Runtime:
    """One run of the command."""

    def __init__(self, config: Path | None) -> None:
        self._config = config

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self._config)

    @cached_property
    def unchecked_engine(self) -> Engine:
        """The store, whatever version its tables have."""
        return open_store(self.settings.store.url)

    @cached_property
    def engine(self) -> Engine:
        """The store, with the tables this program knows."""
        require_current(self.unchecked_engine)
        return self.unchecked_engine

    @cached_property
    def keys(self) -> KeyRing:
        return KeyRing(self.settings.centre.keys_dir, self.settings.centre.url)

    @cached_property
    def client(self) -> FeedClient:
        return open_client(self.settings, self.keys)

    @cached_property
    def clients(self) -> TenantClients:
        """The tenants' clients at Keycloak."""
        return TenantClients(self.engine, self.settings.keycloak, self.keys)


def runtime(context: typer.Context) -> Runtime:
    """The runtime of this command."""
    return cast("Runtime", context.obj)
