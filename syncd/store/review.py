"""New courses that LAN looks at before anybody sees them: for whom that is switched on, what waits, what was published.

Writes the tables of the review, which only grow, and touches tenants. What was offered when it was switched on stays to be seen.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy import Connection, Engine, Row, func, insert, literal, select

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.foreign_text import is_sentence
from syncd.model.curated import MAX_WHY, WITHHELD, By
from syncd.model.kinds import COURSE
from syncd.store import curation, touched
from syncd.store.engine import run_transaction
from syncd.store.schema import kind_tables, review, review_switch, tenant

_COURSE = kind_tables[COURSE.name]
_BEFORE = "Sudah ditawarkan sebelum peninjauan dimulai."


class State(StrEnum):
    """How far LAN has come with a course."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A course that nobody sees until LAN publishes it. `since`: milliseconds since 1970."""

    tenant_id: int
    slug: str
    course: int
    title: str
    state: State
    since: int


@dataclass(frozen=True, slots=True)
class Switched:
    """A line of the switch; `agency` None: all that have no line of their own."""

    agency: str | None
    on: bool
    by: By


def switches(conn: Connection) -> list[Switched]:
    """What is switched now, the line for all first."""
    newest = select(func.max(review_switch.c.id)).group_by(review_switch.c.agency)
    found = conn.execute(select(review_switch).where(review_switch.c.id.in_(newest)).order_by(review_switch.c.agency))
    lines = [Switched(row.agency, bool(row.is_on), By(row.who, row.why, row.at)) for row in found]
    return sorted(lines, key=lambda line: line.agency or "")


def applies(conn: Connection, agency: str) -> bool:
    """Whether new courses of this agency wait."""
    on = {one.agency: one.on for one in switches(conn)}
    return on.get(agency, on.get(None, False))


def published(conn: Connection, tenant_id: int) -> frozenset[int] | None:
    """The courses of a tenant that may be seen; None: all, because nothing of it waits."""
    agency = conn.execute(select(tenant.c.agency).where(tenant.c.id == tenant_id)).scalar()
    if agency is None or not applies(conn, agency):
        return None
    mine = (review.c.tenant_id == tenant_id) & (review.c.state == State.PUBLISHED)
    return frozenset(conn.execute(select(review.c.course).where(mine)).scalars())


def switch(engine: Engine, agency: str | None, by: By, *, on: bool) -> int:
    """Let new courses of this agency, or of all, wait from now on, or no more; how many tenants that concerns."""
    _require_reason(by)
    concerned = run_transaction(engine, partial(_concerned, agency=agency))
    if agency is not None and not concerned:
        raise NotFoundError(f"no tenant belongs to {agency}; see `syncd status` for the names of agencies")
    if on:
        # Tenant by tenant, each holding its own row only: no turn waits for all of them.
        for tenant_id in concerned:
            run_transaction(engine, partial(_keep_seen, tenant_id=tenant_id, by=by))

    def turn(conn: Connection) -> None:
        conn.execute(insert(review_switch).values(agency=agency, is_on=on, **asdict(by)))

    run_transaction(engine, turn)
    for tenant_id in concerned:
        run_transaction(engine, partial(touched.touch, tenant_id=tenant_id, kind=COURSE.name))
    return len(concerned)


def decide(conn: Connection, tenant_id: int, course: int, state: State, by: By) -> None:
    """LAN has looked at a course, or lets everybody see it."""
    _require_reason(by)
    curation.require_course(conn, tenant_id, course)
    mine = (review.c.tenant_id == tenant_id) & (review.c.course == course) & (review.c.state == State.PUBLISHED)
    if conn.execute(select(review.c.id).where(mine).limit(1)).first() is not None:
        raise CurationRefusedError(f"course {course} is published already; `syncd curate withhold` takes it out")
    touched.touch(conn, tenant_id, COURSE.name)
    conn.execute(insert(review).values(tenant_id=tenant_id, course=course, state=state, **asdict(by)))


def waiting(conn: Connection, tenant_id: int) -> list[Waiting]:
    """What of a tenant waits, longest first; what LAN withholds does not."""
    seen = published(conn, tenant_id)
    if seen is None:
        return []
    spoken = curation.of_tenant(conn, tenant_id)
    reviewed = set(conn.execute(select(review.c.course).where(review.c.tenant_id == tenant_id)).scalars())
    slug = conn.execute(select(tenant.c.slug).where(tenant.c.id == tenant_id)).scalar_one()
    offered = (_COURSE.c.tenant_id == tenant_id) & _COURSE.c.gone_at.is_(None)
    found = conn.execute(
        select(_COURSE.c.id, _COURSE.c.title, _COURSE.c.changed_at).where(offered).order_by(_COURSE.c.changed_at)
    )
    return [
        Waiting(tenant_id, slug, row.id, row.title, State.REVIEWED if row.id in reviewed else State.PROPOSED, row.changed_at)
        for row in found
        if row.id not in seen and not (row.id in spoken and spoken[row.id].values.get(WITHHELD))
    ]


def queue(conn: Connection) -> list[Waiting]:
    """What of all tenants waits, longest first."""
    every = conn.execute(select(tenant.c.id)).scalars().all()
    return sorted((one for tenant_id in every for one in waiting(conn, tenant_id)), key=lambda one: one.since)


def log(conn: Connection, tenant_id: int, course: int) -> Sequence[Row]:  # type: ignore[type-arg]
    """What LAN decided about a course here, newest first."""
    mine = (review.c.tenant_id == tenant_id) & (review.c.course == course)
    return conn.execute(select(review).where(mine).order_by(review.c.id.desc())).all()


def _concerned(conn: Connection, agency: str | None) -> list[int]:
    """The tenants that a line for this agency is about."""
    if agency is not None:
        return list(conn.execute(select(tenant.c.id).where(tenant.c.agency == agency)).scalars())
    own = {one.agency for one in switches(conn)} - {None}
    return [row.id for row in conn.execute(select(tenant.c.id, tenant.c.agency)) if row.agency not in own]


def _keep_seen(conn: Connection, tenant_id: int, by: By) -> None:
    """What everybody sees now stays to be seen."""
    # The tenant's row is held: nothing of it is stored between looking and writing.
    touched.touch(conn, tenant_id, COURSE.name)
    if published(conn, tenant_id) is not None:
        return
    mine = (review.c.tenant_id == tenant_id) & (review.c.state == State.PUBLISHED)
    done = select(review.c.course).where(mine)
    values = (literal(tenant_id), _COURSE.c.id, literal(State.PUBLISHED), literal(by.who), literal(_BEFORE), literal(by.at))
    offered = (_COURSE.c.tenant_id == tenant_id) & _COURSE.c.gone_at.is_(None) & _COURSE.c.id.not_in(done)
    columns = ("tenant_id", "course", "state", "who", "why", "at")
    conn.execute(insert(review).from_select(columns, select(*values).where(offered)))


def _require_reason(by: By) -> None:
    if not is_sentence(by.why, MAX_WHY):
        raise CurationRefusedError(f"say why in 1 to {MAX_WHY} characters, all of which can be seen")
