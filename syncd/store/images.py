"""Keeps images by the sha256 of what tenants sent, and what could not be had of whom. Writes the tables of images."""

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, bindparam, delete, exists, insert, select, union, update

from syncd.model.kinds import COURSE
from syncd.store.schema import image, image_refused, kind_tables, profile, tenant

_COURSE = kind_tables[COURSE.name]
_AGAIN_MS = 6 * 3600 * 1000
# An image that a course shows no longer may be shown by the next snapshot again.
_UNUSED_MS = 24 * 3600 * 1000
_SWEPT = 1000
_DUE = select(tenant.c.touched, tenant.c.images_seen, tenant.c.images_next).where(tenant.c.id == bindparam("tenant_id"))
_LOOKED = (
    update(tenant)
    .where(tenant.c.id == bindparam("tenant_id"))
    .values(images_seen=bindparam("seen"), images_next=bindparam("next"))
)


def due(conn: Connection, tenant_id: int, now: int) -> int | None:
    """The tenant's `touched` up to which to look for missing images; None where nothing changed since there was none."""
    row = conn.execute(_DUE, {"tenant_id": tenant_id}).one()
    quiet = row.images_seen == row.touched and now < row.images_next <= now + _AGAIN_MS
    return None if quiet else int(row.touched)


def looked(conn: Connection, tenant_id: int, touched: int, now: int) -> None:
    """Note that up to this `touched` there is nothing more to ask for; what was refused is asked for again in some hours."""
    conn.execute(_LOOKED, {"tenant_id": tenant_id, "seen": touched, "next": now + _AGAIN_MS})


def wanted(conn: Connection, tenant_id: int, now: int, limit: int) -> list[str]:
    """Images that this tenant's courses, or its logo, name, that are not here, and that it may be asked for now."""
    courses = select(_COURSE.c.image).where(_COURSE.c.tenant_id == tenant_id, _COURSE.c.gone_at.is_(None), _missing(_COURSE, now))
    logo = select(profile.c.logo).where(profile.c.tenant_id == tenant_id, _missing(profile, now))
    return sorted(conn.execute(union(courses, logo).limit(limit)).scalars())


def _missing(table: Table, now: int) -> ColumnElement[bool]:
    column = _hash_in(table)
    refused = and_(
        image_refused.c.tenant_id == table.c.tenant_id, image_refused.c.sha256 == column, image_refused.c.again_at > now
    )
    here = select(image.c.sha256).where(image.c.sha256 == column)
    return and_(column.is_not(None), ~exists(here), ~exists(select(image_refused.c.sha256).where(refused)))


def _hash_in(table: Table) -> ColumnElement[str]:
    return table.c.logo if table is profile else table.c.image


def keep(conn: Connection, sha256: str, data: bytes, size: tuple[int, int], now: int) -> None:
    """Keep an image; another tenant may have brought it meanwhile."""
    ignore = "OR IGNORE" if conn.dialect.name == "sqlite" else "IGNORE"
    width, height = size
    values = {"sha256": sha256, "data": data, "width": width, "height": height, "kept_at": now}
    conn.execute(insert(image).prefix_with(ignore).values(**values))


def refuse(conn: Connection, tenant_id: int, sha256: str, reason: str, now: int) -> None:
    """Note why this tenant's answer is not used; it is asked again in some hours."""
    conn.execute(delete(image_refused).where(image_refused.c.tenant_id == tenant_id, image_refused.c.sha256 == sha256))
    values = {"tenant_id": tenant_id, "sha256": sha256, "reason": reason[:40], "again_at": now + _AGAIN_MS}
    conn.execute(insert(image_refused).values(**values))


def read(conn: Connection, sha256: str) -> bytes | None:
    """What is served by this hash."""
    return conn.execute(select(image.c.data).where(image.c.sha256 == sha256)).scalar()


def sweep(conn: Connection, now: int) -> int:
    """Delete images that nothing shows for a day, some at a time; how many. What was refused long ago is forgotten."""
    conn.execute(delete(image_refused).where(image_refused.c.again_at < now - _UNUSED_MS))
    unused = list(conn.execute(_unused(now)).scalars())
    conn.execute(delete(image).where(image.c.sha256.in_(unused)))
    return len(unused)


def _unused(now: int) -> Select[tuple[str]]:
    shown = select(_COURSE.c.id).where(_COURSE.c.image == image.c.sha256, _COURSE.c.gone_at.is_(None))
    logo = select(profile.c.tenant_id).where(profile.c.logo == image.c.sha256)
    return select(image.c.sha256).where(image.c.kept_at < now - _UNUSED_MS, ~exists(shown), ~exists(logo)).limit(_SWEPT)
