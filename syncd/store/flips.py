"""Changes of tenants' states, each noted once whoever sees it first. Writes the flip table."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from syncd.store.schema import flip, tenant
from syncd.store.syncs import MOST_AT_ONCE

_KEEP_MS = 90 * 24 * 3600 * 1000


def seen(conn: Connection) -> dict[str, tuple[int, str | None]]:
    """Of each tenant, by slug, its key and the state in which it was last seen."""
    columns = (tenant.c.slug, tenant.c.id, tenant.c.seen_state)
    return {row.slug: (row.id, row.seen_state) for row in conn.execute(select(*columns))}


def note(conn: Connection, tenant_id: int, before: str | None, after: str, code: str | None, now: int) -> bool:
    """Note one change; False if another process was quicker."""
    same = tenant.c.seen_state.is_not_distinct_from(before)
    statement = update(tenant).where(tenant.c.id == tenant_id, same).values(seen_state=after)
    if conn.execute(statement).rowcount != 1:
        return False
    conn.execute(insert(flip).values(tenant_id=tenant_id, at=now, before=before, after=after, code=code))
    return True


def newest(conn: Connection, tenant_id: int, limit: int) -> Sequence[RowMapping]:
    """The newest changes of a tenant's state, newest first."""
    statement = select(flip).where(flip.c.tenant_id == tenant_id).order_by(flip.c.id.desc()).limit(limit)
    return conn.execute(statement).mappings().all()


def prune(conn: Connection, now: int) -> int:
    """Delete what is older than 90 days: the oldest ones, so many at once; how many."""
    old = select(flip.c.id).where(flip.c.at < now - _KEEP_MS).order_by(flip.c.id).limit(MOST_AT_ONCE)
    ids = conn.execute(old).scalars().all()
    conn.execute(delete(flip).where(flip.c.id.in_(ids)))
    return len(ids)
