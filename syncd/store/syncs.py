"""All syncs: what each did and how it ended. Writes the sync table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, insert, or_, select, update

from syncd.model.tenant import Lease
from syncd.store.schema import sync

_DAY_MS = 24 * 3600 * 1000
_KEEP_QUIET_MS = _DAY_MS
_KEEP_MS = 90 * _DAY_MS
TEXT = 500
# Beyond so many rows a deletion keeps others waiting.
MOST_AT_ONCE = 5000


# Built once: every turn opens and closes an entry.
_BEGIN = insert(sync)
_CLOSE = update(sync).where(sync.c.id == bindparam("sync_id"))


@dataclass(slots=True)
class Tally:
    """What one turn has done so far."""

    requests: int = 0
    bytes: int = 0
    rows: int = 0
    gone: int = 0
    rejected: int = 0
    repaired: int = 0


def begin(conn: Connection, lease: Lease, now: int) -> int:
    """Open an entry."""
    entry = {"tenant_id": lease.tenant_id, "fence": lease.fence, "owner": lease.owner, "started_at": now, "outcome": "running"}
    key = conn.execute(_BEGIN, entry).inserted_primary_key
    if key is None:
        raise RuntimeError("the database returned no key for the new sync")
    return int(key[0])


def close_lost(conn: Connection, tenant_id: int, now: int) -> None:
    """Mark entries as `lost` that are still `running` under a lease that ended without release: their process died."""
    running = (sync.c.tenant_id == tenant_id) & (sync.c.outcome == "running")
    conn.execute(update(sync).where(running).values(outcome="lost", ended_at=now))


def close(  # noqa: PLR0913 - one entry, all its columns
    conn: Connection,
    sync_id: int,
    outcome: str,
    now: int,
    tally: Tally,
    *,
    code: str | None = None,
    error: str | None = None,
    notes: Sequence[str] = (),
    verified_equal: bool | None = None,
) -> None:
    """Close an entry with its outcome: ok, partial or failed."""
    entry = {
        "outcome": outcome,
        "ended_at": now,
        "code": code,
        "error": error[:TEXT] if error else None,
        "notes": "; ".join(notes)[:TEXT],
        "verified_equal": verified_equal,
        **asdict(tally),
    }
    conn.execute(_CLOSE, {"sync_id": sync_id, **entry})


def newest(conn: Connection, tenant_id: int, limit: int) -> Sequence[RowMapping]:
    """The newest entries of a tenant, newest first."""
    statement = select(sync).where(sync.c.tenant_id == tenant_id).order_by(sync.c.id.desc()).limit(limit)
    return conn.execute(statement).mappings().all()


def prune(conn: Connection, now: int) -> int:
    """Delete entries that found nothing after a day, and all others after 90 days: the oldest ones, so many at once; how many."""
    quiet = and_(
        sync.c.outcome == "ok",
        sync.c.rows == 0,
        sync.c.gone == 0,
        sync.c.rejected == 0,
        sync.c.repaired == 0,
        sync.c.notes == "",
        sync.c.started_at < now - _KEEP_QUIET_MS,
    )
    old = select(sync.c.id).where(or_(quiet, sync.c.started_at < now - _KEEP_MS)).order_by(sync.c.id).limit(MOST_AT_ONCE)
    ids = conn.execute(old).scalars().all()
    conn.execute(delete(sync).where(sync.c.id.in_(ids)))
    return len(ids)
