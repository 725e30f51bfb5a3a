"""Signs of life of the daemons, so that a reader can tell a dead one. Writes the daemon table."""

from sqlalchemy import Connection, delete, func, insert, select, update

from syncd.store.schema import daemon

_FORGET_MS = 24 * 3600 * 1000


def beat(conn: Connection, owner: str, version: str, now: int) -> None:
    """This daemon lives. Daemons silent for a day are forgotten."""
    if conn.execute(update(daemon).where(daemon.c.owner == owner).values(beat_at=now)).rowcount == 0:
        conn.execute(insert(daemon).values(owner=owner, version=version, started_at=now, beat_at=now))
    conn.execute(delete(daemon).where(daemon.c.beat_at < now - _FORGET_MS))


def leave(conn: Connection, owner: str) -> None:
    """This daemon ends in an orderly way."""
    conn.execute(delete(daemon).where(daemon.c.owner == owner))


def newest(conn: Connection) -> int | None:
    """When any daemon last gave a sign of life, epoch milliseconds."""
    return conn.execute(select(func.max(daemon.c.beat_at))).scalar()
