"""200,000 completions into the central store: syncd's pages against what one would write otherwise, into the same table."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from uuid import UUID

import pymysql
from sqlalchemy import Engine
from sqlalchemy.dialects.mysql import insert as mysql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bench.measure import Json, alternate, rates, ratios, seconds
from bench.stores import disk_folder, mariadb_store, one_tenant, sqlite_store
from syncd.model.kinds import COMPLETION
from syncd.model.rows import KindRows
from syncd.model.tenant import Lease
from syncd.model.wire import Cursor, RawRows, SnapshotPage
from syncd.store import rows, streams
from syncd.store.engine import transaction
from syncd.store.schema import kind_tables
from syncd.validate.page import validate_page
from tests.mariadb_server import MariadbServer

ROWS = 200_000
PAGE = 5_000
ROUNDS = 5
_TABLE = kind_tables["completion"]
_LOG = Cursor(1, "0123456789ab")
_COLUMNS = ("tenant_id", "id", "course", "learner", "completed", "generation", "changed_at")
_OWN = ("course", "learner", "completed", "generation", "changed_at")
_NAMES = ", ".join(_COLUMNS)
_MARIADB_UPSERT = f"INSERT INTO completion ({_NAMES}) VALUES (%s, %s, %s, %s, %s, %s, %s) ON DUPLICATE KEY UPDATE " + ", ".join(
    f"{name} = VALUES({name})" for name in _OWN
)
_SQLITE_UPSERT = (
    f"INSERT INTO completion ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _OWN)
)

Row = list[object]


def run() -> Json:
    with mariadb_store() as (server, engine):
        mariadb = _measure(engine, _mariadb_rivals(server, engine, one_tenant(engine)))
    with sqlite_store() as (file, engine):
        sqlite = _measure(engine, _sqlite_rivals(file, engine, one_tenant(engine)))
    return {"rows": ROWS, "page": PAGE, "rounds": ROUNDS, "mariadb": mariadb, "sqlite": sqlite}


def _measure(engine: Engine, works: dict[str, Callable[[], object]]) -> Json:
    def timed(work: Callable[[], object], *, empty: bool) -> Callable[[], float]:
        def once() -> float:
            if empty:
                with transaction(engine) as conn:
                    conn.execute(_TABLE.delete()) if engine.dialect.name == "sqlite" else conn.exec_driver_sql(
                        "TRUNCATE TABLE completion"
                    )
            return seconds(work)

        return once

    found = {}
    for state, empty in (("fresh", True), ("unchanged", False)):
        times = alternate(ROUNDS, {name: timed(work, empty=empty) for name, work in works.items()})
        found[state] = {
            "rows_per_second": {name: rates(ROWS, taken) for name, taken in times.items()},
            "times_as_fast_as": {
                name: ratios(taken, times["syncd_stores"]) for name, taken in times.items() if name != "syncd_stores"
            },
        }
    return found


def _mariadb_rivals(server: MariadbServer, engine: Engine, lease: Lease) -> dict[str, Callable[[], object]]:
    return {
        "syncd_stores": lambda: _store(engine, lease, [[KindRows("completion", page)] for page in _pages()]),
        "syncd_validates_and_stores": lambda: _validate_and_store(engine, lease),
        "sqlalchemy_execute_list": lambda: _sqlalchemy(engine, lease),
        "pymysql_executemany": lambda: _executemany(server, lease),
        "load_data_local": lambda: _load_data(server, lease, PAGE),
        "load_data_local_one_file": lambda: _load_data(server, lease, ROWS),
    }


def _sqlite_rivals(file: Path, engine: Engine, lease: Lease) -> dict[str, Callable[[], object]]:
    return {
        "syncd_stores": lambda: _store(engine, lease, [[KindRows("completion", page)] for page in _pages()]),
        "syncd_validates_and_stores": lambda: _validate_and_store(engine, lease),
        "sqlalchemy_execute_list": lambda: _sqlalchemy(engine, lease),
        "sqlite3_executemany": lambda: _sqlite3(file, lease),
    }


# Rows as they come out of a page, the same in every round.

_learner = Random(1)
_ROWS: list[Row] = [
    [number, 1 + number % 301, f"sub:{UUID(int=_learner.getrandbits(128), version=4)}", 1_735_689_600 + number]
    for number in range(1, ROWS + 1)
]


def _pages(size: int = PAGE) -> Iterator[list[Row]]:
    return (_ROWS[start : start + size] for start in range(0, ROWS, size))


def _store(engine: Engine, lease: Lease, pages: Sequence[Sequence[KindRows]]) -> None:
    with transaction(engine) as conn:
        streams.begin_snapshot(conn, lease.tenant_id, "learning", "first")
    for page in pages:
        with transaction(engine) as conn:
            for of_kind in page:
                rows.apply_rows(conn, lease, of_kind, 1, 1)
            streams.advance_snapshot(conn, lease.tenant_id, "learning", "completion", int(str(page[-1].rows[-1][0])), _LOG)


def _validate_and_store(engine: Engine, lease: Lease) -> None:
    _store(engine, lease, [validate_page(_raw(page)) for page in _pages()])


def _raw(page: list[Row]) -> SnapshotPage:
    body = {"completion": RawRows(list(COMPLETION.column_names), list(page), [], [])}
    return SnapshotPage("learning", "completion", _LOG, body, len(page), int(str(page[-1][0])), more=True)


def _sqlalchemy(engine: Engine, lease: Lease) -> None:
    if engine.dialect.name == "sqlite":
        into = sqlite_insert(_TABLE)
        statement = into.on_conflict_do_update(
            index_elements=["tenant_id", "id"], set_={name: into.excluded[name] for name in _OWN}
        )
    else:
        other = mysql_insert(_TABLE)
        statement = other.on_duplicate_key_update({name: other.inserted[name] for name in _OWN})  # type: ignore[assignment]
    for page in _pages():
        values = [dict(zip(_COLUMNS, (lease.tenant_id, *row, 1, 1), strict=True)) for row in page]
        with transaction(engine) as conn:
            conn.execute(statement, values)


def _executemany(server: MariadbServer, lease: Lease) -> None:
    with server.connect("central") as connection, connection.cursor() as cursor:
        for page in _pages():
            cursor.executemany(_MARIADB_UPSERT, [(lease.tenant_id, *row, 1, 1) for row in page])
            connection.commit()


def _load_data(server: MariadbServer, lease: Lease, size: int) -> None:
    session = pymysql.connect(
        unix_socket=str(server.socket), user="root", database="central", charset="utf8mb4", local_infile=True
    )
    with disk_folder() as folder, session as connection, connection.cursor() as cursor:
        file = folder / "rows.tsv"
        for page in _pages(size):
            lines = (f"{lease.tenant_id}\t{row[0]}\t{row[1]}\t{row[2]}\t{row[3]}\t1\t1\n" for row in page)
            file.write_text("".join(lines), encoding="utf-8")
            cursor.execute(f"LOAD DATA LOCAL INFILE {json.dumps(str(file))} REPLACE INTO TABLE completion ({_NAMES})")
            connection.commit()


def _sqlite3(file: Path, lease: Lease) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for page in _pages():
            connection.executemany(_SQLITE_UPSERT, [(lease.tenant_id, *row, 1, 1) for row in page])
            connection.commit()
