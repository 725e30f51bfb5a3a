"""Who may write a tenant's rows: a lease with a fencing number, checked in every transaction.

Writes the lease columns of the tenant table, and what is known of tenants whose turns ended processes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Connection, Update, bindparam, case, delete, func, null, or_, select, update

from syncd.clock import SKEW_MS
from syncd.errors import LeaseLostError
from syncd.model.tenant import Lease, TenantRow
from syncd.store import syncs, tenants
from syncd.store.dbclock import DatabaseNow
from syncd.store.schema import daemon, sync, tenant
from syncd.store.tenants import LEASE_MS, MAX_DEATHS, PARKED, SUSPECT

# Whose turn was under way at two deaths of processes in a row waits so long: if processes die meanwhile, it is not the one.
_APART_MS = 120_000
# No process: `removal.py` holds a tenant by this name while it deletes it.
REMOVAL = "removal"

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
_FORGIVE = _FENCED.values(deaths=0)
_FINISH = _FENCED.values(
    next_sync_at=_NOW + bindparam("delay_ms", type_=BigInteger), last_tried_at=_NOW, lease_owner=null(), lease_until=0
)
_FINISH_READ = _FINISH.values(last_ok_at=_NOW)
_LAST = select(sync.c.outcome).where(sync.c.tenant_id == tenant.c.id).order_by(sync.c.id.desc()).limit(1).scalar_subquery()
# A row that another process has locked is held by it: nobody queues behind a lock that may outlive its owner.
_LOCK = (
    select(tenant.c.id, _NOW.label("now"), _LAST.label("last"))
    .where(tenant.c.id == bindparam("tenant_id"))
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A tenant won for one turn: the lease, the tenant as it was then, and the sync that was opened for the turn.

    `at`: when that was by the database's clock. `after_lost`: the turn before stored pages, perhaps, and never came to its end.
    """

    lease: Lease
    tenant: TenantRow
    sync_id: int
    at: int
    after_lost: bool = False


def claim(conn: Connection, tenant_id: int, owner: str, now: int | None = None) -> Claim | None:
    """Win the tenant for one turn, or None if somebody else has it or is quicker, or the tenant has left.

    A lease that ended without release means that its process died in the turn, unless it was this very process, which lives.
    `now`: when the turn begins, for its entry; by the database's clock where nothing is said.
    """
    locked = conn.execute(_LOCK, {"tenant_id": tenant_id}).first()
    if locked is None:
        return None
    at = int(locked.now)
    before = tenants.by_id(conn, tenant_id)
    # Whoever buried the dead process, or the process itself as it ended, has taken its name from the row.
    unfinished = before.lease_owner is not None or locked.last == "lost"
    if before.lease_owner not in (None, owner) and bury(conn, str(before.lease_owner), at):
        before = tenants.by_id(conn, tenant_id)
    lease = Lease(tenant_id, owner, before.fence + 1)
    gained: dict[str, Any] = {"fence": lease.fence, "lease_owner": owner}
    won = conn.execute(_CLAIM, {"tenant_id": tenant_id, "before": before.fence, **gained})
    if won.rowcount != 1:
        return None
    if unfinished:
        syncs.close_lost(conn, tenant_id, at)
    return Claim(lease, replace(before, **gained), syncs.begin(conn, lease, at if now is None else now), at, unfinished)


def being_removed(conn: Connection, tenant_id: int) -> bool:
    """Whether the rows of this tenant are being deleted right now."""
    held = (tenant.c.id == tenant_id) & (tenant.c.lease_owner == REMOVAL) & (tenant.c.lease_until >= _NOW)
    return conn.execute(select(tenant.c.id).where(held)).first() is not None


def dead(conn: Connection, owner: str, now: int) -> list[str]:
    """Processes other than this one that seem to have died: a lease of theirs ended, or they gave no sign of life for as long."""
    leased = select(tenant.c.lease_owner).where(tenant.c.lease_owner.is_not(None), tenant.c.lease_until < now)
    silent = select(daemon.c.owner).where(daemon.c.beat_at < now - LEASE_MS)
    return [one for one in conn.execute(leased.union(silent)).scalars() if one not in (owner, None)]


def bury(conn: Connection, owner: str, now: int) -> bool:
    """Take from a dead process all it held, and find out which turn may have killed it. False: it lives, or not all has ended.

    A process dies for many reasons; that a turn was under way is no proof. Only those that were under way at every death since
    they last stored a page are suspected, and whoever was not is cleared. From the second death on a suspect waits for a while
    and then has its turn alone among its like, so that the third has one culprit or none.
    """
    beat_at = conn.execute(select(daemon.c.beat_at).where(daemon.c.owner == owner)).scalar()
    if beat_at is not None and now - LEASE_MS <= beat_at <= now + SKEW_MS:
        return False
    held = tenant.c.lease_owner == owner
    free = (tenant.c.lease_until < now) | (tenant.c.lease_until > now + 2 * LEASE_MS)
    found = conn.execute(select(tenant.c.id, tenant.c.deaths).where(held, free).with_for_update(skip_locked=True)).all()
    if len(found) != conn.execute(select(func.count()).select_from(tenant).where(held)).scalar():
        return False
    for one in found:
        syncs.close_lost(conn, one.id, now)
    # Without its name on the row it is shut out, should it wake.
    conn.execute(update(tenant).where(held).values(lease_owner=None, lease_until=0))
    conn.execute(delete(daemon).where(daemon.c.owner == owner))
    if owner != REMOVAL:
        _suspect(conn, {one.id: one.deaths for one in found}, now)
    return True


def _suspect(conn: Connection, under_way: Mapping[int, int], now: int) -> None:
    deaths = {tenant_id: before + 1 for tenant_id, before in under_way.items()}
    worst = [tenant_id for tenant_id, count in deaths.items() if count >= MAX_DEATHS]
    for tenant_id, count in deaths.items():
        known = count if len(worst) == 1 else min(count, SUSPECT)
        due = {"next_sync_at": now + (_APART_MS if known == SUSPECT else 0)} if known >= SUSPECT else {}
        conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(deaths=known, **due))
    others = select(tenant.c.id).where(tenant.c.deaths > 0, ~PARKED, tenant.c.id.not_in(deaths))
    cleared = conn.execute(others.with_for_update(skip_locked=True)).scalars().all()
    if cleared:
        apart = tenant.c.deaths >= SUSPECT
        due_now = case((apart, now), else_=tenant.c.next_sync_at)
        # In this order: MariaDB takes the values of columns set before.
        ordered = ((tenant.c.next_sync_at, due_now), (tenant.c.deaths, 0))
        conn.execute(update(tenant).where(tenant.c.id.in_(cleared)).ordered_values(*ordered))


def check_fence(conn: Connection, lease: Lease) -> None:
    """Make sure the lease still holds, prolong it and lock it until the transaction ends: nobody takes over before the commit.

    Must be the first write of every transaction of a turn: the tenant row is then always the first lock.
    """
    _write_fenced(conn, lease, _PROLONG, {})


def forgive(conn: Connection, lease: Lease) -> None:
    """A page was stored: whatever ended processes before, this turn gets further."""
    _write_fenced(conn, lease, _FORGIVE, {})


def finish(conn: Connection, lease: Lease, delay_ms: int, values: Mapping[str, object], *, read: bool = False) -> None:
    """Give the tenant back with what the turn learned about it, due again after the delay. Checks the fence, too.

    `read`: the tenant was read to the end just now.
    """
    _write_fenced(conn, lease, _FINISH_READ if read else _FINISH, {**values, "delay_ms": delay_ms})


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
        syncs.close_lost(conn, tenant_id, now)
    conn.execute(update(tenant).where(mine).values(lease_owner=None, lease_until=0, fence=tenant.c.fence + 1))
