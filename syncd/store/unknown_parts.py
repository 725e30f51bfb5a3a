"""Kinds and columns that tenants send and this centre does not know: counted, never stored. Writes the unknown_part table."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, RowMapping, insert, select, update

from syncd.store.schema import unknown_part

MOST_OF_A_TENANT = 20


def note(conn: Connection, tenant_id: int, found: Mapping[str, int], now: int) -> list[str]:
    """Count these rows by the name of what is unknown; gives the names that were never seen before at this tenant."""
    mine = unknown_part.c.tenant_id == tenant_id
    known = set(conn.execute(select(unknown_part.c.name).where(mine)).scalars())
    for name in found.keys() & known:
        seen = unknown_part.c.rows + found[name]
        conn.execute(update(unknown_part).where(mine, unknown_part.c.name == name).values(rows=seen, last_seen_at=now))
    fresh = sorted(found.keys() - known)[: MOST_OF_A_TENANT - len(known)] if len(known) < MOST_OF_A_TENANT else []
    for name in fresh:
        values = {"tenant_id": tenant_id, "name": name, "rows": found[name], "first_seen_at": now, "last_seen_at": now}
        conn.execute(insert(unknown_part).values(values))
    return fresh


def of_tenant(conn: Connection, tenant_id: int) -> Sequence[RowMapping]:
    """What this tenant sent and nobody knew, by name."""
    statement = select(unknown_part).where(unknown_part.c.tenant_id == tenant_id).order_by(unknown_part.c.name)
    return conn.execute(statement).mappings().all()
