"""Signs of life of the daemons: a reader can tell a dead one, a lame one, one whose clock is wrong. Writes the daemon table.

All times here are the database's.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select, update

from syncd.clock import SKEW_MS
from syncd.store.schema import daemon

_FORGET_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Beat:
    """What a daemon last said of itself: of so many workers wanted so many live, and how far its clock is from the database's."""

    owner: str
    beat_at: int
    workers: int | None = None
    living: int | None = None
    clock_off_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What a daemon knows of itself when it beats."""

    workers: int
    living: int
    clock_off_ms: int


def beat(conn: Connection, owner: str, version: str, now: int, body: Body | None = None) -> None:
    """This daemon lives. Daemons silent for a day, and those of a future that is none, are forgotten."""
    facts = {} if body is None else {"workers": body.workers, "living": body.living, "clock_off_ms": body.clock_off_ms}
    if conn.execute(update(daemon).where(daemon.c.owner == owner).values(beat_at=now, **facts)).rowcount == 0:
        conn.execute(insert(daemon).values(owner=owner, version=version, started_at=now, beat_at=now, **facts))
    conn.execute(delete(daemon).where(or_(daemon.c.beat_at < now - _FORGET_MS, daemon.c.beat_at > now + SKEW_MS)))


def leave(conn: Connection, owner: str) -> None:
    """Note that this daemon ends in an orderly way."""
    conn.execute(delete(daemon).where(daemon.c.owner == owner))


def newest(conn: Connection) -> int | None:
    """When any daemon last gave a sign of life, epoch milliseconds."""
    return max((one.beat_at for one in every(conn)), default=None)


def every(conn: Connection) -> list[Beat]:
    """The last sign of life of each daemon."""
    columns = (daemon.c.owner, daemon.c.beat_at, daemon.c.workers, daemon.c.living, daemon.c.clock_off_ms)
    return [Beat(**row) for row in conn.execute(select(*columns)).mappings()]
