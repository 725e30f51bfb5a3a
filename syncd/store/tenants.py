"""The registry of tenants: who they are, what they last said, if they are paused, when they are due. Writes the tenant table."""

import difflib
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, case, func, or_, select, update

from syncd.clock import SKEW_MS
from syncd.errors import Code, NotFoundError, TenantError
from syncd.model.tenant import SLOW_MS, Pause, TenantAddress, TenantRow
from syncd.store.dbclock import DatabaseNow
from syncd.store.schema import tenant

# A lease that nobody prolongs ends after this.
LEASE_MS = 30_000
# A turn that was under way at so many deaths of a process in a row, without a committed page, ends processes.
MAX_DEATHS = 3
# From here on it may only be under way alone among its like, and after a while in which the others had the process to themselves.
SUSPECT = MAX_DEATHS - 1
PARKED_MS = 24 * 3600 * 1000
# Put off for a day because its turns ended the process.
PARKED = and_(tenant.c.deaths >= SUSPECT, tenant.c.failures > 0, tenant.c.last_code.is_not_distinct_from(str(Code.CRASHED)))
_IN_TROUBLE = or_(
    tenant.c.failures > 0, func.coalesce(tenant.c.unfinished, 0) > 0, func.coalesce(tenant.c.waited_ms, 0) > SLOW_MS
)
# The longest a tenant may ask us to wait, and the longest between two turns where nobody says another.
MAX_WAIT_MS = 3600 * 1000

# Built once: every turn needs it.
_BY_ID = select(tenant).where(tenant.c.id == bindparam("tenant_id"))
_AS_STORED = tuple(name for name in TenantRow.__dataclass_fields__ if name not in ("paused_by", "streams_on"))


def _rows(conn: Connection, statement: Select[Any]) -> list[TenantRow]:
    return [_tenant_row(row) for row in conn.execute(statement).mappings()]


def _tenant_row(row: RowMapping) -> TenantRow:
    paused_by = None if row["paused_by"] is None else Pause(row["paused_by"])
    return TenantRow(**{name: row[name] for name in _AS_STORED}, paused_by=paused_by, streams_on=tuple(row["streams_on"].split()))


def address_of(row: TenantRow) -> TenantAddress:
    """Where to ask this tenant and what proves its answers; TenantError where it has not joined."""
    if row.site is None or row.jwks is None or row.jwks_sha256 is None:
        raise TenantError(
            Code.AUTH, f"{row.slug} has not joined: give its admin a join code (syncd tenant invite --tenant {row.slug})"
        )
    return TenantAddress(row.id, row.slug, row.url, row.site, row.jwks, row.jwks_sha256, row.contract)


def list_tenants(conn: Connection) -> list[TenantRow]:
    """All tenants by slug."""
    return _rows(conn, select(tenant).order_by(tenant.c.slug))


def listed(conn: Connection, only: int | None) -> list[TenantRow]:
    """All tenants by slug, or the one with this key, if it is there."""
    return list_tenants(conn) if only is None else _rows(conn, select(tenant).where(tenant.c.id == only))


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
    """The tenant with this short name; NotFoundError names one that is called nearly so."""
    found = find(conn, slug)
    if found is None:
        near = difflib.get_close_matches(slug.lower(), conn.execute(select(tenant.c.slug)).scalars(), 1)
        raise NotFoundError(f"there is no tenant named '{slug}'" + (f"; did you mean {near[0]}?" if near else ""))
    return found


def by_site(conn: Connection, site: str) -> TenantRow | None:
    """The tenant with this site id, if any."""
    found = _rows(conn, select(tenant).where(tenant.c.site == site))
    return found[0] if found else None


def by_url(conn: Connection, url: str) -> TenantRow | None:
    """The tenant at this address, if any."""
    found = _rows(conn, select(tenant).where(tenant.c.url == url))
    return found[0] if found else None


def due(
    conn: Connection,
    limit: int,
    *,
    failing: bool,
    besides: Collection[int] = (),
    longest_ms: int = MAX_WAIT_MS,
    suspects: int | None = None,
) -> list[TenantRow]:
    """Tenants to ask now, longest waiting first: joined, not paused by LAN, not leased.

    `failing`: those whose last turn failed, did not come to its end or waited long, or all others (`TenantRow.in_trouble`).

    `longest_ms`: nothing is ever put off for longer, but for who is parked. A later due time, or a last try in the future, was
    written by a clock that has been set back since: due. `suspects`: at most so many of those that may end the process.
    """
    now = DatabaseNow()
    farthest = case((PARKED, max(longest_ms, PARKED_MS)), else_=longest_ms)
    statement = (
        select(tenant)
        .where(
            or_(
                tenant.c.next_sync_at <= now,
                tenant.c.next_sync_at > now + farthest,
                tenant.c.last_tried_at > now + SKEW_MS,
            ),
            or_(tenant.c.lease_owner.is_(None), tenant.c.lease_until < now, tenant.c.lease_until > now + 2 * LEASE_MS),
            tenant.c.paused_by.is_distinct_from(Pause.LAN),
            and_(tenant.c.site.is_not(None), tenant.c.jwks.is_not(None)),
            _IN_TROUBLE if failing else ~_IN_TROUBLE,
            tenant.c.id.not_in(besides),
        )
        .order_by(tenant.c.next_sync_at, tenant.c.id)
        .limit(limit)
    )
    if suspects is None:
        return _rows(conn, statement)
    found = _rows(conn, statement.where(tenant.c.deaths < SUSPECT))
    return found + (_rows(conn, statement.where(tenant.c.deaths >= SUSPECT).limit(min(limit, suspects))) if suspects > 0 else [])


def make_all_due(conn: Connection) -> int:
    """The database's clock was set: when anybody is due is no longer known, so ask everybody who is not parked now."""
    return conn.execute(update(tenant).where(tenant.c.next_sync_at > 0, ~PARKED).values(next_sync_at=0)).rowcount


def make_due(conn: Connection, tenant_ids: Sequence[int]) -> None:
    """Ask these tenants at the next tick."""
    conn.execute(update(tenant).where(tenant.c.id.in_(tenant_ids)).values(next_sync_at=0))


def pause(conn: Connection, tenant_id: int, by: Pause) -> None:
    """Stop asking, or note that the tenant admin stopped reading. LAN's pause outranks the tenant's."""
    statement = update(tenant).where(tenant.c.id == tenant_id)
    if by is Pause.TENANT:
        statement = statement.where(tenant.c.paused_by.is_(None))
    conn.execute(statement.values(paused_by=by))


def resume(conn: Connection, tenant_id: int, by: Pause) -> None:
    """End a pause. LAN's resume also forgives failures and deaths and makes the tenant due at once."""
    if by is Pause.TENANT:
        conn.execute(update(tenant).where(tenant.c.id == tenant_id, tenant.c.paused_by == Pause.TENANT).values(paused_by=None))
    else:
        forgiven = {"paused_by": None, "failures": 0, "deaths": 0, "unfinished": 0, "waited_ms": None, "next_sync_at": 0}
        conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(**forgiven))


def set_epoch(conn: Connection, tenant_id: int, epoch: str) -> None:
    """Note the epoch the site says it is in."""
    conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(epoch=epoch))


def set_contract(conn: Connection, tenant_id: int, contract: int) -> None:
    """Note the version of the contract in which the site is asked from now on."""
    conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(contract=contract))


def note_agency_code(conn: Connection, tenant_id: int, code: str | None) -> None:
    """Note the code by which the people directory knows the tenant's owner."""
    conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(agency_code=code))


def pin_jwks(conn: Connection, tenant_id: int, jwks: str, sha256: str, *, instead_of: str) -> bool:
    """Pin a newer key set that the tenant announced with a key of the set `instead_of`; False if that is pinned no longer.

    Between the announcement and this somebody else may have joined in the tenant's place, by another key, or under its number.
    """
    trusted = (tenant.c.id == tenant_id) & (tenant.c.jwks_sha256 == instead_of)
    return conn.execute(update(tenant).where(trusted).values(jwks=jwks, jwks_sha256=sha256)).rowcount == 1
