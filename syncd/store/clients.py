"""How tenants' clients at Keycloak were last made, and how they should be. Writes the client table.

A change at Keycloak stands between `begin` and `done`. In between nobody knows the state of the client: a process that dies
there, or is overtaken there by another, leaves the row so, and the daemon corrects the client later.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, or_, select, union_all, update

from syncd.model.tenant import CLOSES_SIGN_IN, TenantRow
from syncd.store import tenants
from syncd.store.schema import client, tenant


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client should be: of this tenant, or disabled because there is none. `fence` is the number of this change."""

    slug: str
    tenant: TenantRow | None
    fence: int

    @property
    def enabled(self) -> bool:
        """Whether people may sign in with it."""
        return self.tenant is not None and self.tenant.sign_in_open


def late(conn: Connection) -> list[str]:
    """Tenants whose client at Keycloak is wrong or may be wrong, and clients of tenants that are gone."""
    same = (client.c.url == tenant.c.url) & (client.c.enabled == tenant.c.paused_by.is_distinct_from(CLOSES_SIGN_IN))
    joined = tenant.c.site.is_not(None)
    of_tenants = (
        select(tenant.c.slug)
        .outerjoin(client, client.c.slug == tenant.c.slug)
        .where(joined, or_(client.c.slug.is_(None), client.c.url.is_(None), client.c.enabled.is_(None), ~same))
    )
    of_nobody = (
        select(client.c.slug)
        .outerjoin(tenant, tenant.c.slug == client.c.slug)
        .where(tenant.c.slug.is_(None), or_(client.c.enabled.is_(None), client.c.enabled))
    )
    return sorted(conn.execute(union_all(of_tenants, of_nobody)).scalars())


def begin(conn: Connection, slug: str) -> Wanted:
    """Note that from now on the state of the client is unknown; returns what it should become."""
    changed = conn.execute(update(client).where(client.c.slug == slug).values(enabled=None, fence=client.c.fence + 1))
    if changed.rowcount == 0:
        row = insert(client).prefix_with("IGNORE", dialect="mysql").prefix_with("OR IGNORE", dialect="sqlite")
        conn.execute(row.values(slug=slug, changed_at=0))
    fence = conn.execute(select(client.c.fence).where(client.c.slug == slug)).scalar_one()
    # Read after the row is locked: a pause that came before is seen here, one that comes later begins a change of its own.
    return Wanted(slug, tenants.find(conn, slug), int(fence))


def done(conn: Connection, wanted: Wanted, now: int) -> bool:
    """Note that the client is as wanted; False if another change began meanwhile, because nobody knows which came last."""
    values = {"url": wanted.tenant.url if wanted.tenant else None, "enabled": wanted.enabled, "changed_at": now}
    mine = (client.c.slug == wanted.slug) & (client.c.fence == wanted.fence)
    if conn.execute(update(client).where(mine).values(values)).rowcount == 1:
        return True
    conn.execute(update(client).where(client.c.slug == wanted.slug).values(enabled=None, fence=client.c.fence + 1))
    return False
