"""The people directory: where each subject works, whether they may sign in, and every move. Writes person and person_move.

A writer must first lock the directory row (`directory.note` or `directory.lock`), so that writers wait for each other.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, case, func, insert, select, update

from syncd.errors import NotFoundError
from syncd.model.person import Person, PersonRow
from syncd.store.schema import person, person_move

_COLUMNS = tuple(person.c[name] for name in PersonRow.__dataclass_fields__)
_LIVE = person.c.gone_at.is_(None)
# As `PersonRow.waits`.
_WAITS = _LIVE & person.c.status.is_(None) & ~person.c.barred
_CHANGE = update(person).where(person.c.subject == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Changes:
    """What writing these people changed."""

    new: int = 0
    moved: int = 0
    changed: int = 0
    barred: int = 0
    gone: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(**{name: getattr(self, name) + getattr(other, name) for name in Changes.__dataclass_fields__})


def take(conn: Connection, people: Sequence[Person], allowed: Collection[str], now: int) -> Changes:
    """Write what the realm says of these people. Writing the same again only changes when they were seen.

    A person who works elsewhere than before gets a move. A person who may no longer sign in waits for their sessions to end.
    """
    known = _known(conn, [one.subject for one in people])
    fresh, changed, moves, same = [], [], [], []
    newly_barred = 0
    for one in {each.subject: each for each in people}.values():
        before = known.get(one.subject)
        after = _after(one, before, allowed, now)
        newly_barred += after.barred and (before is None or not before.barred)
        if before is None:
            fresh.append(asdict(after))
        elif after == replace(before, seen_at=now):
            same.append(one.subject)
        else:
            changed.append(_without_subject(after) | {"of": after.subject})
            if before.place != after.place:
                moves.append(_move(before, after, now))
    if fresh:
        conn.execute(insert(person), fresh)
    if changed:
        conn.execute(_CHANGE, changed)
    if moves:
        conn.execute(insert(person_move), moves)
    if same:
        conn.execute(update(person).where(person.c.subject.in_(same)).values(seen_at=now))
    return Changes(new=len(fresh), moved=len(moves), changed=len(changed), barred=newly_barred)


def _after(one: Person, before: PersonRow | None, allowed: Collection[str], now: int) -> PersonRow:
    barred = not one.enabled or (one.status is not None and one.status.casefold() not in allowed)
    if before is None:
        return PersonRow(**asdict(one), first_seen=now, seen_at=now, changed_at=now, gone_at=None, barred=barred, ended_at=None)
    same = before.place == one.place and (before.enabled, before.barred) == (one.enabled, barred) and before.gone_at is None
    return PersonRow(
        **asdict(one),
        first_seen=before.first_seen,
        seen_at=now,
        changed_at=before.changed_at if same else now,
        gone_at=None,
        barred=barred,
        ended_at=before.ended_at if barred and before.barred else None,
    )


def _move(before: PersonRow, after: PersonRow, now: int) -> dict[str, object]:
    ways = (("from", before), ("to", after))
    places = {f"{way}_{name}": getattr(row, name) for way, row in ways for name in ("agency", "unit", "status")}
    return {"subject": after.subject, "at": now, **places}


def _without_subject(row: PersonRow) -> dict[str, object]:
    return {name: value for name, value in asdict(row).items() if name != "subject"}


def _known(conn: Connection, subjects: Sequence[str]) -> dict[str, PersonRow]:
    found = conn.execute(select(*_COLUMNS).where(person.c.subject.in_(subjects))).mappings()
    return {row["subject"]: PersonRow(**row) for row in found}


def by_subject(conn: Connection, subject: str) -> PersonRow:
    """The person with this subject."""
    found = _known(conn, [subject])
    if not found:
        raise NotFoundError(
            f"there is no person '{subject}' in the directory; to look in the realm: syncd people refresh {subject}"
        )
    return found[subject]


def moves_of(conn: Connection, subject: str) -> Sequence[RowMapping]:
    """The person's moves, oldest first."""
    return conn.execute(select(person_move).where(person_move.c.subject == subject).order_by(person_move.c.id)).mappings().all()


def not_known_disabled(conn: Connection, subjects: Sequence[str]) -> set[str]:
    """Those of these subjects that the directory does not have as disabled."""
    known = select(person.c.subject).where(person.c.subject.in_(subjects), ~person.c.enabled, _LIVE)
    return set(subjects) - set(conn.execute(known).scalars())


def disabled(conn: Connection, after: str, limit: int) -> Sequence[str]:
    """Subjects that the directory has as disabled, in order, after this one."""
    statement = select(person.c.subject).where(person.c.barred, ~person.c.enabled, _LIVE, person.c.subject > after)
    return conn.execute(statement.order_by(person.c.subject).limit(limit)).scalars().all()


def with_sessions_to_end(conn: Connection, limit: int) -> Sequence[str]:
    """Barred people who may still have sessions; the most recently changed come first."""
    statement = select(person.c.subject).where(person.c.barred, person.c.ended_at.is_(None), _LIVE)
    return conn.execute(statement.order_by(person.c.changed_at.desc(), person.c.subject).limit(limit)).scalars().all()


def barred_of(conn: Connection, subjects: Collection[str], *, gone: bool = False) -> set[str]:
    """Those of these people who may not sign in, on request also those who are no longer in the realm."""
    ended = person.c.barred | ~_LIVE if gone else person.c.barred
    return set(conn.execute(select(person.c.subject).where(person.c.subject.in_(subjects), ended)).scalars())


def sessions_to_end(conn: Connection, subject: str) -> None:
    """This person may have sessions again, whatever ended before."""
    conn.execute(update(person).where(person.c.subject == subject).values(ended_at=None))


def sessions_ended(conn: Connection, subjects: Sequence[str], now: int) -> None:
    """Note that these people, if still barred, have no session any more."""
    conn.execute(update(person).where(person.c.subject.in_(subjects), person.c.barred).values(ended_at=now))


def count_live(conn: Connection) -> int:
    """How many people there are."""
    return int(conn.execute(select(func.count()).select_from(person).where(_LIVE)).scalar_one())


def count_unseen(conn: Connection, since: int) -> int:
    """How many people have not been seen since then."""
    return int(conn.execute(select(func.count()).select_from(person).where(_LIVE, person.c.seen_at < since)).scalar_one())


def unseen(conn: Connection, since: int, limit: int) -> Sequence[str]:
    """People who have not been seen since then."""
    statement = select(person.c.subject).where(_LIVE, person.c.seen_at < since)
    return conn.execute(statement.order_by(person.c.subject).limit(limit)).scalars().all()


def mark_gone(conn: Connection, subjects: Sequence[str], since: int, now: int) -> int:
    """Mark these people as no longer in the realm, unless they have been seen since."""
    statement = update(person).where(person.c.subject.in_(subjects), _LIVE, person.c.seen_at < since)
    return conn.execute(statement.values(gone_at=now, changed_at=now)).rowcount


@dataclass(frozen=True, slots=True)
class Counts:
    """The directory in numbers."""

    people: int
    disabled: int
    barred: int
    to_end: int
    gone: int
    waiting: int = 0


def counts(conn: Connection) -> Counts:
    """The directory in numbers, of one reading of the table."""
    barred = _LIVE & person.c.barred
    many = (_LIVE, _LIVE & ~person.c.enabled, barred, barred & person.c.ended_at.is_(None), ~_LIVE, _WAITS)
    return Counts(*(int(value) for value in conn.execute(select(*(_how_many(each) for each in many)).select_from(person)).one()))


def waiting(conn: Connection, limit: int) -> tuple[int, list[PersonRow]]:
    """How many people wait for LAN's check, and those who wait longest."""
    many = conn.execute(select(func.count()).select_from(person).where(_WAITS)).scalar_one()
    found = conn.execute(select(*_COLUMNS).where(_WAITS).order_by(person.c.first_seen, person.c.subject).limit(limit)).mappings()
    return int(many), [PersonRow(**row) for row in found]


def by_agency(conn: Connection) -> Sequence[RowMapping]:
    """People per agency and status, and how many of them are disabled."""
    statement = (
        select(person.c.agency, person.c.status, func.count().label("people"), _how_many(~person.c.enabled).label("disabled"))
        .where(_LIVE)
        .group_by(person.c.agency, person.c.status)
        .order_by(person.c.agency, person.c.status)
    )
    return conn.execute(statement).mappings().all()


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
