"""Notes, in the transaction that changes it, that something of a tenant changed which search shows. Writes the tenant table.

The transactions of one tenant come one after the other, because each holds the tenant's row: whoever has seen a number has seen
all that was committed with it and before. Numbers of two tenants say nothing about each other.
"""

from sqlalchemy import Connection, bindparam, update

from syncd.model.kinds import BADGE_CLASS, COURSE
from syncd.store.schema import tenant

# A course shows itself and whether a badge comes with it.
_SHOWN = frozenset({COURSE.name, BADGE_CLASS.name})
_TOUCH = update(tenant).where(tenant.c.id == bindparam("tenant_id")).values(touched=tenant.c.touched + 1)


def touch(conn: Connection, tenant_id: int, kind: str) -> None:
    """Rows of this kind are about to change; nothing is noted where search does not show the kind."""
    if kind in _SHOWN:
        conn.execute(_TOUCH, {"tenant_id": tenant_id})
