"""Which courses LAN compares: groups it confirmed, pairs it rejected, all it said. Writes curation, comparison_rejection.

A course is in one group at most, and what holds is read from the end of a log that only grows, as all of LAN's word.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.foreign_text import is_sentence
from syncd.model.comparing import LEAST, MOST_OF_GROUP
from syncd.model.curated import COMPARISON, MAX_WHY, By
from syncd.store import curation
from syncd.store.schema import comparison_rejection, tenant
from syncd.store.schema import curation as said

_NAME_BYTES = 4


@dataclass(frozen=True, slots=True)
class Member:
    """One course of one tenant; `agency`: whose it is."""

    tenant_id: int
    slug: str
    agency: str
    course: int

    @property
    def called(self) -> str:
        """As commands name it."""
        return f"{self.slug}/{self.course}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. `group`: into which it went, None where it left one; `other`: rejected as the same as that one."""

    course: str
    act: str
    group: str | None
    other: str | None
    by: By


def groups(conn: Connection) -> dict[str, list[Member]]:
    """The courses of every group."""
    found: dict[str, list[Member]] = {}
    whose = {row.slug: row for row in conn.execute(select(tenant.c.id, tenant.c.slug, tenant.c.agency))}
    for slug, one in curation.everywhere(conn, COMPARISON):
        owner = whose[slug]
        found.setdefault(str(one.value), []).append(Member(owner.id, slug, owner.agency, one.course))
    return found


def confirm(conn: Connection, members: Sequence[Member], name: str | None, by: By) -> str:
    """From now on these are compared, in this group or in a new one; the group's name."""
    known = groups(conn)
    if name is not None and name not in known:
        raise NotFoundError(f"there is no comparison group {name}; see `syncd compare list`")
    where = {one: group for group, those in known.items() for one in those}
    for one in members:
        if (held := where.get(one)) is not None and held != name:
            raise CurationRefusedError(f"{one.called} is in group {held} already; take it out with `syncd compare split` first")
    whole = {*(known[name] if name else ()), *members}
    if len({one.agency for one in whole}) < LEAST:
        raise CurationRefusedError("a comparison group has courses of at least two agencies")
    if len(whole) > MOST_OF_GROUP:
        raise CurationRefusedError(f"a comparison group has at most {MOST_OF_GROUP} courses")
    name = name or secrets.token_hex(_NAME_BYTES)
    _say(conn, [one for one in members if one not in where], name, by)
    return name


def split(conn: Connection, members: Sequence[Member], by: By) -> None:
    """These leave their groups."""
    inside = {one for those in groups(conn).values() for one in those}
    for one in members:
        if one not in inside:
            raise CurationRefusedError(f"{one.called} is in no comparison group")
    _say(conn, members, None, by)


def reject(conn: Connection, one: Member, other: Member, by: By) -> None:
    """These two are not about the same, and are not proposed any more."""
    if not is_sentence(by.why, MAX_WHY):
        raise CurationRefusedError(f"say why in 1 to {MAX_WHY} characters, all of which can be seen")
    if one == other:
        raise CurationRefusedError("name two courses")
    for member in (one, other):
        curation.require_course(conn, member.tenant_id, member.course)
    conn.execute(
        insert(comparison_rejection).values(
            tenant_id=one.tenant_id,
            course=one.course,
            other_tenant_id=other.tenant_id,
            other_course=other.course,
            **asdict(by),
        )
    )


def rejected(conn: Connection) -> set[frozenset[tuple[int, int]]]:
    """Pairs that LAN rejected, by keys of tenants and courses."""
    table = comparison_rejection.c
    found = conn.execute(select(table.tenant_id, table.course, table.other_tenant_id, table.other_course))
    return {frozenset(((row[0], row[1]), (row[2], row[3]))) for row in found}


def log(conn: Connection, limit: int) -> list[Line]:
    """The newest lines, newest first."""
    slugs = {row.id: row.slug for row in conn.execute(select(tenant.c.id, tenant.c.slug))}
    spoken = conn.execute(select(said).where(said.c.field == COMPARISON).order_by(said.c.id.desc()).limit(limit))
    lines = [
        Line(f"{slugs[row.tenant_id]}/{row.course}", "confirm" if row.value else "split", row.value, None, By(*_by(row)))
        for row in spoken
    ]
    against = conn.execute(select(comparison_rejection).order_by(comparison_rejection.c.id.desc()).limit(limit))
    lines += [
        Line(
            f"{slugs[row.tenant_id]}/{row.course}",
            "reject",
            None,
            f"{slugs[row.other_tenant_id]}/{row.other_course}",
            By(*_by(row)),
        )
        for row in against
    ]
    return sorted(lines, key=lambda line: -line.by.at)[:limit]


def _by(row: object) -> tuple[str, str, int]:
    return row.who, row.why, row.at  # type: ignore[attr-defined]


def _say(conn: Connection, members: Sequence[Member], name: str | None, by: By) -> None:
    # Tenants are touched in one order, whoever names them in which: two curators never wait for each other in a ring.
    for one in sorted(members, key=lambda one: (one.tenant_id, one.course)):
        curation.say(conn, one.tenant_id, one.course, {COMPARISON: name}, by)
