"""The ratings of one course as everybody may read them: those that count, newest day first, page by page. Reads the store.

Nobody's pseudonym, no number of a row and no time finer than a day leaves here: what one person says of several courses must not
be put together again. So a cursor counts the rows of a day instead of naming one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from syncd.model.kinds import RATING
from syncd.store.schema import kind_tables
from syncd.store.votes import DAY_S, EAST_S, counting

_RATING = kind_tables[RATING.name]
_AT = func.coalesce(_RATING.c.edited, _RATING.c.created)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One rating. Days are the capital's, counted from 1970; `answered` is None where the owner did not answer."""

    day: int
    stars: int
    text: str | None
    answer: str | None
    answered: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: after so many of the rows that this course has of this day, whether they count or not."""

    day: int
    rows: int


def page(
    conn: Connection, tenant_id: int, course: int, until: int, place: Place | None, limit: int
) -> tuple[list[Opinion], Place | None]:
    """The next ratings of a course, and where they end; None where there are no more. `until`: as in `votes.tallies`."""
    votes = counting(tenant_id, until, [course]).subquery("votes")
    statement = select(votes).order_by(_newest_day(votes.c.at).desc(), votes.c.id).limit(limit + 1)
    if place is not None:
        last, first_s = _row_at(conn, tenant_id, course, place), _begins(place.day)
        rest = votes.c.at < first_s
        if last is not None:
            rest = or_(rest, and_(votes.c.at < first_s + DAY_S, votes.c.id > last))
        statement = statement.where(rest)
    found = conn.execute(statement).mappings().all()
    shown = [
        Opinion(day_of(row["at"]), row["stars"], row["text"], row["answer"], row["answered"] and day_of(row["answered"]))
        for row in found[:limit]
    ]
    if len(found) <= limit:
        return shown, None
    end = found[limit - 1]
    return shown, _place_of(conn, tenant_id, course, day_of(end["at"]), end["id"])


def day_of(seconds: int) -> int:
    """The capital's day of this second."""
    return (seconds + EAST_S) // DAY_S


def _newest_day(at: ColumnElement[int]) -> ColumnElement[int]:
    """Days in their order, without dividing: seconds less what is over of their day."""
    return at - (at + EAST_S) % DAY_S


def _begins(day: int) -> int:
    return day * DAY_S - EAST_S


def _of_day(tenant_id: int, course: int, day: int) -> Sequence[ColumnElement[bool]]:
    mine = (_RATING.c.tenant_id == tenant_id, _RATING.c.course == course)
    return (*mine, _AT.between(_begins(day), _begins(day + 1) - 1))


def _row_at(conn: Connection, tenant_id: int, course: int, place: Place) -> int | None:
    """The last row before the rest of this day; None where the day has no more rows than that."""
    statement = select(_RATING.c.id).where(*_of_day(tenant_id, course, place.day)).order_by(_RATING.c.id)
    return conn.execute(statement.offset(max(0, place.rows - 1)).limit(1)).scalar()


def _place_of(conn: Connection, tenant_id: int, course: int, day: int, row: int) -> Place:
    before = select(func.count()).where(*_of_day(tenant_id, course, day), _RATING.c.id <= row)
    return Place(day, conn.execute(before).scalar_one())
