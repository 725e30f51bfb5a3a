"""Search over 200,000 courses with facets: the index against SQLite FTS5 and MariaDB FULLTEXT over the same rows.

Also how long the index takes to build, and until a stored change is found.
"""

import resource
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, insert

from bench.measure import Json, alternate, seconds, spread
from bench.stores import disk_folder, mariadb_store, sqlite_store
from syncd.index.build import rebuild
from syncd.index.follow import Follower
from syncd.index.question import Question
from syncd.index.search import Search
from syncd.model.kinds import COURSE
from syncd.model.rows import KindRows
from syncd.model.tenant import Lease
from syncd.simulator.population import Population, Size
from syncd.store import leases, rows
from syncd.store.engine import run_transaction, transaction
from syncd.store.schema import kind_tables, tenant
from tests.mariadb_server import MariadbServer

COURSES, TENANTS = 200_000, 640
ROUNDS = 5
CHANGES = 20
HITS = 20
# Broad and rare words, several words, words with choices: what people ask for, from one word to a sentence.
QUESTIONS: tuple[tuple[str, dict[str, tuple[str, ...]]], ...] = (
    ("pelatihan", {}),
    ("pelayanan", {}),
    ("pengadaan barang", {}),
    ("dasar pengadaan barang dan jasa", {}),
    ("kepemimpinan administrator", {}),
    ("keamanan data", {"minutes": ("10",)}),
    ("pelayanan", {"minutes": ("5",), "level": ("dasar",)}),
    ("praktik", {"competency": ("teknis",), "format": ("mandiri",)}),
    ("cara menyusun anggaran berbasis kinerja", {}),
    ("kecerdasan artifisial", {"open": ("yes",)}),
)
# The rivals count these; the index counts eleven.
FACETS = ("agency", "competency", "minutes", "format", "level", "language")
_TABLE = kind_tables[COURSE.name]
_TEXTS = ("title", "summary", "category")


def run() -> Json:
    with sqlite_store() as (file, engine), disk_folder() as folder:
        fill(engine)
        built = seconds(lambda: rebuild(engine, folder / "index"))
        size = sum(one.stat().st_size for one in (folder / "index").rglob("*") if one.is_file())
        search = Search(folder / "index")
        try:
            times = alternate(ROUNDS, {str(number): partial(_asked, search, number) for number in range(len(QUESTIONS))})
            fts = _fts5(file)
            fulltext = _fulltext()
            visible = _until_visible(engine, folder / "index", search)
        finally:
            search.close()
    ours = [one for values in times.values() for one in values]
    return {
        "courses": COURSES,
        "tenants": TENANTS,
        "questions": len(QUESTIONS),
        "rounds": ROUNDS,
        "build_s": round(built, 1),
        "index_mib": round(size / 2**20, 1),
        "resident_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "ms": {"index": _spread(ours), "sqlite_fts5": _spread(fts), "mariadb_fulltext": _spread(fulltext)},
        "ms_of_each": {QUESTIONS[int(name)][0]: spread([one * 1000 for one in values], 2) for name, values in times.items()},
        "times_as_fast_as": {
            "sqlite_fts5": _ratio(fts, ours),
            "mariadb_fulltext": _ratio(fulltext, ours),
        },
        "ms_until_visible": _spread(visible),
    }


def _spread(values: Sequence[float]) -> Json:
    milliseconds = [value * 1000 for value in values]
    return spread(milliseconds, 1) | {"p95": round(quantiles(milliseconds, n=20)[-1], 1)}


def _ratio(slower: Sequence[float], faster: Sequence[float]) -> float:
    """Of the sums: what all questions take one after the other."""
    return round(sum(slower) / len(slower) / (sum(faster) / len(faster)), 1)


def _asked(search: Search, number: int) -> float:
    text, choices = QUESTIONS[number]
    question = Question(text, choices, size=HITS)
    return seconds(lambda: search.find(question))


# The same rows everywhere.


def fill(engine: Engine, courses: int = COURSES) -> None:
    """All tenants and their courses."""
    with transaction(engine) as conn:
        for number in range(1, TENANTS + 1):
            name = f"Balai Pelatihan {number}"
            identity = {"slug": f"t{number}", "url": f"https://t{number}", "site": f"{number:032x}", "jwks": "{}"}
            values = {"id": number, "name": name, "agency": f"Badan {number}", "joined_at": 0, "next_sync_at": 0}
            conn.execute(insert(tenant).values(values | identity))
            conn.execute(insert(_TABLE), list(_courses(number, courses)))


def _courses(number: int, courses: int = COURSES) -> Iterator[dict[str, object]]:
    count = courses // TENANTS + (number <= courses % TENANTS)
    population = Population(1, number, Size(count, 1, 1))
    for one in range(1, count + 1):
        row = dict(zip(COURSE.column_names, population.row(COURSE.name, one), strict=True))
        yield row | {"tenant_id": number, "version": 1, "changed_at": 2_000_000_000_000, "generation": 0}


# Rivals: hits in order of relevance, and the counts of the facets, as one would write them in SQL.


def _where(choices: dict[str, tuple[str, ...]]) -> str:
    parts = []
    for name, values in choices.items():
        if name == "minutes":
            parts.append(f"c.minutes <= {int(values[0])}")
        elif name == "open":
            parts.append("c.self_enrol = 1 AND COALESCE(c.places, 1) > 0 AND COALESCE(c.enrol_until, 9e12) > 1.7e9")
        else:
            parts.append(f"c.{name} IN ({', '.join(repr(value) for value in values)})")
    return "".join(f" AND {part}" for part in parts)


def _facet(name: str) -> str:
    if name == "minutes":
        return "CASE WHEN c.minutes <= 1 THEN 1 WHEN c.minutes <= 5 THEN 5 WHEN c.minutes <= 10 THEN 10 ELSE 60 END"
    return "t.agency" if name == "agency" else f"c.{name}"


def _fts5(file: Path) -> list[float]:
    with closing(sqlite3.connect(file)) as connection:
        names = ", ".join(_TEXTS)
        connection.execute(f"CREATE VIRTUAL TABLE found USING fts5({names}, content='{COURSE.name}', content_rowid='rowid')")
        connection.execute(f"INSERT INTO found(rowid, {names}) SELECT rowid, {names} FROM {COURSE.name}")
        connection.commit()
        source = f"found JOIN {COURSE.name} c ON c.rowid = found.rowid JOIN tenant t ON t.id = c.tenant_id WHERE found MATCH ?"

        def ask(text: str, choices: dict[str, tuple[str, ...]]) -> None:
            wanted, match = _where(choices), " ".join(text.split()[:2])
            order = "ORDER BY bm25(found, 4.0, 1.0, 1.0)"
            connection.execute(f"SELECT c.* FROM {source}{wanted} {order} LIMIT {HITS}", (match,)).fetchall()
            for name in FACETS:
                connection.execute(f"SELECT {_facet(name)}, count(*) FROM {source}{wanted} GROUP BY 1", (match,)).fetchall()

        return _rounds(ask)


def _fulltext() -> list[float]:
    with mariadb_store() as (server, engine):
        fill(engine)
        return _asked_in_mariadb(server)


def _asked_in_mariadb(server: MariadbServer) -> list[float]:
    with server.connect("central") as connection, connection.cursor() as cursor:
        names = ", ".join(_TEXTS)
        cursor.execute(f"ALTER TABLE {COURSE.name} ADD FULLTEXT found ({names})")
        match = f"MATCH ({', '.join(f'c.{name}' for name in _TEXTS)}) AGAINST (%s IN BOOLEAN MODE)"
        source = f"{COURSE.name} c JOIN tenant t ON t.id = c.tenant_id WHERE {match}"

        def ask(text: str, choices: dict[str, tuple[str, ...]]) -> None:
            wanted, words = _where(choices), " ".join(f"+{word}" for word in text.split()[:2])
            cursor.execute(f"SELECT c.* FROM {source}{wanted} ORDER BY {match} DESC LIMIT {HITS}", (words, words))
            cursor.fetchall()
            for name in FACETS:
                cursor.execute(f"SELECT {_facet(name)}, COUNT(*) FROM {source}{wanted} GROUP BY 1", (words,))
                cursor.fetchall()

        return _rounds(ask)


def _rounds(ask: Callable[[str, Any], None]) -> list[float]:
    found = alternate(ROUNDS, {str(number): partial(_timed, ask, number) for number in range(len(QUESTIONS))})
    return [one for values in found.values() for one in values]


def _timed(ask: Callable[[str, Any], None], number: int) -> float:
    return seconds(lambda: ask(*QUESTIONS[number]))


# How long a stored change takes until it is found.


def _until_visible(engine: Engine, folder: Path, search: Search) -> list[float]:
    stop, random = Event(), Random(1)
    thread = Thread(target=Follower(engine, folder).follow, args=(stop.is_set,))
    thread.start()
    try:
        return [_seen(engine, search, random.randint(1, TENANTS), f"ubahan{number}") for number in range(CHANGES)]
    finally:
        stop.set()
        thread.join()


def _seen(engine: Engine, search: Search, tenant_id: int, word: str) -> float:
    row = list(next(_courses(tenant_id)).values())[: len(COURSE.columns)]
    row[1] = f"Pelatihan {word}"
    lease = run_transaction(engine, lambda conn: _lease(conn, tenant_id))
    run_transaction(engine, lambda conn: rows.apply_rows(conn, lease, KindRows(COURSE.name, [row]), 0, 2))
    stored = perf_counter()
    question = Question(word)
    while not search.find(question, with_facets=False).total:
        Event().wait(0.005)
    return perf_counter() - stored


def _lease(conn: Any, tenant_id: int) -> Lease:  # noqa: ANN401 - a connection of the store
    claimed = leases.claim(conn, tenant_id, "bench", 0)
    if claimed is None:
        raise RuntimeError("the tenant could not be claimed")
    return claimed.lease
