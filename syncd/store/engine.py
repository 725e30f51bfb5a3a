"""Opens the central store and runs transactions on it, replaying what a deadlock or a lost connection undid.

Talks to the database, knows no table.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import pymysql
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from syncd.errors import ConfigurationError, StoreUnavailableError
from syncd.model.digest import canonical_text, row_digest
from syncd.store.outage import is_transient, is_unavailable, sentence

# Outside the store the program names these two types and nothing else of SQLAlchemy, but for the query of health/summary.py.
__all__ = ["Connection", "Engine", "open_store", "reading", "run_transaction", "transaction"]

T = TypeVar("T")

# Four times the largest statement that `rows.py` sends.
MIN_PACKET = 16 * 1024 * 1024
_POOL = 20
_SQL_MODE = "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"
_BUSY_MS = 30_000
_MALFORMED = 2027
# A lease lasts this long; a transaction in which nothing happens for longer is ended by the server, and its locks with it.
_IDLE_S = 30
# How long a statement of the daemon may take; `serve`, where somebody waits, asks for less.
_PATIENCE_S = 120


def open_store(url: str, patience_s: int = _PATIENCE_S) -> Engine:
    """The engine of `sqlite:///file` or `mysql+pymysql://…`, checked to keep every character and refuse what does not fit.

    `patience_s`: a database that does not answer for so long is unavailable.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("store.url is not a database address; write sqlite:///file or mysql+pymysql://…") from error
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return _open_sqlite(parsed, patience_s)
    if parsed.drivername == "mysql+pymysql":
        engine = _open_mariadb(parsed, patience_s)
        _check_mariadb(engine)
        return engine
    raise ConfigurationError("store.url must begin with sqlite:///file or mysql+pymysql://")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One writing transaction: committed at the end of the block, rolled back by any exception."""
    with _translated(engine), _writing(engine) as conn:
        yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reading only; waits for no writer."""
    with _translated(engine), engine.connect() as conn:
        yield conn


def run_transaction(engine: Engine, work: Callable[[Connection], T], attempts: int = 5) -> T:
    """Run `work` in one transaction and, if the database undid it, run it again from the start.

    After a connection lost during commit nobody knows whether the commit happened: `work` must therefore read what it builds
    on inside the transaction and be harmless when applied twice.
    """
    retrying = Retrying(
        retry=retry_if_exception(is_transient),
        stop=stop_after_attempt(attempts),
        wait=wait_random_exponential(multiplier=0.05, max=1),
        reraise=True,
    )
    with _translated(engine):
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
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError as error:
        raise StoreUnavailableError("no connection to the central database became free in time") from error
    except DBAPIError as error:
        # What waiting cannot mend is a mistake in this program and must be seen as one.
        if not is_unavailable(error):
            raise
        raise StoreUnavailableError(sentence(error, _file(engine))) from error


def _file(engine: Engine) -> str | None:
    """The file that is the database; None of a server, whose own sentences name it."""
    return engine.url.database if engine.dialect.name == "sqlite" else None


def _open_sqlite(url: URL, patience_s: int) -> Engine:
    busy_ms = min(_BUSY_MS, patience_s * 1000)
    # isolation_level None: the driver opens no transaction of its own, so BEGIN below is the only one.
    engine = create_engine(
        url, hide_parameters=True, connect_args={"check_same_thread": False, "isolation_level": None, "timeout": busy_ms / 1000}
    )

    @event.listens_for(engine, "connect")
    def prepare(dbapi: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={busy_ms}"):
            dbapi.execute(f"PRAGMA {pragma}")
        for place, name in enumerate(("digest_high", "digest_low")):
            dbapi.create_function(name, -1, partial(_digest_part, place), deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        # A writer that begins as a reader can be refused in the middle; IMMEDIATE waits its turn at the start.
        conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("writes") else "BEGIN")

    return engine


def _digest_part(place: int, contract: int, *row: object) -> int:
    return row_digest(canonical_text(row, contract))[place]


def _open_mariadb(url: URL, patience_s: int) -> Engine:
    # UTC, or the hour that a clock change repeats makes two lease times equal. Idle transactions are ended, so that a process
    # that was stopped in the middle keeps its lock no longer than its lease.
    init = (
        f"SET SESSION time_zone = '+00:00', sql_mode = '{_SQL_MODE}', innodb_lock_wait_timeout = {min(10, patience_s)}, "
        f"idle_transaction_timeout = {_IDLE_S}, idle_write_transaction_timeout = {_IDLE_S}"
    )
    engine = create_engine(
        url.update_query_dict({"charset": "utf8mb4"}),
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # an error in the log must not quote rows
        pool_size=_POOL,
        pool_timeout=min(30, patience_s),
        max_overflow=0,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "connect_timeout": 5,
            "read_timeout": patience_s,
            "write_timeout": min(60, patience_s),
            "init_command": init,
        },
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, _args: object, options: dict[str, Any]) -> object:
        try:
            return pymysql.connect(**options)
        except pymysql.err.Error:
            raise
        except Exception as error:  # whatever the driver makes of an answer it does not expect
            raise pymysql.err.OperationalError(
                _MALFORMED, f"what answers at its address is no MariaDB this program understands ({type(error).__name__})"
            ) from error

    return engine


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
