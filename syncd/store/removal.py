"""Deletes every row of a tenant that leaves, for good. Writes all tables."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Connection, Engine, delete, update

from syncd.errors import LeaseLostError
from syncd.model.kinds import KINDS
from syncd.model.tenant import Pause
from syncd.store import rows, tenants
from syncd.store.dbclock import DatabaseNow
from syncd.store.engine import run_transaction
from syncd.store.leases import REMOVAL
from syncd.store.schema import tenant
from syncd.store.tenants import LEASE_MS

_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class _Leaving:
    """The tenant that is deleted. Its number alone would not do: SQLite gives it to the next one that joins."""

    id: int
    site: str | None
    fence: int

    @property
    def row(self) -> ColumnElement[bool]:
        return (tenant.c.id == self.id) & tenant.c.site.is_not_distinct_from(self.site) & (tenant.c.fence == self.fence)


def remove(engine: Engine, tenant_id: int) -> dict[str, int]:
    """Delete the tenant and count the deleted rows of each kind. Safe to interrupt and repeat: the tenant's own row goes last.

    NotFoundError if there is none; LeaseLostError if another process began to delete it, too, which then goes on with it.
    """
    deleted = dict.fromkeys(KINDS, 0)
    leaving = run_transaction(engine, partial(_begin, tenant_id=tenant_id))
    for kind in KINDS:
        count = _CHUNK
        while count == _CHUNK:
            count = run_transaction(engine, partial(_delete_some, leaving=leaving, kind=kind))
            deleted[kind] += count
    run_transaction(engine, lambda conn: conn.execute(delete(tenant).where(leaving.row)))
    return deleted


def _begin(conn: Connection, tenant_id: int) -> _Leaving:
    """A turn under way loses its lease, and no other begins."""
    values = {
        "fence": tenant.c.fence + 1,
        "lease_owner": REMOVAL,
        "lease_until": DatabaseNow() + LEASE_MS,
        "paused_by": Pause.LAN,
    }
    conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(**values))
    row = tenants.by_id(conn, tenant_id)
    return _Leaving(row.id, row.site, row.fence)


def _delete_some(conn: Connection, leaving: _Leaving, kind: str) -> int:
    # The tenant's row is locked first, and nobody joins or reads between two steps.
    held = update(tenant).where(leaving.row).values(lease_owner=REMOVAL, lease_until=DatabaseNow() + LEASE_MS)
    if conn.execute(held).rowcount != 1:
        raise LeaseLostError(f"tenant {leaving.id} is being deleted by another process, or is gone already")
    return rows.clear_tenant(conn, leaving.id, kind, _CHUNK)
