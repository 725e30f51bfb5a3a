"""Keeps where courses stand after the store: what changed at once, and all when a day begins. Reads votes, writes standings.

A course's sums are read from its rows; the national mean only turns sums into a standing. So a mean that moves costs no reading
of votes. Whatever order changes come in, and however often, the same rows end in the same standings.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from syncd.ratings import formula
from syncd.ratings.formula import Period
from syncd.store import standings, votes
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, Engine, reading, run_transaction
from syncd.store.standings import State
from syncd.store.votes import DAY_S, EAST_S, Asked, Tally

_LOOK_S = 0.2
# Courses of one tenant in one transaction: so long others wait for the tenant's standings, and nobody else does.
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Kept:
    """What one look did: tenants whose standings were computed, and courses whose sums were read."""

    tenants: int = 0
    courses: int = 0


def follow(engine: Engine, stopping: Callable[[], bool]) -> None:
    """Go on until stopped, or until the store is away."""
    pause = threading.Event()
    while not stopping():
        bring(engine, stopping)
        pause.wait(_LOOK_S)


def bring(engine: Engine, stopping: Callable[[], bool] = lambda: False) -> Kept:
    """Compute what is not as the store says now, until nothing is left."""
    kept = Kept()
    while not stopping():
        done = _look(engine, stopping)
        if not done.tenants:
            break
        kept = Kept(kept.tenants + done.tenants, kept.courses + done.courses)
    return kept


def anew(engine: Engine, advance: Callable[[], object] = lambda: None) -> Kept:
    """Compute every standing from the rows, whatever is kept."""
    with reading(engine) as conn:
        found, period, prior = standings.states(conn), _period(conn), formula.national(*standings.totals(conn))
    courses = 0
    for tenant_id, (_state, code) in found.items():
        courses += run_transaction(engine, partial(_whole, tenant_id=tenant_id, period=period, prior=prior, code=code))
        advance()
    bring(engine)
    return Kept(len(found), courses)


def _look(engine: Engine, stopping: Callable[[], bool]) -> Kept:
    with reading(engine) as conn:
        period, found, due = _period(conn), standings.states(conn), standings.with_due(conn)
        prior = formula.national(*standings.totals(conn))
    tenants = courses = 0
    for tenant_id, (state, code) in found.items():
        if stopping():
            break
        if state.day != period.day or state.owner_code != code:
            work: Callable[[Connection], int] = partial(_whole, tenant_id=tenant_id, period=period, prior=prior, code=code)
        elif tenant_id in due:
            work = partial(_due, tenant_id=tenant_id)
        elif state.prior != prior:
            work = partial(_again, tenant_id=tenant_id, prior=prior)
        else:
            continue
        courses += run_transaction(engine, work)
        tenants += 1
    return Kept(tenants, courses)


def _period(conn: Connection) -> Period:
    return Period((database_now_ms(conn) // 1000 + EAST_S) // DAY_S)


def _whole(conn: Connection, tenant_id: int, period: Period, prior: int, code: str | None) -> int:
    """All courses of a tenant, read from its rows."""
    standings.lock(conn, tenant_id)
    ids, _courses = standings.take_due(conn, tenant_id, 2**31)
    found = _tallies(conn, Asked(tenant_id, code), period)
    state = State(period.day, prior, code, *_sums(found.values()))
    _keep(conn, tenant_id, standings.known(conn, tenant_id), found, state)
    standings.done(conn, ids)
    return len(found)


def _due(conn: Connection, tenant_id: int) -> int:
    """The courses of a tenant of which something changed."""
    state = standings.lock(conn, tenant_id)
    ids, courses = standings.take_due(conn, tenant_id, _AT_ONCE)
    before = standings.known(conn, tenant_id, courses)
    found = _tallies(conn, Asked(tenant_id, state.owner_code, courses), Period(state.day))
    (weight, stars), (old_weight, old_stars) = _sums(found.values()), _sums(tally for tally, _standing in before.values())
    state = replace(state, weight=state.weight + weight - old_weight, stars=state.stars + stars - old_stars)
    _keep(conn, tenant_id, before, found, state)
    standings.done(conn, ids)
    return len(courses)


def _again(conn: Connection, tenant_id: int, prior: int) -> int:
    """The same sums with another national mean."""
    state = standings.lock(conn, tenant_id)
    before = standings.known(conn, tenant_id)
    found = {course: tally for course, (tally, _standing) in before.items()}
    _keep(conn, tenant_id, before, found, replace(state, prior=prior))
    return 0


def _keep(conn: Connection, tenant_id: int, before: standings.Known, found: dict[int, Tally], state: State) -> None:
    old, state = standings.lock(conn, tenant_id), replace(state, blank=formula.standing(Tally(), state.prior).popularity)
    after = {course: (tally, formula.standing(tally, state.prior)) for course, tally in found.items()}
    changed = standings.keep(conn, tenant_id, before, after)
    standings.note_state(conn, tenant_id, state)
    if changed or (old.prior, old.blank) != (state.prior, state.blank):
        standings.touch(conn, tenant_id)


def _tallies(conn: Connection, asked: Asked, period: Period) -> dict[int, Tally]:
    return votes.tallies(conn, asked, period.weights, period.until, period.since)


def _sums(tallies: Iterable[Tally]) -> tuple[int, int]:
    """What these votes weigh in the national mean, and their stars."""
    found = [formula.of_the_nation(one) for one in tallies]
    return sum(weight for weight, _stars in found), sum(stars for _weight, stars in found)
