"""Everything a command may need, opened when first needed: settings, store, keys, client. The only place that builds them.

Opening makes nothing: a command in the wrong folder must not begin a second centre. `make_keys` and `syncd db upgrade` make.
"""

import getpass
from functools import cached_property
from pathlib import Path
from typing import cast

import typer

from syncd.errors import ConfigurationError
from syncd.keys import KeyRing
from syncd.poll.client import FeedClient, open_client
from syncd.realm.clients import TenantClients
from syncd.settings import Settings, load_settings
from syncd.store import centre_keys
from syncd.store.engine import Engine, open_store, reading, run_transaction
from syncd.store.migrate import require_current

_SQLITE = "sqlite:///"
_LONGEST_NAME = 64


def operator() -> str:
    """Who gives the command, as logs of LAN's decisions name them; they have room for 64 characters."""
    return getpass.getuser()[:_LONGEST_NAME]


class Runtime:
    """One run of the command."""

    def __init__(self, config: Path | None) -> None:
        self._config = config
        # A database that does not answer for so long is unavailable. `serve`, where people and sites wait, sets less.
        self.patience_s = 120

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self._config)

    @cached_property
    def unchecked_engine(self) -> Engine:
        """The store, whatever version its tables have."""
        if (file := self._database_file()) and not file.exists():
            raise ConfigurationError(
                f"There is no database {file}: let [store] url name the one of this centre. A new centre makes it with:"
                " syncd db upgrade"
            )
        return open_store(self.settings.store.url, self.patience_s)

    def new_engine(self) -> Engine:
        """The store, made if it is a file that does not exist yet."""
        if (file := self._database_file()) and not file.parent.is_dir():
            raise ConfigurationError(f"The directory of the database {file} does not exist: make it, or correct [store] url.")
        return open_store(self.settings.store.url, self.patience_s)

    @cached_property
    def engine(self) -> Engine:
        """The store, with the tables this program knows."""
        require_current(self.unchecked_engine)
        return self.unchecked_engine

    @cached_property
    def keys(self) -> KeyRing:
        """The keys by which the tenants of this store know the centre; ConfigurationError if these are others."""
        with reading(self.engine) as conn:
            known = centre_keys.known(conn)
        ring = self._ring(make=False)
        if known and known.isdisjoint(ring.kids()):
            raise ConfigurationError(
                f"The key set in {self.settings.centre.keys_dir} is not the one that the tenants of this store know: let [centre]"
                " keys_dir name the right directory, or restore it from its backup. If the store was restored from a backup"
                " older than these keys: syncd keys accept"
            )
        return ring

    def make_keys(self) -> KeyRing:
        """The same, made if there are none and no tenant knows any; the store remembers them."""
        with reading(self.engine) as conn:
            make = not centre_keys.known(conn)
        if make:
            self._ring(make=True)
        self.remember(self.keys)
        return self.keys

    def accept_keys(self, *, make: bool) -> KeyRing:
        """The keys that are there, or with `make` new ones, whatever the store remembers: from now on it remembers these."""
        ring = self._ring(make=make)
        self.remember(ring)
        return ring

    def remember(self, ring: KeyRing) -> None:
        """The store knows this key set from now on; nothing is written if it does already."""
        kids = ring.kids()
        with reading(self.engine) as conn:
            same = centre_keys.remembered(conn) == kids
        if not same:
            run_transaction(self.engine, lambda conn: centre_keys.remember(conn, kids))

    def _ring(self, *, make: bool) -> KeyRing:
        return KeyRing(self.settings.centre.keys_dir, self.settings.centre.url, make=make)

    def _database_file(self) -> Path | None:
        file = self.settings.store.url.removeprefix(_SQLITE).partition("?")[0]
        return Path(file) if self.settings.store.url.startswith(_SQLITE) and file not in ("", ":memory:") else None

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
