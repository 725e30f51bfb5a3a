"""Which process reads people now, and how far the reading is: one row with a lease. Writes the directory table."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from syncd.clock import SKEW_MS
from syncd.errors import LeaseLostError
from syncd.store.dbclock import DatabaseNow
from syncd.store.schema import directory

# Longer than Keycloak may take for a page, short enough that a dead process does not keep others from the next look.
LEASE_MS = 60_000
# Nothing is put off for longer where nobody says another.
_LONGEST_S = 3600
TEXT = 500
_ID = 1
_NOW = DatabaseNow()
_THE_ROW = directory.c.id == _ID


@dataclass(frozen=True, slots=True)
class DirectoryLease:
    """The right to write people: valid while the row still carries this fence."""

    owner: str
    fence: int


@dataclass(frozen=True, slots=True)
class DirectoryState:
    """How far the reading of people is. Times in epoch milliseconds, None for never.

    `pass_began_at` and `pass_next`: the complete pass under way, and its next page. `complete_at`: when the last complete
    pass began, in which `skipped` accounts could not be taken over. `held`: people it did not find, whose removal waits.
    """

    failures: int = 0
    last_error: str | None = None
    last_ok_at: int | None = None
    pass_began_at: int | None = None
    pass_next: int = 0
    pass_skipped: int = 0
    complete_at: int | None = None
    skipped: int = 0
    held: int = 0
    held_at: int | None = None


_FIELDS = tuple(directory.c[name] for name in DirectoryState.__dataclass_fields__)


def state(conn: Connection) -> DirectoryState:
    """How the reading of people stands."""
    found = conn.execute(select(*_FIELDS).where(_THE_ROW)).mappings().first()
    return DirectoryState(**found) if found else DirectoryState()


def lock(conn: Connection) -> None:
    """Keep everybody else from writing people until this transaction ends. Must be the first write of code that has no lease."""
    _ensure(conn)
    conn.execute(update(directory).where(_THE_ROW).values(id=_ID))


def claim(conn: Connection, owner: str, *, due: bool = True, longest_s: int = _LONGEST_S) -> DirectoryLease | None:
    """Win the right to read people now, or None if it is not due or somebody else has it.

    `longest_s`: nothing is ever put off for longer. A later due time, or a last look in the future, was written by a clock that
    has been set back since: due.
    """
    _ensure(conn)
    free = or_(directory.c.lease_until < _NOW, directory.c.lease_until > _NOW + 2 * LEASE_MS)
    statement = update(directory).where(_THE_ROW, free)
    if due:
        set_back = or_(directory.c.next_at > _NOW + longest_s * 1000, directory.c.last_ok_at > _NOW + SKEW_MS)
        statement = statement.where(or_(directory.c.next_at <= _NOW, set_back))
    won = conn.execute(statement.values(lease_owner=owner, lease_until=_NOW + LEASE_MS, fence=directory.c.fence + 1))
    if won.rowcount != 1:
        return None
    return DirectoryLease(owner, int(conn.execute(select(directory.c.fence).where(_THE_ROW)).scalar_one()))


def note(conn: Connection, lease: DirectoryLease, **values: object) -> None:
    """Make sure the lease holds, prolong it, lock it until the transaction ends, and write the changes of the state.

    Must be the first write of every transaction of a reading.
    """
    _write(conn, lease, {"lease_until": _NOW + LEASE_MS, **values})


def finish(conn: Connection, lease: DirectoryLease, delay_ms: int, *, read: bool = False, **values: object) -> None:
    """Give the lease back; the reading is due again after the delay. `read`: the look came to its end just now."""
    if read:
        values = {**values, "last_ok_at": _NOW}
    _write(conn, lease, {"lease_owner": None, "lease_until": 0, "next_at": _NOW + delay_ms, **values})


def make_due(conn: Connection) -> None:
    """Look again at the daemon's next tick."""
    conn.execute(update(directory).where(_THE_ROW).values(next_at=0))


def _write(conn: Connection, lease: DirectoryLease, values: dict[str, object]) -> None:
    mine = update(directory).where(
        _THE_ROW, directory.c.fence == bindparam("lease_fence"), directory.c.lease_owner == bindparam("lease_holder")
    )
    if conn.execute(mine.values(values), {"lease_fence": lease.fence, "lease_holder": lease.owner}).rowcount != 1:
        raise LeaseLostError("the people are being read by another process now")


def _ensure(conn: Connection) -> None:
    if conn.execute(select(directory.c.id).where(_THE_ROW)).first() is None:
        row = insert(directory).prefix_with("IGNORE", dialect="mysql").prefix_with("OR IGNORE", dialect="sqlite")
        conn.execute(row.values(id=_ID))
