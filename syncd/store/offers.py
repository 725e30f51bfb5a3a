"""Reads what is offered, and whose it is, for whoever makes something of it that can be made again. Reads the store only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, func, select

from syncd.model.curated import WITHHELD, Spoken
from syncd.model.kinds import BADGE_CLASS, COURSE
from syncd.model.tenant import CLOSES_SIGN_IN
from syncd.store import curation, review
from syncd.store.schema import kind_tables, profile, tenant

_COURSE, _BADGE = kind_tables[COURSE.name], kind_tables[BADGE_CLASS.name]
_OFFERED = _COURSE.c.gone_at.is_(None)
_MAX_IDS = 1000
# Room for milliseconds since 1970.
_TIME_BITS = 44
_SILENT = Spoken(0, {})
Course = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Owner:
    """A tenant as search knows it. `touched` grows with each change of what it offers; `open`: people may sign in there.

    `name` is how the owner calls itself, or its site where it does not say; `sign_in`: it says that people sign in there at the
    identity issuer.
    """

    id: int
    slug: str
    url: str
    name: str
    agency: str
    touched: int
    open: bool
    sign_in: bool = False
    sentence: str | None = None
    colour: str | None = None
    logo: str | None = None


def owners(conn: Connection) -> dict[int, Owner]:
    """All tenants by key."""
    name = func.coalesce(profile.c.name, tenant.c.name).label("name")
    own = [tenant.c[one] for one in ("id", "slug", "url", "agency", "touched", "paused_by", "sign_in")]
    wanted = [*own, name, profile.c.sentence, profile.c.colour, profile.c.logo]
    asked = select(*wanted).select_from(tenant.outerjoin(profile))
    return {row.id: _owner(row) for row in conn.execute(asked)}


def _owner(row: Row[Any]) -> Owner:
    is_open = row.paused_by != CLOSES_SIGN_IN
    presented = (bool(row.sign_in), row.sentence, row.colour, row.logo)
    return Owner(row.id, row.slug, row.url, row.name, row.agency, row.touched, is_open, *presented)


def versions(conn: Connection, tenant_id: int) -> dict[int, int]:
    """A number for each course of a tenant that can be found: another one when the course, or LAN's word about it, is another."""
    found = conn.execute(select(_COURSE.c.id, _COURSE.c.changed_at).where(_COURSE.c.tenant_id == tenant_id, _OFFERED))
    curated = _Curation(conn, tenant_id)
    return {row.id: curated.version(row.id, row.changed_at) for row in found if not curated.hidden(row.id)}


def with_badge(conn: Connection, tenant_id: int) -> set[int]:
    """The courses of a tenant with which a badge comes that can be earned now."""
    mine = (_BADGE.c.tenant_id == tenant_id) & _BADGE.c.gone_at.is_(None) & (_BADGE.c.status == "active")
    found = conn.execute(select(_BADGE.c.course).where(mine, _BADGE.c.course.is_not(None)).distinct())
    return set(found.scalars())


def courses(conn: Connection, tenant_id: int, ids: Sequence[int]) -> Iterator[Course]:
    """These courses, as far as they can be found: LAN's word goes before their owner's."""
    curated = _Curation(conn, tenant_id)
    for start in range(0, len(ids), _MAX_IDS):
        some = _COURSE.c.id.in_(ids[start : start + _MAX_IDS])
        yield from curated.courses(
            conn.execute(select(_COURSE).where(_COURSE.c.tenant_id == tenant_id, some, _OFFERED)).mappings()
        )


def courses_after(conn: Connection, tenant_id: int, after: int, limit: int) -> tuple[list[Course], int | None]:
    """The next courses of a tenant by id, as far as they can be found, and after which id to go on; None at the end."""
    mine = (_COURSE.c.tenant_id == tenant_id) & (_COURSE.c.id > after) & _OFFERED
    found = conn.execute(select(_COURSE).where(mine).order_by(_COURSE.c.id).limit(limit)).mappings().all()
    return list(_Curation(conn, tenant_id).courses(found)), found[-1]["id"] if len(found) == limit else None


def count(conn: Connection, tenant_id: int) -> int:
    """How many courses of a tenant can be found."""
    return len(versions(conn, tenant_id))


class _Curation:
    """What LAN says about the courses of one tenant, and how it changes them."""

    def __init__(self, conn: Connection, tenant_id: int) -> None:
        self._spoken = curation.of_tenant(conn, tenant_id)
        self._published = review.published(conn, tenant_id)

    def courses(self, rows: Iterable[RowMapping]) -> Iterator[Course]:
        """The rows that can be found, as they are found; `version` is theirs."""
        for row in rows:
            if not self.hidden(row["id"]):
                yield {**row, **self._of(row["id"]).values, "version": self.version(row["id"], row["changed_at"])}

    def hidden(self, course: int) -> bool:
        """Whether LAN withholds it, or has not published it yet."""
        unpublished = self._published is not None and course not in self._published
        return unpublished or bool(self._of(course).values.get(WITHHELD))

    def version(self, course: int, changed_at: int) -> int:
        return changed_at + (self._of(course).version << _TIME_BITS)

    def _of(self, course: int) -> Spoken:
        return self._spoken.get(course, _SILENT)
