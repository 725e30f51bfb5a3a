"""Central stores to measure on: a private MariaDB on the disk with a server's durable settings, and an SQLite file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, insert

from syncd.model.tenant import Lease
from syncd.store import leases, migrate
from syncd.store.engine import open_store, transaction
from syncd.store.schema import tenant
from tests.mariadb_server import MariadbServer
from tests.moodle.tree import CACHE

# The tests' server forgets a second of commits to be quick; figures must not.
DURABLE = ("--innodb-flush-log-at-trx-commit=1", "--innodb-doublewrite=1", "--innodb-buffer-pool-size=1G")


@contextmanager
def disk_folder() -> Iterator[Path]:
    """A folder on the disk, not in memory."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=CACHE) as folder:
        yield Path(folder)


@contextmanager
def mariadb_store(name: str = "central") -> Iterator[tuple[MariadbServer, Engine]]:
    """A server of its own and the migrated central store in it."""
    with disk_folder() as folder, MariadbServer(folder, *DURABLE, f"--tmpdir={folder}") as server:
        server.create_database(name)
        engine = open_store(server.url(name))
        migrate.upgrade(engine)
        yield server, engine
        engine.dispose()


@contextmanager
def sqlite_store() -> Iterator[tuple[Path, Engine]]:
    """A migrated SQLite store in a file on the disk."""
    with disk_folder() as folder:
        file = folder / "central.db"
        engine = open_store(f"sqlite:///{file}")
        migrate.upgrade(engine)
        yield file, engine
        engine.dispose()


def one_tenant(engine: Engine) -> Lease:
    """A tenant and the right to write its rows."""
    with transaction(engine) as conn:
        values = dict.fromkeys(("slug", "name", "agency", "url", "site", "jwks"), "satu") | {"joined_at": 0, "next_sync_at": 0}
        key = conn.execute(insert(tenant).values(values)).inserted_primary_key
        claimed = leases.claim(conn, int(key[0]), "bench", 0) if key else None
        if claimed is None:
            raise RuntimeError("the new tenant could not be claimed")
        return claimed.lease
