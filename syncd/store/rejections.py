"""Rows that were received but do not keep the contract, with the reason. Writes the rejection table, counts in the stream's."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from syncd.model.digest import BUCKETS
from syncd.model.kinds import KINDS
from syncd.model.rows import Rejection
from syncd.store.schema import rejection, stream

_MAX_IDS = 5000


def record(conn: Connection, tenant_id: int, kind: str, found: Sequence[Rejection], generation: int, now: int) -> None:
    """Note these rows as refused; one seen before keeps its first time and counts one more try."""
    ids = [one.row_id for one in found]
    mine = (rejection.c.tenant_id == tenant_id) & (rejection.c.kind == kind) & rejection.c.row_id.in_(ids)
    before = {
        row.row_id: (row.first_seen_at, row.tries, row.took)
        for row in conn.execute(
            select(rejection.c.row_id, rejection.c.first_seen_at, rejection.c.tries, rejection.c.took).where(mine)
        )
    }
    conn.execute(delete(rejection).where(mine))
    rows = []
    for one in found:
        first_seen_at, tries, took = before.get(one.row_id, (now, 0, None))
        rows.append(
            {
                "tenant_id": tenant_id,
                "kind": kind,
                "row_id": one.row_id,
                "field": one.field,
                "reason": one.reason,
                "detail": one.detail,
                "digest_high": one.digest_high,
                "digest_low": one.digest_low,
                "generation": generation,
                "first_seen_at": first_seen_at,
                "last_seen_at": now,
                "tries": tries + 1,
                "took": took,
            }
        )
    if rows:
        conn.execute(insert(rejection), rows)


def count(conn: Connection, tenant_id: int) -> int:
    """How many refused rows of a tenant are kept."""
    return conn.execute(select(func.count()).select_from(rejection).where(rejection.c.tenant_id == tenant_id)).scalar_one()


def all_known(conn: Connection, tenant_id: int, keep: int) -> bool:
    """Whether every refused row of a tenant is kept: there is room for more, and none was only counted."""
    counted = select(stream.c.name).where(stream.c.tenant_id == tenant_id, stream.c.rejected_more > 0).limit(1)
    return count(conn, tenant_id) < keep and conn.execute(counted).first() is None


def trim(conn: Connection, tenant_id: int, kind: str, surplus: int) -> None:
    """Keep no longer the oldest ones, so many of them, but count them."""
    oldest = select(rejection.c.id).where(rejection.c.tenant_id == tenant_id).order_by(rejection.c.id).limit(surplus)
    ids = conn.execute(oldest).scalars().all()
    for start in range(0, len(ids), _MAX_IDS):
        conn.execute(delete(rejection).where(rejection.c.id.in_(ids[start : start + _MAX_IDS])))
    mine = (stream.c.tenant_id == tenant_id) & (stream.c.name == KINDS[kind].stream)
    conn.execute(update(stream).where(mine).values(rejected_more=func.coalesce(stream.c.rejected_more, 0) + len(ids)))


def clear(conn: Connection, tenant_id: int, kind: str, row_ids: Sequence[int]) -> None:
    """Forget refusals of rows that have now arrived in good order or are gone."""
    # A tenant without rejections, the usual one, pays one look at an index and not a list of 5,000 ids.
    some = conn.execute(
        select(rejection.c.id).where(rejection.c.tenant_id == tenant_id, rejection.c.kind == kind).limit(1)
    ).first()
    if some is not None and row_ids:
        conn.execute(
            delete(rejection).where(rejection.c.tenant_id == tenant_id, rejection.c.kind == kind, rejection.c.row_id.in_(row_ids))
        )


def clear_absent(conn: Connection, tenant_id: int, kind: str, before: int, buckets: Sequence[int] | None = None) -> None:
    """Forget refused rows that the complete snapshot of generation `before` (of these buckets) no longer contained."""
    statement = delete(rejection).where(
        rejection.c.tenant_id == tenant_id, rejection.c.kind == kind, rejection.c.generation < before
    )
    if buckets is not None:
        statement = statement.where((rejection.c.row_id % BUCKETS).in_(buckets))
    conn.execute(statement)


def newest(conn: Connection, tenant_id: int, limit: int) -> Sequence[RowMapping]:
    """The refused rows of a tenant, last seen first."""
    statement = (
        select(rejection)
        .where(rejection.c.tenant_id == tenant_id)
        .order_by(rejection.c.last_seen_at.desc(), rejection.c.id.desc())
        .limit(limit)
    )
    return conn.execute(statement).mappings().all()
