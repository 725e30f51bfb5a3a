"""Brings the central tables to the version this program knows, or refuses to run on others.

Changes tables, writes no row but the version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from syncd.errors import ConfigurationError, StoreUnavailableError
from syncd.store.engine import reading, transaction

_LOCK = "asn-unggul-schema"
_LOCK_SECONDS = 60


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing. Safe to run twice, by two processes, and again after dying in the middle."""
    with _alone(engine), transaction(engine) as conn:
        _refuse_newer(conn)
        config = _config()
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


def require_current(engine: Engine) -> None:
    """Refuse tables older or newer than this program."""
    with reading(engine) as conn:
        if _refuse_newer(conn) != _scripts().get_current_head():
            raise ConfigurationError("the central tables are not at this program's version; run: syncd db upgrade")


def _refuse_newer(conn: Connection) -> str | None:
    found = MigrationContext.configure(conn).get_current_revision()
    if found is not None and found not in {script.revision for script in _scripts().walk_revisions()}:
        raise ConfigurationError(f"the central tables are at version {found}, newer than this program; install the newer syncd")
    return found


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    # SQLite: the writing transaction is the lock. MariaDB commits before each CREATE TABLE, so it needs one of its own,
    # on a connection of its own: given back only after the work was committed, or the next one would not see it.
    if engine.dialect.name == "sqlite":
        yield
        return
    with reading(engine) as conn:
        # This connection only holds the lock; the server must not end it while the tables are made on another.
        conn.execute(text("SET SESSION idle_transaction_timeout = 0, idle_write_transaction_timeout = 0"))
        conn.connection.detach()
        if conn.execute(text("SELECT GET_LOCK(:name, :seconds)"), {"name": _LOCK, "seconds": _LOCK_SECONDS}).scalar() != 1:
            raise StoreUnavailableError("another process has been changing the central tables for a minute; try again later")
        try:
            yield
        finally:
            conn.execute(text("DO RELEASE_LOCK(:name)"), {"name": _LOCK})
