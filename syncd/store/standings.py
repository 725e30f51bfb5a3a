"""Where courses stand, as last computed, and which are to be computed anew. Writes the standing tables and notes what changed.

One transaction at a time works on a tenant's standings: it holds the tenant's row of standing_tenant until its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from syncd.model.standing import Standing
from syncd.store.owner_code import owner_code
from syncd.store.schema import standing, standing_due, standing_tenant, tenant
from syncd.store.votes import COLUMNS as TALLIED
from syncd.store.votes import Tally

_SHOWN = tuple(one.name for one in fields(Standing))
_ALL = tuple(dict.fromkeys((*TALLIED, *_SHOWN)))
_MAX_IDS = 1000
_TOUCH = update(tenant).where(tenant.c.id == bindparam("of")).values(touched=tenant.c.touched + 1)
Known = dict[int, tuple[Tally, Standing]]


@dataclass(frozen=True, slots=True)
class State:
    """For which day, with which national mean (tenths) and with which code of its owner a tenant's standings were computed.

    `weight` and `stars`: what its votes are in the national mean. `blank`: how popular a course is of which nothing counts.
    """

    day: int = -1
    prior: int = 0
    owner_code: str | None = None
    weight: int = 0
    stars: int = 0
    blank: int = 0


def states(conn: Connection) -> dict[int, tuple[State, str | None]]:
    """How it stands with each tenant, and the code of its owner now; where nothing was computed yet, the state of no day."""
    columns = [standing_tenant.c[one.name].label(f"state_{one.name}") for one in fields(State)]
    owned = (tenant.c.id, tenant.c.agency, tenant.c.agency_code)
    found = conn.execute(select(*owned, *columns).outerjoin(standing_tenant, standing_tenant.c.tenant_id == tenant.c.id))
    return {
        row["id"]: (
            State() if row["state_day"] is None else State(*(row[f"state_{one.name}"] for one in fields(State))),
            owner_code(row["agency_code"], row["agency"]),
        )
        for row in found.mappings()
    }


def totals(conn: Connection) -> tuple[int, int]:
    """What all votes of all tenants weigh, and their stars times weights."""
    weight, stars = conn.execute(select(func.sum(standing_tenant.c.weight), func.sum(standing_tenant.c.stars))).one()
    return int(weight or 0), int(stars or 0)


def with_due(conn: Connection) -> set[int]:
    """Tenants of which courses are to be computed anew."""
    return set(conn.execute(select(standing_due.c.tenant_id).distinct()).scalars())


def lock(conn: Connection, tenant_id: int) -> State:
    """Keep everybody else from this tenant's standings until the transaction ends; how it stands with them."""
    row = insert(standing_tenant).prefix_with("IGNORE", dialect="mysql").prefix_with("OR IGNORE", dialect="sqlite")
    conn.execute(row.values(tenant_id=tenant_id, **_state(State())))
    mine = standing_tenant.c.tenant_id == tenant_id
    conn.execute(update(standing_tenant).where(mine).values(tenant_id=tenant_id))
    found = conn.execute(select(*(standing_tenant.c[one.name] for one in fields(State))).where(mine)).one()
    return State(*found)


def take_due(conn: Connection, tenant_id: int, limit: int) -> tuple[Sequence[int], list[int]]:
    """Notes that are there now, oldest first, and the courses they are about."""
    statement = select(standing_due.c.id, standing_due.c.course).where(standing_due.c.tenant_id == tenant_id)
    found = conn.execute(statement.order_by(standing_due.c.id).limit(limit)).all()
    return [row.id for row in found], sorted({row.course for row in found})


def done(conn: Connection, ids: Sequence[int]) -> None:
    """These notes are dealt with."""
    for start in range(0, len(ids), _MAX_IDS):
        conn.execute(delete(standing_due).where(standing_due.c.id.in_(ids[start : start + _MAX_IDS])))


def known(conn: Connection, tenant_id: int, courses: Sequence[int] | None = None) -> Known:
    """What is kept of these courses of a tenant, or of all."""
    mine = standing.c.tenant_id == tenant_id
    columns = (standing.c.course, *(standing.c[name] for name in _ALL))
    pieces = [mine] if courses is None else [mine & standing.c.course.in_(some) for some in _pieces(courses)]
    found: Known = {}
    for piece in pieces:
        for row in conn.execute(select(*columns).where(piece)).mappings():
            found[row["course"]] = (Tally(*(row[name] for name in TALLIED)), _standing(row))
    return found


def keep(conn: Connection, tenant_id: int, before: Known, after: Known) -> bool:
    """Keep these in the place of those; whether anything that search shows is another one now."""
    old = [course for course, values in before.items() if after.get(course) != values]
    new = [course for course, values in after.items() if before.get(course) != values]
    # Many rows are inserted in one statement, but updated in as many.
    for piece in _pieces(old):
        conn.execute(delete(standing).where(standing.c.tenant_id == tenant_id, standing.c.course.in_(piece)))
    if new:
        conn.execute(insert(standing), [_row(tenant_id, course, after[course]) for course in new])
    return any(_shown(before, course) != _shown(after, course) for course in {*old, *new})


def note_state(conn: Connection, tenant_id: int, state: State) -> None:
    """How it stands with this tenant from now on."""
    conn.execute(update(standing_tenant).where(standing_tenant.c.tenant_id == tenant_id).values(**_state(state)))


def touch(conn: Connection, tenant_id: int) -> None:
    """Search shows something else of this tenant: the last write of a transaction, because it holds the tenant's row."""
    conn.execute(_TOUCH, {"of": tenant_id})


@dataclass(frozen=True, slots=True)
class Standings:
    """Where the courses of one tenant stand."""

    of: Mapping[int, Standing]
    blank: Standing

    def at(self, course: int) -> Standing:
        """Where this course stands."""
        return self.of.get(course, self.blank)


def of_tenant(conn: Connection, tenant_id: int) -> Standings:
    """Where the courses of a tenant stand, also those of which nothing counts."""
    found = conn.execute(
        select(standing.c.course, *(standing.c[name] for name in _SHOWN)).where(standing.c.tenant_id == tenant_id)
    )
    of = {row["course"]: _standing(row) for row in found.mappings()}
    state = conn.execute(
        select(standing_tenant.c.prior, standing_tenant.c.blank).where(standing_tenant.c.tenant_id == tenant_id)
    ).first()
    blank = Standing() if state is None else Standing(mean=state.prior * 100, prior=state.prior * 100, popularity=state.blank)
    return Standings(of, blank)


def _pieces(courses: Sequence[int]) -> list[Sequence[int]]:
    return [courses[start : start + _MAX_IDS] for start in range(0, len(courses), _MAX_IDS)]


def _shown(known: Known, course: int) -> Standing | None:
    return known[course][1] if course in known else None


def _standing(row: RowMapping) -> Standing:
    values = {name: row[name] for name in _SHOWN}
    return Standing(**values)


def _values(values: tuple[Tally, Standing]) -> dict[str, object]:
    tally, where = values
    return dict(zip(TALLIED, astuple(tally), strict=True)) | dict(zip(_SHOWN, astuple(where), strict=True))


def _row(tenant_id: int, course: int, values: tuple[Tally, Standing]) -> dict[str, object]:
    return {"tenant_id": tenant_id, "course": course, **_values(values)}


def _state(state: State) -> dict[str, object]:
    return {one.name: getattr(state, one.name) for one in fields(State)}
