"""What becomes of good rows of which a bad version came: they go, or they are held where too many would go.

Writes the kind tables, the rejections and the held deletions.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select, update

from syncd.model.guard import Guard
from syncd.model.rows import KindRows
from syncd.store import due, held, rejections
from syncd.store.schema import kind_tables, rejection
from syncd.store.touched import touch

_MAX_IDS = 5000


def settle(conn: Connection, tenant_id: int, part: KindRows, guard: Guard, now: int, keep: int) -> None:
    """Decide about the good rows of this kind, now that the page is stored.

    All that went for standing rejections counts together, whatever page or turn brought them: what spoils a catalogue row by row
    is held like what spoils it at once, and then the rows that went first come back. If there are or were more rejections than
    the `keep` that are kept, none goes, whatever this page says.
    """
    waiting = held.of_tenant(conn, tenant_id).get(part.kind)
    if not part.rejections and not (waiting and waiting.refused):
        return
    spoilt, taken = _spoilt(conn, tenant_id, part.kind), _taken(conn, tenant_id, part.kind)
    if not spoilt and not (waiting and waiting.refused):
        return
    live = _live(conn, tenant_id, part.kind)
    if rejections.all_known(conn, tenant_id, keep) and guard.allows(len(spoilt) + len(taken), live + len(taken)):
        _set_gone(conn, tenant_id, part.kind, spoilt, now, gone_at=now)
        _note(conn, tenant_id, part.kind, spoilt, took=True)
        held.hold_refused(conn, tenant_id, part.kind, 0, live - len(spoilt), now)
        return
    _set_gone(conn, tenant_id, part.kind, taken, now, gone_at=None)
    _note(conn, tenant_id, part.kind, taken, took=None)
    held.hold_refused(conn, tenant_id, part.kind, len(spoilt) + len(taken), live + len(taken), now)


def release(conn: Connection, tenant_id: int, kind: str, now: int) -> None:
    """Let the held rows of this kind go, as LAN said. They no longer count for what the guard allows."""
    _set_gone(conn, tenant_id, kind, _spoilt(conn, tenant_id, kind), now, gone_at=now)


def _spoilt(conn: Connection, tenant_id: int, kind: str) -> Sequence[int]:
    """Live rows of which a bad version came."""
    table = kind_tables[kind]
    statement = (
        select(rejection.c.row_id)
        .join(table, (table.c.tenant_id == rejection.c.tenant_id) & (table.c.id == rejection.c.row_id))
        .where(rejection.c.tenant_id == tenant_id, rejection.c.kind == kind, table.c.gone_at.is_(None))
    )
    return conn.execute(statement).scalars().all()


def _taken(conn: Connection, tenant_id: int, kind: str) -> Sequence[int]:
    """Rows that went for a rejection which still stands."""
    mine = (rejection.c.tenant_id == tenant_id) & (rejection.c.kind == kind) & rejection.c.took.is_(True)
    return conn.execute(select(rejection.c.row_id).where(mine)).scalars().all()


def _live(conn: Connection, tenant_id: int, kind: str) -> int:
    table = kind_tables[kind]
    mine = (table.c.tenant_id == tenant_id) & table.c.gone_at.is_(None)
    return conn.execute(select(func.count()).select_from(table).where(mine)).scalar_one()


def _set_gone(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], now: int, *, gone_at: int | None) -> None:
    touch(conn, tenant_id, kind)
    due.note(conn, tenant_id, set(due.courses_of(conn, tenant_id, kind, ids).values()))
    table = kind_tables[kind]
    for start in range(0, len(ids), _MAX_IDS):
        some = (table.c.tenant_id == tenant_id) & table.c.id.in_(ids[start : start + _MAX_IDS])
        conn.execute(update(table).where(some).values(gone_at=gone_at, changed_at=now))


def _note(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], *, took: bool | None) -> None:
    for start in range(0, len(ids), _MAX_IDS):
        some = rejection.c.row_id.in_(ids[start : start + _MAX_IDS])
        mine = (rejection.c.tenant_id == tenant_id) & (rejection.c.kind == kind) & some
        conn.execute(update(rejection).where(mine).values(took=took))
