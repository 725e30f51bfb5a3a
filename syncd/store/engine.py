"""Opens the central store and runs transactions on it, replaying what a deadlock or a lost connection undid.

Talks to the database, knows no table.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from syncd.errors import ConfigurationError, StoreUnavailableError
from syncd.model.digest import canonical_text, row_digest

# The rest of the program names these two types and nothing else of SQLAlchemy.
__all__ = ["Connection", "Engine", "open_store", "reading", "run_transaction", "transaction"]

T = TypeVar("T")

# Four times the largest statement that `rows.py` sends.
MIN_PACKET = 16 * 1024 * 1024
_POOL = 20
_SQL_MODE = "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"
_BUSY_MS = 30_000
# Deadlock, lock wait (which undoes one statement only!), record changed since read, connection gone, connection lost at any
# moment, also during commit. After each of them the whole transaction is run again.
_TRANSIENT = frozenset({1213, 1205, 1020, 2006, 2013})

# Out of memory, disk, threads or connections; shutting down; no right to write; read-only; killed; not reachable.
_UNAVAILABLE = frozenset(
    {1021, 1030, 1037, 1040, 1041, 1044, 1045, 1053, 1114, 1135, 1142, 1143, 1152, 1158, 1159, 1160, 1161, 1180, 1203, 1226}
    | {1227, 1290, 1317, 1836, 1927, 1969, 2002, 2003, 2005, 2014, 2027}
)


def open_store(url: str) -> Engine:
    """The engine of `sqlite:///file` or `mysql+pymysql://…`, checked to keep every character and refuse what does not fit."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("store.url is not a database address; write sqlite:///file or mysql+pymysql://…") from error
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return _open_sqlite(parsed)
    if parsed.drivername == "mysql+pymysql":
        engine = _open_mariadb(parsed)
        _check_mariadb(engine)
        return engine
    raise ConfigurationError("store.url must begin with sqlite:///file or mysql+pymysql://")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One writing transaction: committed at the end of the block, rolled back by any exception."""
    with _translated(), _writing(engine) as conn:
        yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reading only; waits for no writer."""
    with _translated(), engine.connect() as conn:
        yield conn


def run_transaction(engine: Engine, work: Callable[[Connection], T], attempts: int = 5) -> T:
    """Run `work` in one transaction and, if the database undid it, run it again from the start.

    After a connection lost during commit nobody knows whether the commit happened: `work` must therefore read what it builds
    on inside the transaction and be harmless when applied twice.
    """
    retrying = Retrying(
        retry=retry_if_exception(_is_transient),
        stop=stop_after_attempt(attempts),
        wait=wait_random_exponential(multiplier=0.05, max=1),
        reraise=True,
    )
    with _translated():
        result: T = retrying(_once, engine, work)
        return result


def _once(engine: Engine, work: Callable[[Connection], T]) -> T:
    with _writing(engine) as conn:
        return work(conn)


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as conn:
        conn.execution_options(writes=True)
        with conn.begin():
            yield conn


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreUnavailableError("no connection to the central database became free in time") from error
    except (OperationalError, InterfaceError) as error:
        # What waiting cannot mend is a mistake in this program and must be seen as one.
        if not _is_unavailable(error):
            raise
        raise StoreUnavailableError(f"the central database cannot be used now: {error.orig}") from error


def _is_unavailable(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.OperationalError):
        return not str(error.orig).startswith(("no such", "near "))
    return isinstance(error, InterfaceError) or _code(error) in _TRANSIENT | _UNAVAILABLE or error.connection_invalidated


def _code(error: DBAPIError) -> object:
    return error.orig.args[0] if error.orig is not None and error.orig.args else None


def _is_transient(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.OperationalError):
        return "locked" in str(error.orig)
    return _code(error) in _TRANSIENT or error.connection_invalidated


def _open_sqlite(url: URL) -> Engine:
    # isolation_level None: the driver opens no transaction of its own, so BEGIN below is the only one.
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False, "isolation_level": None, "timeout": _BUSY_MS / 1000}
    )

    @event.listens_for(engine, "connect")
    def prepare(dbapi: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}"):
            dbapi.execute(f"PRAGMA {pragma}")
        dbapi.create_function("digest_high", -1, lambda *row: row_digest(canonical_text(row))[0], deterministic=True)
        dbapi.create_function("digest_low", -1, lambda *row: row_digest(canonical_text(row))[1], deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        # A writer that begins as a reader can be refused in the middle; IMMEDIATE waits its turn at the start.
        conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("writes") else "BEGIN")

    return engine


def _open_mariadb(url: URL) -> Engine:
    # UTC, or the hour that a clock change repeats makes two lease times equal.
    init = f"SET SESSION time_zone = '+00:00', sql_mode = '{_SQL_MODE}', innodb_lock_wait_timeout = 10"
    return create_engine(
        url.update_query_dict({"charset": "utf8mb4"}),
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # an error in the log must not quote rows
        pool_size=_POOL,
        max_overflow=0,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={"connect_timeout": 5, "read_timeout": 120, "write_timeout": 60, "init_command": init},
    )


def _check_mariadb(engine: Engine) -> None:
    with reading(engine) as conn:
        charset, collation, mode, packet = conn.exec_driver_sql(
            "SELECT @@character_set_database, @@collation_database, @@global.sql_mode, @@max_allowed_packet"
        ).one()
        name = conn.exec_driver_sql("SELECT DATABASE()").scalar()
    if charset != "utf8mb4" or collation != "utf8mb4_bin":
        raise ConfigurationError(
            f"database {name} is {charset}/{collation} and would lose or confuse characters; run: "
            f"ALTER DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
        )
    if "STRICT_TRANS_TABLES" not in mode and "STRICT_ALL_TABLES" not in mode:
        raise ConfigurationError(
            f"the database server's sql_mode is '{mode}' and cuts values silently; "
            "set sql_mode=STRICT_TRANS_TABLES in its configuration"
        )
    if packet < MIN_PACKET:
        raise ConfigurationError(
            f"the database server's max_allowed_packet is {packet} bytes, a page can need {MIN_PACKET}; "
            "set max_allowed_packet=64M in its configuration"
        )
