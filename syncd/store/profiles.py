"""Keeps how a tenant presents itself, as its last handshake says it. Writes the table profile."""

from sqlalchemy import Connection, bindparam, delete, insert, select

from syncd.model.kinds import COURSE
from syncd.model.profile import MEMBERS, Profile
from syncd.store.schema_profile import profile
from syncd.store.touched import touch

_MINE = profile.c.tenant_id == bindparam("tenant_id")
_STORED = select(*(profile.c[name] for name in MEMBERS)).where(_MINE)
_FORGET = delete(profile).where(_MINE)


def keep(conn: Connection, tenant_id: int, said: Profile | None) -> None:
    """Store what was said, in the place of what was said before. Every card of the tenant shows it, so search has to look."""
    values = None if said is None else tuple(getattr(said, name) for name in MEMBERS)
    values = values if values and any(values) else None
    stored = conn.execute(_STORED, {"tenant_id": tenant_id}).first()
    if values == (None if stored is None else tuple(stored)):
        return
    touch(conn, tenant_id, COURSE.name)
    conn.execute(_FORGET, {"tenant_id": tenant_id})
    if values:
        conn.execute(insert(profile).values(tenant_id=tenant_id, **dict(zip(MEMBERS, values, strict=True))))
