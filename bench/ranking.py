"""Where all courses stand: 200,000 courses with five million ratings and as many completions, computed anew and after a page.

`ASN_UNGGUL_RANKING=0.1 python -m bench ranking` runs a tenth of it. Prints how long everything takes on SQLite and MariaDB,
and until a vote is seen in search.
"""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter

from sqlalchemy import Engine, insert, select

from bench.measure import Json, seconds
from bench.stores import disk_folder, mariadb_store, sqlite_store
from syncd.index.build import rebuild
from syncd.index.follow import Follower
from syncd.index.search import Search
from syncd.model.kinds import COMPLETION, COURSE, RATING
from syncd.model.rows import KindRows
from syncd.model.tenant import Lease
from syncd.ratings import keep
from syncd.store import leases, rows
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction, transaction
from syncd.store.schema import kind_tables, person, tenant

SHARE = float(os.environ.get("ASN_UNGGUL_RANKING", "1"))
COURSES, TENANTS, VOTES = int(200_000 * SHARE), max(2, int(640 * SHARE)), int(5_000_000 * SHARE)
PEOPLE, AGENCIES = max(1000, int(500_000 * SHARE)), 640
CHANGES = 10
_PIECE = 20_000
_DAY = 86_400


def run() -> Json:
    found: Json = {"courses": COURSES, "tenants": TENANTS, "votes": VOTES, "people": PEOPLE}
    with sqlite_store() as (_file, engine), disk_folder() as folder:
        found["sqlite"] = _measured(engine, folder / "index")
    with mariadb_store() as (_server, engine), disk_folder() as folder:
        found["mariadb"] = _measured(engine, folder / "index")
    return found | {"resident_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _measured(engine: Engine, folder: Path) -> Json:
    fill(engine)
    anew = seconds(lambda: keep.bring(engine))
    again = seconds(lambda: keep.anew(engine))
    built = seconds(lambda: rebuild(engine, folder))
    seen = sorted(_until_seen(engine, folder))
    return {
        "first_s": round(anew, 1),
        "anew_s": round(again, 1),
        "index_s": round(built, 1),
        "seen_ms": {"median": round(1000 * median(seen)), "max": round(1000 * seen[-1])},
    }


def fill(engine: Engine) -> None:
    """Tenants of one size, whose courses are rated by people from everywhere over two years."""
    with reading(engine) as conn:
        now = database_now_ms(conn) // 1000
    each, per = COURSES // TENANTS, VOTES // COURSES
    with transaction(engine) as conn:
        _insert(conn, tenant, (_tenant(number) for number in range(1, TENANTS + 1)))
        _insert(conn, person, (_person(number) for number in range(PEOPLE)))
    for number in range(1, TENANTS + 1):
        with transaction(engine) as conn:
            _insert(conn, kind_tables[COURSE.name], (_course(number, course) for course in range(1, each + 1)))
            votes = [(course, vote) for course in range(1, each + 1) for vote in range(per)]
            about = [_vote(number, row, course, vote, now) for row, (course, vote) in enumerate(votes, 1)]
            _insert(conn, kind_tables[COMPLETION.name], (one | {"completed": one.pop("at")} for one in map(dict, about)))
            _insert(conn, kind_tables[RATING.name], (_rating(one) for one in about))


def _insert(conn: Connection, table: object, values: Iterator[dict[str, object]]) -> None:
    piece: list[dict[str, object]] = []
    for one in values:
        piece.append(one)
        if len(piece) == _PIECE:
            conn.execute(insert(table), piece)
            piece = []
    if piece:
        conn.execute(insert(table), piece)


def _tenant(number: int) -> dict[str, object]:
    name = f"A{number}"
    return {"id": number, "slug": f"t{number}", "name": name, "agency": name, "url": f"https://t{number}.example",
            "site": f"{number:032x}", "jwks": "{}", "joined_at": 1, "next_sync_at": 0}  # fmt: skip


def _person(number: int) -> dict[str, object]:
    return {"subject": f"p{number}", "agency": f"A{1 + number % AGENCIES}", "enabled": True, "first_seen": 1, "seen_at": 1,
            "changed_at": 1, "barred": False}  # fmt: skip


def _course(number: int, course: int) -> dict[str, object]:
    return {"tenant_id": number, "id": course, "title": f"Kursus {number} {course}", "audience": "all", "self_enrol": 1,
            "tracks_completion": 1, "created": 1_700_000_000, "changed_at": 1, "generation": 0}  # fmt: skip


def _vote(number: int, row: int, course: int, vote: int, now: int) -> dict[str, object]:
    who = (number * 7919 + course * 104_729 + vote * 31) % PEOPLE
    return {"tenant_id": number, "id": row, "course": course, "learner": f"sub:p{who}", "changed_at": 1, "generation": 0,
            "at": now - (row * 37 % 730) * _DAY}  # fmt: skip


def _rating(vote: dict[str, object]) -> dict[str, object]:
    values = {name: value for name, value in vote.items() if name != "at"}
    return values | {"stars": 1 + int(str(vote["id"])) * 13 % 5, "created": vote["at"], "reports": 0}


@contextmanager
def _at_work(engine: Engine, folder: Path) -> Iterator[None]:
    """What the daemon does: one thread keeps standings, another the index."""
    stop = Event()
    works = (lambda: keep.follow(engine, stop.is_set), lambda: Follower(engine, folder).follow(stop.is_set))
    threads = [Thread(target=work) for work in works]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        stop.set()
        for one in threads:
            one.join()


def _until_seen(engine: Engine, folder: Path) -> Iterator[float]:
    """From the commit of a page with one vote until search shows it, one after the other."""
    search, table = Search(folder), kind_tables[RATING.name]
    try:
        with _at_work(engine, folder):
            for number in range(1, CHANGES + 1):
                where = 1 + number % TENANTS
                with reading(engine) as conn:
                    columns = [table.c[name] for name in RATING.column_names]
                    row = list(conn.execute(select(*columns).where(table.c.tenant_id == where, table.c.id == number)).one())
                place = RATING.column_names.index("stars")
                row[place] = 1 if row[place] == 5 else 5
                before = search.card(f"t{where}", row[1]).standing
                _store(engine, where, row)
                began = perf_counter()
                while search.card(f"t{where}", row[1]).standing == before:
                    if perf_counter() - began > 60:
                        raise TimeoutError("a vote was not seen within a minute")
                yield perf_counter() - began
    finally:
        search.close()


def _store(engine: Engine, where: int, row: list[object]) -> None:
    def work(conn: Connection) -> None:
        claimed = leases.claim(conn, where, "bench", 1)
        assert claimed is not None
        lease: Lease = claimed.lease
        rows.apply_rows(conn, lease, KindRows(RATING.name, [row]), 0, database_now_ms(conn))
        leases.finish(conn, lease, 0, {})

    run_transaction(engine, work)
