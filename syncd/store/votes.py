"""Adds up what counts of a tenant's ratings and completions, course by course, in the database. Reads the kind tables and people.

How much a vote weighs is given by who asks; the published numbers stand in `ratings/formula.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, Select, case, distinct, func, literal, or_, select

from syncd.model.kinds import COMPLETION, RATING
from syncd.store.moderation import withheld
from syncd.store.schema import kind_tables, person

_RATING, _COMPLETION = kind_tables[RATING.name], kind_tables[COMPLETION.name]
# A day of the capital begins seven hours earlier than one of UTC.
DAY_S, EAST_S = 86_400, 7 * 3600
# An unlinked account is not a proven civil servant.
_PROVEN = "sub:"
# As strongly as any division does.
_BINDS = 8


@dataclass(frozen=True, slots=True)
class Weights:
    """What a vote weighs: by `steps`, from which day on how much, newest first.

    `burst`: so many votes of one agency for one course on one day count in full, of each further one a share of 1/`tenths`.
    """

    steps: tuple[tuple[int, int], ...]
    burst: int
    tenths: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts of one course: votes, their weights, stars times weights; apart for the owner's own agency and for others."""

    others: int = 0
    other_weight: int = 0
    other_stars: int = 0
    own: int = 0
    own_weight: int = 0
    own_stars: int = 0
    damped: bool = False
    other_completions: int = 0
    own_completions: int = 0


COLUMNS = tuple(one.name for one in fields(Tally))


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose votes are added up: of a tenant, all courses or these. `code`: the owner's; None: everybody counts as its own."""

    tenant_id: int
    code: str | None
    courses: Sequence[int] | None = None


def tallies(conn: Connection, asked: Asked, weights: Weights, until: int, since: int) -> dict[int, Tally]:
    """The tally of each course of which anything counts. Days are the capital's; `until` is the first that does not count."""
    found: dict[int, dict[str, int]] = {}
    for row in conn.execute(_votes(asked, weights, until, conn.dialect.name)):
        side = ("own", "own_weight", "own_stars") if row.mine else ("others", "other_weight", "other_stars")
        course = found.setdefault(row.course, {})
        course |= dict(zip(side, (int(row.votes), int(row.weight), int(row.stars)), strict=True))
        course["damped"] = max(course.get("damped", 0), int(row.most > weights.burst))
    for row in conn.execute(_completions(asked, until, since)):
        found.setdefault(row.course, {})["own_completions" if row.mine else "other_completions"] = int(row.people)
    return {course: Tally(**{**sums, "damped": bool(sums.get("damped"))}) for course, sums in found.items()}  # type: ignore[arg-type]


def counting(tenant_id: int, until: int, courses: Sequence[int] | None = None) -> Select[tuple[int, ...]]:
    """The ratings that count: proven learners' newest for a course that they have completed, not withheld, not of the future."""
    at = func.coalesce(_RATING.c.edited, _RATING.c.created)
    first = func.row_number().over(partition_by=(_RATING.c.course, _RATING.c.learner), order_by=(at.desc(), _RATING.c.id.desc()))
    mine = _of(_RATING, tenant_id, courses)
    newest = select(*_RATING.c, at.label("at"), first.label("place")).where(*mine, at < _begins(until)).subquery("newest")
    completed = is_completed(newest.c.tenant_id, newest.c.course, newest.c.learner)
    held = withheld(newest.c.tenant_id, newest.c.id, newest.c.course, newest.c.created)
    return select(newest).where(newest.c.place == 1, completed, ~held)


def is_completed(tenant_id: ColumnElement[int], course: ColumnElement[int], learner: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the centre knows a completion of this course by this learner."""
    mine = (_COMPLETION.c.tenant_id == tenant_id, _COMPLETION.c.course == course, _COMPLETION.c.learner == learner)
    # Where nobody has counted its rows lately, MariaDB takes the primary key and reads all of the tenant's for each rating.
    hint = "FORCE INDEX (ix_completion_course)"
    found = select(literal(1)).select_from(_COMPLETION).with_hint(_COMPLETION, hint, "mysql")
    return found.where(*mine, _COMPLETION.c.gone_at.is_(None)).exists()


def _votes(asked: Asked, weights: Weights, until: int, dialect: str) -> Select[tuple[int, ...]]:
    votes = counting(asked.tenant_id, until, asked.courses).subquery("votes")
    division = "/" if dialect == "sqlite" else "DIV"  # of whole numbers
    day = (votes.c.at + EAST_S).op(division, precedence=_BINDS)(DAY_S)
    of_one_day = (
        select(
            votes.c.course,
            person.c.agency,
            day.label("day"),
            func.count().label("n"),
            func.sum(votes.c.stars).label("stars"),
        )
        .select_from(votes.outerjoin(person, person.c.subject == func.substr(votes.c.learner, len(_PROVEN) + 1)))
        .group_by(votes.c.course, person.c.agency, day)
        .subquery("of_one_day")
    )
    n, stars = of_one_day.c.n, of_one_day.c.stars
    weight = case(*((of_one_day.c.day >= first, value) for first, value in weights.steps), else_=0)
    beyond = n > weights.burst
    counted = weights.burst * (weights.tenths - 1) + n
    heavy = case((beyond, counted), else_=weights.tenths * n)
    starred = case((beyond, (stars * counted).op(division, precedence=_BINDS)(n)), else_=weights.tenths * stars)
    mine = _is_own(of_one_day.c.agency, asked.code)
    return select(
        of_one_day.c.course,
        mine.label("mine"),
        func.sum(n).label("votes"),
        func.sum(weight * heavy).label("weight"),
        func.sum(weight * starred).label("stars"),
        func.max(n).label("most"),
    ).group_by(of_one_day.c.course, "mine")


def _completions(asked: Asked, until: int, since: int) -> Select[tuple[int, ...]]:
    learner, mine = _COMPLETION.c.learner, _is_own(person.c.agency, asked.code)
    in_time = _COMPLETION.c.completed.between(_begins(since), _begins(until) - 1)
    return (
        select(_COMPLETION.c.course, mine.label("mine"), func.count(distinct(learner)).label("people"))
        .select_from(_COMPLETION.outerjoin(person, person.c.subject == func.substr(learner, len(_PROVEN) + 1)))
        .where(*_of(_COMPLETION, asked.tenant_id, asked.courses), in_time)
        .group_by(_COMPLETION.c.course, "mine")
    )


def _of(table: object, tenant_id: int, courses: Sequence[int] | None) -> list[ColumnElement[bool]]:
    columns = table.c  # type: ignore[attr-defined]
    found = [columns.tenant_id == tenant_id, columns.gone_at.is_(None), columns.learner.startswith(_PROVEN)]
    return found if courses is None else [*found, columns.course.in_(courses)]


def _is_own(agency: ColumnElement[str], code: str | None) -> ColumnElement[int]:
    """Who is in no directory, or has no agency there, may have been made up by the tenant: counted among its own."""
    if code is None:
        return literal(1)
    return case((or_(agency.is_(None), agency == code), 1), else_=0)


def _begins(day: int) -> int:
    return day * DAY_S - EAST_S
