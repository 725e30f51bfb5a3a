"""Stores what a page says about one kind: rows, what is gone, what must be forgotten.

Also deletes what a complete snapshot did not show. Writes the kind tables.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, LargeBinary, Select, bindparam, case, cast, delete, func, literal, select, update

from syncd.model.digest import BUCKETS
from syncd.model.guard import Guard
from syncd.model.kinds import ASSERTION, BADGE_CLASS, KINDS, TEXTS
from syncd.model.limits import Limits, Used
from syncd.model.rows import KindRows
from syncd.model.tenant import Lease
from syncd.store import due, refused, rejections
from syncd.store.leases import check_fence
from syncd.store.schema import kind_tables, live_count
from syncd.store.touched import touch
from syncd.store.upsert import as_json, upsert

# Bounded statements: far below max_allowed_packet, also with two digits for each byte.
_MAX_JSON = 2 * 1024 * 1024
_MAX_IDS = 5000
# So many numbers of a range for one row of a page: then it is cheaper to ask for the range than for each id.
_SPARSE = 4
# Rejections kept of a tenant where nobody says another number.
_KEPT = Limits().rejections
# What a number takes, about.
_NUMBER = 8


def apply_rows(  # noqa: PLR0913, PLR0917 - a page, whose it is, and what may go for it
    conn: Connection,
    lease: Lease,
    part: KindRows,
    generation: int,
    now: int,
    guard: Guard | None = None,
    keep: int = _KEPT,
) -> None:
    """Store one kind of a page. Applying it twice, or an older page again before a newer one, ends in the same rows.

    Only rows that truly changed get a new `changed_at`. A refused row leaves no older version of itself behind, because what is
    live is true, unless so many would go that the guard holds them. Of all rejections of the tenant so many are kept.
    """
    check_fence(conn, lease)
    touch(conn, lease.tenant_id, part.kind)
    departed = [*part.gone, *part.erased]
    before = due.courses_of(conn, lease.tenant_id, part.kind, [*part.row_ids, *departed])
    if part.rows:
        _upsert(conn, lease.tenant_id, part.kind, part.rows, generation, now)
        due.note_rows(conn, lease.tenant_id, part.kind, part.row_ids, before, now)
        rejections.clear(conn, lease.tenant_id, part.kind, part.row_ids)
    if part.rejections:
        # They were seen, so they are not absent from a snapshot; nor is what went for its rejection, which may yet come back.
        _see(conn, lease.tenant_id, part.kind, [one.row_id for one in part.rejections], generation)
        rejections.record(conn, lease.tenant_id, part.kind, part.rejections, generation, now)
    if part.gone:
        _tombstone(conn, lease.tenant_id, part.kind, part.gone, now)
    if part.erased:
        _forget(conn, lease.tenant_id, part.kind, part.erased)
    due.note(conn, lease.tenant_id, {before[one] for one in departed if one in before})
    rejections.clear(conn, lease.tenant_id, part.kind, departed)
    if part.kind == BADGE_CLASS.name and departed:
        _tombstone_assertions(conn, lease.tenant_id, departed, now)
    refused.settle(conn, lease.tenant_id, part, guard or Guard(), now, keep)
    if part.rejections and (surplus := rejections.count(conn, lease.tenant_id) - keep) > 0:
        rejections.trim(conn, lease.tenant_id, part.kind, surplus)


def _upsert(conn: Connection, tenant_id: int, kind: str, rows: Sequence[Sequence[object]], generation: int, now: int) -> None:
    page = as_json(rows, conn.dialect.name)
    if len(page) > _MAX_JSON and len(rows) > 1:
        middle = len(rows) // 2
        _upsert(conn, tenant_id, kind, rows[:middle], generation, now)
        _upsert(conn, tenant_id, kind, rows[middle:], generation, now)
        return
    conn.execute(upsert(kind, conn.dialect.name), {"page": page, "tenant": tenant_id, "generation": generation, "now": now})


def _see(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], generation: int) -> None:
    table = kind_tables[kind]
    conn.execute(update(table).where(table.c.tenant_id == tenant_id, table.c.id.in_(ids)).values(generation=generation))


def _tombstone(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], now: int) -> None:
    table = kind_tables[kind]
    conn.execute(
        update(table)
        .where(table.c.tenant_id == tenant_id, table.c.id.in_(ids), table.c.gone_at.is_(None))
        .values(gone_at=now, changed_at=now)
    )


def _tombstone_assertions(conn: Connection, tenant_id: int, badges: Sequence[int], now: int) -> None:
    table = kind_tables[ASSERTION.name]
    conn.execute(
        update(table)
        .where(table.c.tenant_id == tenant_id, table.c.badge.in_(badges), table.c.gone_at.is_(None))
        .values(gone_at=now, changed_at=now)
    )


def _forget(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int]) -> None:
    table = kind_tables[kind]
    conn.execute(delete(table).where(table.c.tenant_id == tenant_id, table.c.id.in_(ids)))


def new_in(conn: Connection, tenant_id: int, part: KindRows) -> Used:
    """What the rows of this page take that are not stored yet."""
    if not part.rows:
        return Used()
    table, ids = kind_tables[part.kind], part.row_ids
    first, last = min(ids), max(ids)
    mine = (table.c.tenant_id == tenant_id) & table.c.id.between(first, last)
    if last - first > _SPARSE * len(ids):
        mine &= table.c.id.in_(ids)
    known = set(conn.execute(select(table.c.id).where(mine)).scalars())
    new = [row for row in part.rows if row[0] not in known] if known else part.rows
    names = KINDS[part.kind].column_names
    texts = [names.index(name) for name in _texts(part.kind)]
    taken = len("".join([row[place] or "" for row in new for place in texts]).encode())
    return Used(len(new), taken + _NUMBER * (len(names) - len(texts)) * len(new))


def _texts(kind: str) -> list[str]:
    return [one.name for one in KINDS[kind].columns if one.type in TEXTS]


def count_live(conn: Connection, tenant_id: int, kind: str) -> int:
    """Live rows of a kind, counted."""
    table = kind_tables[kind]
    statement = select(func.count()).select_from(table).where(table.c.tenant_id == tenant_id, table.c.gone_at.is_(None))
    return conn.execute(statement).scalar_one()


def count_absent(conn: Connection, tenant_id: int, kind: str, before: int) -> int:
    """Live rows of a kind last seen in a generation older than `before`."""
    table = kind_tables[kind]
    statement = (
        select(func.count())
        .select_from(table)
        .where(table.c.tenant_id == tenant_id, table.c.gone_at.is_(None), table.c.generation < before)
    )
    return conn.execute(statement).scalar_one()


def delete_absent(conn: Connection, tenant_id: int, kind: str, before: int, now: int) -> int:
    """Rows last seen before this generation are gone. The caller has a complete snapshot of it, and has asked the guard."""
    table = kind_tables[kind]
    touch(conn, tenant_id, kind)
    due.note_absent(conn, tenant_id, kind, before)
    return conn.execute(
        update(table)
        .where(table.c.tenant_id == tenant_id, table.c.gone_at.is_(None), table.c.generation < before)
        .values(gone_at=now, changed_at=now)
    ).rowcount


def delete_ids(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], now: int) -> None:
    """These rows are gone."""
    touch(conn, tenant_id, kind)
    due.note(conn, tenant_id, set(due.courses_of(conn, tenant_id, kind, ids).values()))
    for start in range(0, len(ids), _MAX_IDS):
        _tombstone(conn, tenant_id, kind, ids[start : start + _MAX_IDS], now)


def absent_in_buckets(conn: Connection, tenant_id: int, kind: str, buckets: Sequence[int], before: int) -> list[int]:
    """Ids of live rows in these buckets last seen in a generation older than `before`."""
    table = kind_tables[kind]
    statement = select(table.c.id).where(
        table.c.tenant_id == tenant_id,
        table.c.gone_at.is_(None),
        table.c.generation < before,
        (table.c.id % BUCKETS).in_(buckets),
    )
    return list(conn.execute(statement).scalars())


def count_changed(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], now: int) -> int:
    """How many of these rows the transaction of this moment truly changed."""
    table = kind_tables[kind]
    statement = (
        select(func.count())
        .select_from(table)
        .where(table.c.tenant_id == tenant_id, table.c.id.in_(ids), table.c.changed_at == now)
    )
    return conn.execute(statement).scalar_one()


def refresh_live_counts(conn: Connection, tenant_id: int, kinds: Sequence[str]) -> None:
    """Count these kinds anew for the summaries."""
    for kind in kinds:
        mine = (live_count.c.tenant_id == tenant_id) & (live_count.c.kind == kind)
        found = conn.execute(_measure(kind, conn.dialect.name), {"tenant": tenant_id}).mappings().one()
        conn.execute(delete(live_count).where(mine))
        counts = {name: int(value) for name, value in found.items()}
        conn.execute(live_count.insert().values(tenant_id=tenant_id, kind=kind, **counts))


@cache
def _measure(kind: str, dialect: str) -> Select[Any]:
    """Live rows, stored rows, and what these take: texts by their bytes, as `new_in` does it."""
    table, columns = kind_tables[kind], KINDS[kind].columns
    texts = [table.c[name] for name in _texts(kind)]
    # LENGTH counts characters in SQLite and bytes in MariaDB.
    sizes = [func.length(cast(text, LargeBinary) if dialect == "sqlite" else text) for text in texts]
    taken = sum((func.coalesce(size, 0) for size in sizes), literal(_NUMBER * (len(columns) - len(texts))))
    live = func.coalesce(func.sum(case((table.c.gone_at.is_(None), 1), else_=0)), 0).label("live")
    stored, size = func.count().label("stored"), func.coalesce(func.sum(taken), 0).label("bytes")
    return select(live, stored, size).where(table.c.tenant_id == bindparam("tenant"))


def live_counts(conn: Connection, tenant_id: int) -> dict[str, int]:
    """Live rows per kind as of the last turn that changed any."""
    found = conn.execute(select(live_count.c.kind, live_count.c.live).where(live_count.c.tenant_id == tenant_id))
    return dict.fromkeys(KINDS, 0) | {row.kind: row.live for row in found}


def clear_tenant(conn: Connection, tenant_id: int, kind: str, limit: int) -> int:
    """Delete up to `limit` rows of a kind for good; the number deleted."""
    touch(conn, tenant_id, kind)
    table = kind_tables[kind]
    mine = select(table.c.id).where(table.c.tenant_id == tenant_id).order_by(table.c.id)
    last = conn.execute(mine.offset(limit - 1).limit(1)).scalar()
    statement = delete(table).where(table.c.tenant_id == tenant_id)
    return conn.execute(statement if last is None else statement.where(table.c.id <= last)).rowcount
