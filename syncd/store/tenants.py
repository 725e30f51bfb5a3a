"""The registry of tenants: who they are, what was last heard, if they are paused, when they are due. Writes the tenant table."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, or_, select, update

from syncd.errors import NotFoundError
from syncd.model.tenant import TenantRow
from syncd.store.dbclock import DatabaseNow
from syncd.store.schema import tenant

# A turn that dies this often without a committed page is suspected of killing the process.
MAX_DEATHS = 3
PARKED_MS = 24 * 3600 * 1000
# Nothing is ever put off for longer; a later due time was written by a clock that has since been set back.
_FARTHEST_MS = PARKED_MS + 3600 * 1000

# Built once: every turn needs it.
_BY_ID = select(tenant).where(tenant.c.id == bindparam("tenant_id"))
_FIELDS = tuple(TenantRow.__dataclass_fields__)


def _rows(conn: Connection, statement: Select[Any]) -> list[TenantRow]:
    return [_tenant_row(row) for row in conn.execute(statement).mappings()]


def _tenant_row(row: RowMapping) -> TenantRow:
    return TenantRow(**{name: row[name] for name in _FIELDS if name != "streams_on"}, streams_on=tuple(row["streams_on"].split()))


def list_tenants(conn: Connection) -> list[TenantRow]:
    """All tenants by slug."""
    return _rows(conn, select(tenant).order_by(tenant.c.slug))


def by_id(conn: Connection, tenant_id: int) -> TenantRow:
    """The tenant with this key."""
    found = conn.execute(_BY_ID, {"tenant_id": tenant_id}).mappings().first()
    if found is None:
        raise NotFoundError(f"there is no tenant number {tenant_id}")
    return _tenant_row(found)


def find(conn: Connection, slug: str) -> TenantRow | None:
    """The tenant with this short name, if any."""
    found = _rows(conn, select(tenant).where(tenant.c.slug == slug))
    return found[0] if found else None


def by_slug(conn: Connection, slug: str) -> TenantRow:
    """The tenant with this short name."""
    found = find(conn, slug)
    if found is None:
        raise NotFoundError(f"there is no tenant named '{slug}'")
    return found


def by_site(conn: Connection, site: str) -> TenantRow | None:
    """The tenant with this site id, if any."""
    found = _rows(conn, select(tenant).where(tenant.c.site == site))
    return found[0] if found else None


def by_url(conn: Connection, url: str) -> TenantRow | None:
    """The tenant at this address, if any."""
    found = _rows(conn, select(tenant).where(tenant.c.url == url))
    return found[0] if found else None


def due(conn: Connection, limit: int, *, failing: bool, besides: Collection[int] = ()) -> list[TenantRow]:
    """Tenants to ask now whose last turn failed, or did not, longest waiting first: joined, not paused by LAN, not leased."""
    now = DatabaseNow()
    statement = (
        select(tenant)
        .where(
            or_(tenant.c.next_sync_at <= now, tenant.c.next_sync_at > now + _FARTHEST_MS),
            or_(tenant.c.lease_owner.is_(None), tenant.c.lease_until < now),
            or_(tenant.c.paused_by.is_(None), tenant.c.paused_by != "lan"),
            and_(tenant.c.site.is_not(None), tenant.c.jwks.is_not(None)),
            tenant.c.failures > 0 if failing else tenant.c.failures == 0,
            tenant.c.id.not_in(besides),
        )
        .order_by(tenant.c.next_sync_at, tenant.c.id)
        .limit(limit)
    )
    return _rows(conn, statement)


def make_due(conn: Connection, tenant_ids: Sequence[int]) -> None:
    """Ask these tenants at the next tick."""
    conn.execute(update(tenant).where(tenant.c.id.in_(tenant_ids)).values(next_sync_at=0))


def pause(conn: Connection, tenant_id: int, by: str) -> None:
    """Stop asking (`lan`) or note that the tenant admin stopped reading (`tenant`). LAN's pause outranks the tenant's."""
    statement = update(tenant).where(tenant.c.id == tenant_id)
    if by == "tenant":
        statement = statement.where(tenant.c.paused_by.is_(None))
    conn.execute(statement.values(paused_by=by))


def resume(conn: Connection, tenant_id: int, by: str) -> None:
    """End a pause. LAN's resume also forgives failures and deaths and makes the tenant due at once."""
    if by == "tenant":
        conn.execute(update(tenant).where(tenant.c.id == tenant_id, tenant.c.paused_by == "tenant").values(paused_by=None))
    else:
        conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(paused_by=None, failures=0, deaths=0, next_sync_at=0))


def set_epoch(conn: Connection, tenant_id: int, epoch: str) -> None:
    """Note the epoch the site says it is in."""
    conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(epoch=epoch))


def pin_jwks(conn: Connection, tenant_id: int, jwks: str, sha256: str) -> None:
    """Pin a newer key set that the tenant announced with a key we already trusted."""
    conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(jwks=jwks, jwks_sha256=sha256))
