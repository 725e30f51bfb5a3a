"""Stores what a page says about one kind: rows, what is gone, what must be forgotten.

Also deletes what a complete snapshot did not show. Writes the kind tables.
"""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select, update

from syncd.model.digest import BUCKETS
from syncd.model.kinds import KINDS
from syncd.model.page import KindRows
from syncd.model.tenant import Lease
from syncd.store import rejections
from syncd.store.leases import check_fence
from syncd.store.schema import kind_tables, live_count
from syncd.store.upsert import upsert

# Bounded statements: far below max_allowed_packet, also after quoting.
_MAX_JSON = 2 * 1024 * 1024
_MAX_IDS = 5000


def apply_page(conn: Connection, lease: Lease, page: KindRows, generation: int, now: int) -> None:
    """Store one kind of a page. Applying it twice, or an older page again before a newer one, ends in the same rows.

    Only rows that truly changed get a new `changed_at`. A refused row leaves no older version of itself behind: what is live
    is true.
    """
    check_fence(conn, lease)
    if page.rows:
        _upsert(conn, lease.tenant_id, page.kind, page.rows, generation, now)
        rejections.clear(conn, lease.tenant_id, page.kind, [int(str(row[0])) for row in page.rows])
    if page.rejections:
        _tombstone(conn, lease.tenant_id, page.kind, [one.row_id for one in page.rejections], now)
        rejections.record(conn, lease.tenant_id, page.kind, page.rejections, generation, now)
    if page.gone:
        _tombstone(conn, lease.tenant_id, page.kind, page.gone, now)
    if page.erased:
        _forget(conn, lease.tenant_id, page.kind, page.erased)
    departed = [*page.gone, *page.erased]
    rejections.clear(conn, lease.tenant_id, page.kind, departed)
    if page.kind == "badge_class" and departed:
        _tombstone_assertions(conn, lease.tenant_id, departed, now)


def _upsert(conn: Connection, tenant_id: int, kind: str, rows: Sequence[Sequence[object]], generation: int, now: int) -> None:
    page = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    if len(page) > _MAX_JSON and len(rows) > 1:
        middle = len(rows) // 2
        _upsert(conn, tenant_id, kind, rows[:middle], generation, now)
        _upsert(conn, tenant_id, kind, rows[middle:], generation, now)
        return
    conn.execute(upsert(kind, conn.dialect.name), {"page": page, "tenant": tenant_id, "generation": generation, "now": now})


def _tombstone(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], now: int) -> None:
    table = kind_tables[kind]
    conn.execute(
        update(table)
        .where(table.c.tenant_id == tenant_id, table.c.id.in_(ids), table.c.gone_at.is_(None))
        .values(gone_at=now, changed_at=now)
    )


def _tombstone_assertions(conn: Connection, tenant_id: int, badges: Sequence[int], now: int) -> None:
    table = kind_tables["assertion"]
    conn.execute(
        update(table)
        .where(table.c.tenant_id == tenant_id, table.c.badge.in_(badges), table.c.gone_at.is_(None))
        .values(gone_at=now, changed_at=now)
    )


def _forget(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int]) -> None:
    table = kind_tables[kind]
    conn.execute(delete(table).where(table.c.tenant_id == tenant_id, table.c.id.in_(ids)))


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
    return conn.execute(
        update(table)
        .where(table.c.tenant_id == tenant_id, table.c.gone_at.is_(None), table.c.generation < before)
        .values(gone_at=now, changed_at=now)
    ).rowcount


def delete_ids(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], now: int) -> None:
    """These rows are gone."""
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
        conn.execute(delete(live_count).where(mine))
        conn.execute(live_count.insert().values(tenant_id=tenant_id, kind=kind, live=count_live(conn, tenant_id, kind)))


def live_counts(conn: Connection, tenant_id: int) -> dict[str, int]:
    """Live rows per kind as of the last turn that changed any."""
    found = conn.execute(select(live_count.c.kind, live_count.c.live).where(live_count.c.tenant_id == tenant_id))
    return dict.fromkeys(KINDS, 0) | {row.kind: row.live for row in found}


def clear_tenant(conn: Connection, tenant_id: int, kind: str, limit: int) -> int:
    """Delete up to `limit` rows of a kind for good; the number deleted."""
    table = kind_tables[kind]
    mine = select(table.c.id).where(table.c.tenant_id == tenant_id).order_by(table.c.id)
    last = conn.execute(mine.offset(limit - 1).limit(1)).scalar()
    statement = delete(table).where(table.c.tenant_id == tenant_id)
    return conn.execute(statement if last is None else statement.where(table.c.id <= last)).rowcount
