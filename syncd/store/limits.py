"""The limits that LAN gave single tenants, and what each tenant takes of the store. Writes the tenant_limit table."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from syncd.model.limits import Limits, Used
from syncd.store.schema import live_count, tenant_limit

_OF_TENANT = select(tenant_limit.c.name, tenant_limit.c.value).where(tenant_limit.c.tenant_id == bindparam("tenant"))
_USED = select(
    func.coalesce(func.sum(func.coalesce(live_count.c.stored, live_count.c.live)), 0),
    func.coalesce(func.sum(func.coalesce(live_count.c.bytes, 0)), 0),
).where(live_count.c.tenant_id == bindparam("tenant"))


def raised(conn: Connection, tenant_id: int) -> dict[str, int]:
    """The limits that LAN set for this tenant, by name."""
    known = Limits.__dataclass_fields__
    return {row.name: row.value for row in conn.execute(_OF_TENANT, {"tenant": tenant_id}) if row.name in known}


def of_tenant(conn: Connection, tenant_id: int, general: Limits) -> Limits:
    """What holds for this tenant: LAN's own word for it, or what holds for all."""
    return Limits(**(asdict(general) | raised(conn, tenant_id)))


def give(conn: Connection, tenant_id: int, values: Mapping[str, int | None]) -> None:
    """Set these limits for this tenant; None takes one back to what holds for all."""
    for name, value in values.items():
        conn.execute(delete(tenant_limit).where(tenant_limit.c.tenant_id == tenant_id, tenant_limit.c.name == name))
        if value is not None:
            conn.execute(insert(tenant_limit).values(tenant_id=tenant_id, name=name, value=value))


def used(conn: Connection, tenant_id: int) -> Used:
    """What the tenant's rows took at the end of the last turn that changed any."""
    rows, taken = conn.execute(_USED, {"tenant": tenant_id}).one()
    return Used(int(rows), int(taken))
