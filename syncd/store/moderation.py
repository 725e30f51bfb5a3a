"""What LAN decided about ratings: a log that only grows; the newest line about one counts. Writes moderation, standing_due.

A line is about the rating of this number that was given for this course at this second on this site. A rating that comes back is
still withheld, one that is edited too, and another one that gets its number after a site was reset is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, select

from syncd.store import due
from syncd.store.schema import moderation, tenant


class Act(StrEnum):
    """What can be decided."""

    WITHHOLD = "withhold"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class About:
    """The rating that a decision is about. The log keeps all of it but the tenant's number."""

    tenant_id: int
    site: str
    slug: str
    rating: int
    course: int
    created: int


MAX_WHY = 500
# A log that is short when it is first looked at would be read whole for each rating.
_BY_RATING = "FORCE INDEX (ix_moderation_rating)"


def withheld(
    tenant_id: ColumnElement[int], rating: ColumnElement[int], course: ColumnElement[int], created: ColumnElement[int]
) -> ColumnElement[bool]:
    """Whether LAN withholds this rating now."""
    later = moderation.alias("later")
    same = (later.c[name] == moderation.c[name] for name in ("site", "rating", "course", "created"))
    again = select(later.c.id).with_hint(later, _BY_RATING, "mysql").where(*same, later.c.id > moderation.c.id).exists()
    about = and_(moderation.c.rating == rating, moderation.c.course == course, moderation.c.created == created)
    held = (
        select(moderation.c.id)
        .with_hint(moderation, _BY_RATING, "mysql")
        .join(tenant, tenant.c.site == moderation.c.site)
        .where(tenant.c.id == tenant_id, about, moderation.c.act == Act.WITHHOLD, ~again)
    )
    return held.exists()


def decide(conn: Connection, about: About, act: Act, why: str, actor: str, now: int) -> None:
    """One more line; the standing of the course is to be computed anew."""
    values = {name: getattr(about, name) for name in About.__dataclass_fields__ if name != "tenant_id"}
    conn.execute(insert(moderation).values(**values, act=act, why=why, actor=actor, at=now))
    due.note(conn, about.tenant_id, [about.course])


def lines(conn: Connection, limit: int, site: str | None = None, rating: int | None = None) -> Sequence[RowMapping]:
    """The newest lines, of all sites, of one, or of one rating."""
    statement = select(moderation).order_by(moderation.c.id.desc()).limit(limit)
    if site is not None:
        statement = statement.where(moderation.c.site == site)
    if rating is not None:
        statement = statement.where(moderation.c.rating == rating)
    return conn.execute(statement).mappings().all()
