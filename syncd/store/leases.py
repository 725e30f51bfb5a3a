"""Who may write a tenant's rows: a lease with a fencing number, checked in every transaction.

Writes the lease columns of the tenant table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, or_, select, update

from syncd.errors import LeaseLostError
from syncd.model.tenant import Lease, TenantRow
from syncd.store import ledger, tenants
from syncd.store.dbclock import DatabaseNow
from syncd.store.schema import tenant

LEASE_MS = 30_000


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
    """Win the tenant for one turn, or None if somebody else has it.

    A lease that ended without release means that its process died in the turn, unless it was this very process, which lives.
    """
    db_now = DatabaseNow()
    died = case((tenant.c.lease_owner.is_not(None) & (tenant.c.lease_owner != owner), 1), else_=0)
    # Ordered: MariaDB evaluates assignments from left to right, `died` must see the old owner.
    won = conn.execute(
        update(tenant)
        .where(tenant.c.id == tenant_id, tenant.c.site.is_not(None), tenant.c.jwks.is_not(None))
        .where(or_(tenant.c.lease_until < db_now, tenant.c.lease_until > db_now + 2 * LEASE_MS))
        .ordered_values(
            (tenant.c.deaths, tenant.c.deaths + died),
            (tenant.c.lease_owner, owner),
            (tenant.c.lease_until, db_now + LEASE_MS),
            (tenant.c.fence, tenant.c.fence + 1),
        )
    )
    if won.rowcount != 1:
        return None
    row = tenants.by_id(conn, tenant_id)
    lease = Lease(tenant_id, owner, row.fence)
    return Claim(lease, row, *ledger.begin(conn, lease, now))


def check_fence(conn: Connection, lease: Lease) -> None:
    """Make sure the lease still holds, prolong it and lock it until the transaction ends: nobody takes over before the commit.

    Must be the first statement of every transaction of a turn: the tenant row is then always the first lock.
    """
    held = conn.execute(
        update(tenant)
        .where(tenant.c.id == lease.tenant_id, tenant.c.fence == lease.fence, tenant.c.lease_owner == lease.owner)
        .values(lease_until=DatabaseNow() + LEASE_MS)
    )
    if held.rowcount != 1:
        raise LeaseLostError(f"tenant {lease.tenant_id}: fence {lease.fence} is no longer the newest")


def renew(conn: Connection, owner: str, tenant_ids: Sequence[int]) -> int:
    """Prolong the leases of turns under way; one locked by a page being written is skipped, that page has just prolonged it."""
    mine = (tenant.c.lease_owner == owner) & tenant.c.id.in_(tenant_ids)
    ids = conn.execute(select(tenant.c.id).where(mine).with_for_update(skip_locked=True)).scalars().all()
    if ids:
        conn.execute(update(tenant).where(tenant.c.id.in_(ids)).values(lease_until=DatabaseNow() + LEASE_MS))
    return len(ids)


def finish(conn: Connection, lease: Lease, delay_ms: int, values: Mapping[str, object]) -> None:
    """Give the tenant back with what the turn learned about it, due again after the delay."""
    check_fence(conn, lease)
    conn.execute(
        update(tenant)
        .where(tenant.c.id == lease.tenant_id)
        .values(**values, next_sync_at=DatabaseNow() + delay_ms, lease_owner=None, lease_until=0)
    )


def release_all(conn: Connection, owner: str) -> None:
    """Give back everything this process holds as it ends; what it may still be doing can no longer be committed."""
    conn.execute(
        update(tenant).where(tenant.c.lease_owner == owner).values(lease_owner=None, lease_until=0, fence=tenant.c.fence + 1)
    )
