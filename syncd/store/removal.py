"""A tenant leaves: every row of it is deleted for good. Writes all tables."""

from functools import partial

from sqlalchemy import Connection, Engine, delete, update

from syncd.model.kinds import KINDS
from syncd.store import rows
from syncd.store.dbclock import DatabaseNow
from syncd.store.engine import run_transaction
from syncd.store.leases import LEASE_MS
from syncd.store.schema import tenant

_CHUNK = 20_000


def remove(engine: Engine, tenant_id: int) -> dict[str, int]:
    """Delete the tenant and say how many rows of each kind went. Can be interrupted and repeated: the tenant itself goes last."""
    deleted = dict.fromkeys(KINDS, 0)
    for kind in KINDS:
        count = _CHUNK
        while count == _CHUNK:
            count = run_transaction(engine, partial(_delete_some, tenant_id=tenant_id, kind=kind))
            deleted[kind] += count
    run_transaction(engine, lambda conn: conn.execute(delete(tenant).where(tenant.c.id == tenant_id)))
    return deleted


def _delete_some(conn: Connection, tenant_id: int, kind: str) -> int:
    # A turn under way loses its lease, and no other begins between two steps.
    conn.execute(
        update(tenant)
        .where(tenant.c.id == tenant_id)
        .values(fence=tenant.c.fence + 1, lease_owner="removal", lease_until=DatabaseNow() + LEASE_MS, paused_by="lan")
    )
    return rows.clear_tenant(conn, tenant_id, kind, _CHUNK)
