"""LAN's own word about offered courses: what holds now, and all that was said. Writes the curation table, touches the tenant."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Row, func, insert, select

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.foreign_text import is_sentence
from syncd.model.curated import MAX_WHY, By, Curated, Spoken, checked, written
from syncd.model.kinds import COURSE
from syncd.store import touched
from syncd.store.schema import curation, kind_tables, tenant

_COURSE = kind_tables[COURSE.name]
_NEWEST = select(func.max(curation.c.id).label("id")).group_by(curation.c.tenant_id, curation.c.course, curation.c.field)


def say(conn: Connection, tenant_id: int, course: int, values: Mapping[str, str | None], by: By) -> None:
    """From now on this holds for the course, whatever its owner sends; None takes LAN's word about a field back."""
    if not is_sentence(by.why, MAX_WHY):
        raise CurationRefusedError(f"say why in 1 to {MAX_WHY} characters, all of which can be seen: the owner reads it")
    require_course(conn, tenant_id, course)
    touched.touch(conn, tenant_id, COURSE.name)
    for field, value in values.items():
        try:
            kept = None if value is None else written(checked(field, value))
        except ValueError as error:
            raise CurationRefusedError(str(error)) from None
        conn.execute(insert(curation).values(tenant_id=tenant_id, course=course, field=field, value=kept, **asdict(by)))


def require_course(conn: Connection, tenant_id: int, course: int) -> None:
    """NotFoundError where this tenant has no such course, offered or not."""
    known = select(_COURSE.c.id).where(_COURSE.c.tenant_id == tenant_id, _COURSE.c.id == course)
    if conn.execute(known).first() is None:
        raise NotFoundError(f"this tenant has no course {course}")


def of_tenant(conn: Connection, tenant_id: int) -> dict[int, Spoken]:
    """What LAN says now about each course of a tenant that it ever spoke about."""
    found: dict[int, Spoken] = {}
    newest = _NEWEST.where(curation.c.tenant_id == tenant_id).scalar_subquery()
    for row in conn.execute(select(curation).where(curation.c.id.in_(newest)).order_by(curation.c.id)):
        values = found[row.course].values if row.course in found else {}
        holds = {} if row.value is None else {row.field: checked(row.field, row.value)}
        found[row.course] = Spoken(row.id, values | holds)
    return found


def current(conn: Connection, tenant_id: int, limit: int | None = None) -> list[Curated]:
    """What holds now for courses of a tenant, newest first."""
    newest = _NEWEST.where(curation.c.tenant_id == tenant_id).scalar_subquery()
    statement = select(curation).where(curation.c.id.in_(newest), curation.c.value.is_not(None)).order_by(curation.c.id.desc())
    return [_curated(row) for row in conn.execute(statement.limit(limit))]


def everywhere(conn: Connection, field: str | None = None) -> list[tuple[str, Curated]]:
    """What holds now for courses of all tenants, of one field or of all, with their short names; newest first."""
    newest = _NEWEST if field is None else _NEWEST.where(curation.c.field == field)
    statement = (
        select(curation, tenant.c.slug)
        .join(tenant, tenant.c.id == curation.c.tenant_id)
        .where(curation.c.id.in_(newest.scalar_subquery()), curation.c.value.is_not(None))
        .order_by(curation.c.id.desc())
    )
    return [(row.slug, _curated(row)) for row in conn.execute(statement)]


def log(conn: Connection, tenant_id: int, course: int) -> Sequence[Curated]:
    """All that LAN ever said about a course, newest first."""
    mine = (curation.c.tenant_id == tenant_id) & (curation.c.course == course)
    return [_curated(row) for row in conn.execute(select(curation).where(mine).order_by(curation.c.id.desc()))]


def _curated(row: Row) -> Curated:  # type: ignore[type-arg]
    value = None if row.value is None else checked(row.field, row.value)
    return Curated(row.course, row.field, value, By(row.who, row.why, row.at), row.id)
