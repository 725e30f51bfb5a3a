"""Who may write a tenant's rows: a lease with a fencing number, checked in every transaction.

Writes the lease columns of the tenant table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Connection, Update, bindparam, null, or_, select, update

from syncd.errors import LeaseLostError
from syncd.model.tenant import Lease, TenantRow
from syncd.store import ledger, tenants
from syncd.store.dbclock import DatabaseNow
from syncd.store.schema import tenant

LEASE_MS = 30_000

# Statements of every turn are built once; building one costs more than running it.
_NOW = DatabaseNow()
_CLAIM = (
    update(tenant)
    .where(tenant.c.id == bindparam("tenant_id"), tenant.c.fence == bindparam("before"))
    .where(tenant.c.site.is_not(None), tenant.c.jwks.is_not(None))
    .where(or_(tenant.c.lease_until < _NOW, tenant.c.lease_until > _NOW + 2 * LEASE_MS))
    .values(lease_until=_NOW + LEASE_MS)
)
_FENCED = update(tenant).where(
    tenant.c.id == bindparam("tenant_id"),
    tenant.c.fence == bindparam("lease_fence"),
    tenant.c.lease_owner == bindparam("lease_holder"),
)
_PROLONG = _FENCED.values(lease_until=_NOW + LEASE_MS)
_FINISH = _FENCED.values(next_sync_at=_NOW + bindparam("delay_ms", type_=BigInteger), lease_owner=null(), lease_until=0)


@dataclass(frozen=True, slots=True)
class Claim:
    """A tenant won for one turn: the lease, the tenant as it was then, and the ledger entry of the turn.

    `after_lost`: the turn before stored pages, perhaps, and never came to its end.
    """

    lease: Lease
    tenant: TenantRow
    sync_id: int
    after_lost: bool = False


def claim(conn: Connection, tenant_id: int, owner: str, now: int) -> Claim | None:
    """Win the tenant for one turn, or None if somebody else has it or is quicker.

    A lease that ended without release means that its process died in the turn, unless it was this very process, which lives.
    """
    before = tenants.by_id(conn, tenant_id)
    died = before.lease_owner not in (None, owner)
    lease = Lease(tenant_id, owner, before.fence + 1)
    gained: dict[str, Any] = {"fence": lease.fence, "lease_owner": owner, "deaths": before.deaths + died}
    won = conn.execute(_CLAIM, {"tenant_id": tenant_id, "before": before.fence, **gained})
    if won.rowcount != 1:
        return None
    unfinished = before.lease_owner is not None
    if unfinished:
        ledger.close_lost(conn, tenant_id, now)
    return Claim(lease, replace(before, **gained), ledger.begin(conn, lease, now), unfinished)


def check_fence(conn: Connection, lease: Lease) -> None:
    """Make sure the lease still holds, prolong it and lock it until the transaction ends: nobody takes over before the commit.

    Must be the first write of every transaction of a turn: the tenant row is then always the first lock.
    """
    _write_fenced(conn, lease, _PROLONG, {})


def finish(conn: Connection, lease: Lease, delay_ms: int, values: Mapping[str, object]) -> None:
    """Give the tenant back with what the turn learned about it, due again after the delay. Checks the fence, too."""
    _write_fenced(conn, lease, _FINISH, {**values, "delay_ms": delay_ms})


def _write_fenced(conn: Connection, lease: Lease, statement: Update, values: Mapping[str, object]) -> None:
    mine = {"tenant_id": lease.tenant_id, "lease_fence": lease.fence, "lease_holder": lease.owner}
    if conn.execute(statement, {**mine, **values}).rowcount != 1:
        raise LeaseLostError(f"tenant {lease.tenant_id}: fence {lease.fence} is no longer the newest")


def renew(conn: Connection, owner: str, tenant_ids: Sequence[int]) -> int:
    """Prolong the leases of turns under way; one locked by a page being written is skipped, that page has just prolonged it."""
    mine = (tenant.c.lease_owner == owner) & tenant.c.id.in_(tenant_ids)
    ids = conn.execute(select(tenant.c.id).where(mine).with_for_update(skip_locked=True)).scalars().all()
    if ids:
        conn.execute(update(tenant).where(tenant.c.id.in_(ids)).values(lease_until=_NOW + LEASE_MS))
    return len(ids)


def release_all(conn: Connection, owner: str, now: int) -> None:
    """Give back everything this process holds as it ends; what it may still be doing can no longer be committed."""
    mine = tenant.c.lease_owner == owner
    for tenant_id in conn.execute(select(tenant.c.id).where(mine)).scalars().all():
        ledger.close_lost(conn, tenant_id, now)
    conn.execute(update(tenant).where(mine).values(lease_owner=None, lease_until=0, fence=tenant.c.fence + 1))
