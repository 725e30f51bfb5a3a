"""Reads what is offered, and whose it is, for whoever makes something of it that can be made again. Reads the store only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from syncd.model.kinds import BADGE_CLASS, COURSE
from syncd.model.tenant import CLOSES_SIGN_IN
from syncd.store.schema import kind_tables, tenant

_COURSE, _BADGE = kind_tables[COURSE.name], kind_tables[BADGE_CLASS.name]
_OFFERED = _COURSE.c.gone_at.is_(None)
_MAX_IDS = 1000


@dataclass(frozen=True, slots=True)
class Owner:
    """A tenant as search knows it. `touched` grows with each change of what it offers; `open`: people may sign in there."""

    id: int
    slug: str
    url: str
    name: str
    agency: str
    touched: int
    open: bool


def owners(conn: Connection) -> dict[int, Owner]:
    """All tenants by key."""
    columns = (tenant.c.id, tenant.c.slug, tenant.c.url, tenant.c.name, tenant.c.agency, tenant.c.touched, tenant.c.paused_by)
    return {
        row.id: Owner(row.id, row.slug, row.url, row.name, row.agency, row.touched, row.paused_by != CLOSES_SIGN_IN)
        for row in conn.execute(select(*columns))
    }


def changed_at(conn: Connection, tenant_id: int) -> dict[int, int]:
    """When each offered course of a tenant last changed."""
    found = conn.execute(select(_COURSE.c.id, _COURSE.c.changed_at).where(_COURSE.c.tenant_id == tenant_id, _OFFERED))
    return {row.id: row.changed_at for row in found}


def with_badge(conn: Connection, tenant_id: int) -> set[int]:
    """The courses of a tenant with which a badge comes that can be earned now."""
    mine = (_BADGE.c.tenant_id == tenant_id) & _BADGE.c.gone_at.is_(None) & (_BADGE.c.status == "active")
    found = conn.execute(select(_BADGE.c.course).where(mine, _BADGE.c.course.is_not(None)).distinct())
    return set(found.scalars())


def courses(conn: Connection, tenant_id: int, ids: Sequence[int]) -> Iterator[RowMapping]:
    """The rows of these courses, as far as they are offered."""
    for start in range(0, len(ids), _MAX_IDS):
        some = _COURSE.c.id.in_(ids[start : start + _MAX_IDS])
        yield from conn.execute(select(_COURSE).where(_COURSE.c.tenant_id == tenant_id, some, _OFFERED)).mappings()


def courses_after(conn: Connection, tenant_id: int, after: int, limit: int) -> Sequence[RowMapping]:
    """The next offered courses of a tenant by id."""
    mine = (_COURSE.c.tenant_id == tenant_id) & (_COURSE.c.id > after) & _OFFERED
    return conn.execute(select(_COURSE).where(mine).order_by(_COURSE.c.id).limit(limit)).mappings().all()


def count(conn: Connection, tenant_id: int) -> int:
    """How many courses a tenant offers."""
    mine = (_COURSE.c.tenant_id == tenant_id) & _OFFERED
    return conn.execute(select(func.count()).select_from(_COURSE).where(mine)).scalar_one()
