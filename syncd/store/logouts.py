"""Ends of sessions that tenants must be told of, until they have been told. Writes the logout table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from syncd.store.dbclock import DatabaseNow
from syncd.store.schema import logout, tenant

# For longer than a logout token is believed: the same token is then known.
_REMEMBER_MS = 30 * 60 * 1000
# No site's session lives longer without being asked about.
_GIVE_UP_MS = 30 * 24 * 3600 * 1000
_FIRST_RETRY_MS, _LAST_RETRY_MS = 5_000, 900_000
# Longer than a tenant is told things in a row (`realm/logouts.py`); after a crash another process tells that much later.
_CLAIM_MS = 30_000
# So many tries take more than a minute: the tenant was not just busy.
_LASTING = 5


@dataclass(frozen=True, slots=True)
class Logout:
    """One end to be told: of this session, or without one of all sessions of this subject."""

    id: int
    session: str | None
    subject: str | None


def receive(conn: Connection, tenant_id: int, jti: str, session: str | None, subject: str | None, now: int) -> bool:
    """Note an end; False if this very one is noted already."""
    row = insert(logout).prefix_with("IGNORE", dialect="mysql").prefix_with("OR IGNORE", dialect="sqlite")
    values = {"tenant_id": tenant_id, "jti": jti, "session": session, "subject": subject, "received_at": now}
    return conn.execute(row.values(values)).rowcount == 1


def due_tenants(
    conn: Connection, limit: int, slow: Collection[int] = (), *, failing: bool, besides: Collection[int] = ()
) -> list[int]:
    """Tenants that must be told something now, longest waiting first: those that failed to hear it before or are slow, or others.

    A tenant that is being told, or waits after a failure, is not among them, whatever came for it meanwhile.
    """
    trouble = (func.max(logout.c.tries) > 0) | logout.c.tenant_id.in_(slow)
    statement = (
        select(logout.c.tenant_id)
        .where(logout.c.told_at.is_(None), logout.c.tenant_id.not_in(besides))
        .group_by(logout.c.tenant_id)
        .having((func.max(logout.c.next_at) <= DatabaseNow()) & (trouble if failing else ~trouble))
        # Who fails or is slow was seen last at its `next_at`: each of them has its turn before one has a second.
        .order_by(func.max(logout.c.next_at), func.min(logout.c.id))
        .limit(limit)
    )
    return list(conn.execute(statement).scalars())


def claim(conn: Connection, tenant_id: int) -> bool:
    """Let no other process tell this tenant for a while; False if another does, or nothing is due."""
    due = (logout.c.tenant_id == tenant_id) & logout.c.told_at.is_(None) & (logout.c.next_at <= DatabaseNow())
    return conn.execute(update(logout).where(due).values(next_at=DatabaseNow() + _CLAIM_MS)).rowcount > 0


def waiting(conn: Connection, tenant_id: int, limit: int) -> Sequence[Logout]:
    """What this tenant has not been told, oldest first."""
    statement = (
        select(logout.c.id, logout.c.session, logout.c.subject)
        .where(logout.c.tenant_id == tenant_id, logout.c.told_at.is_(None))
        .order_by(logout.c.id)
        .limit(limit)
    )
    return [Logout(**row) for row in conn.execute(statement).mappings()]


def untold(conn: Connection) -> list[str]:
    """Tenants that could not be told of ends for a while, by slug."""
    statement = (
        select(tenant.c.slug)
        .join(logout, logout.c.tenant_id == tenant.c.id)
        .where(logout.c.told_at.is_(None), logout.c.tries >= _LASTING)
        .distinct()
        .order_by(tenant.c.slug)
    )
    return list(conn.execute(statement).scalars())


def told(conn: Connection, logout_id: int) -> None:
    """The tenant has been told; the row stays for a while, so that the same token is known."""
    # Only this row: thousands may wait for one tenant, and one is told after the other.
    conn.execute(update(logout).where(logout.c.id == logout_id).values(told_at=DatabaseNow()))


def failed(conn: Connection, tenant_id: int) -> int:
    """The tenant could not be told: all that waits for it is tried again later, each time later. How often it has failed now."""
    untold = (logout.c.tenant_id == tenant_id) & logout.c.told_at.is_(None)
    tries = int(conn.execute(select(func.max(logout.c.tries)).where(untold)).scalar() or 0) + 1
    delay = min(_LAST_RETRY_MS, _FIRST_RETRY_MS << min(tries - 1, 16))
    conn.execute(update(logout).where(untold).values(tries=tries, next_at=DatabaseNow() + delay))
    return tries


def answered(conn: Connection, tenant_id: int, *, slow: bool = False) -> None:
    """The tenant hears: what waits for it waits no longer, and anybody may tell it; behind its like if it is slow."""
    untold = (logout.c.tenant_id == tenant_id) & logout.c.told_at.is_(None)
    conn.execute(update(logout).where(untold).values(tries=0, next_at=DatabaseNow() if slow else 0))


def prune(conn: Connection, now: int) -> int:
    """Forget what was told a while ago, and what nobody could be told for a month. How many of the latter."""
    conn.execute(delete(logout).where(logout.c.told_at < now - _REMEMBER_MS))
    return conn.execute(delete(logout).where(logout.c.received_at < now - _GIVE_UP_MS)).rowcount
