"""How far each stream of a tenant has been read: cursor, snapshot under way, generation, proof. Writes the stream table."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, bindparam, case, false, insert, null, select, update

from syncd.model.kinds import COURSE, STREAMS
from syncd.model.wire import Cursor
from syncd.store.schema import stream, tenant

# What was proved equal is not proved any more; what was found different stays so until a comparison says otherwise.
_DOUBTED = case((stream.c.verified_equal == false(), false()), else_=null())


# Built once: every turn needs them.
_OF_TENANT = select(stream).where(stream.c.tenant_id == bindparam("tenant"))
_READ = update(stream).where(stream.c.tenant_id == bindparam("tenant"), stream.c.name.in_(bindparam("names", expanding=True)))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot under way: the next page is `kind` after `after`; `log` is the change log's head before its first page."""

    reason: str
    kind: str
    after: int
    log: Cursor | None


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One stream of one tenant. `refused` is why the tenant last refused it (`off`, `paused`); times in epoch milliseconds."""

    name: str
    cursor: Cursor | None
    refused: str | None
    generation: int
    snapshot: Snapshot | None
    last_ok_at: int | None
    verified_at: int | None
    verified_equal: bool | None


def of_tenant(conn: Connection, tenant_id: int) -> dict[str, StreamRow]:
    """The streams ever read from this tenant, by name."""
    found = conn.execute(_OF_TENANT, {"tenant": tenant_id}).mappings().all()
    return {row["name"]: _stream_row(row) for row in found}


def _stream_row(row: RowMapping) -> StreamRow:
    snapshot = None
    if row["snapshot_reason"] is not None and row["snapshot_kind"] in {kind.name for kind in STREAMS[row["name"]]}:
        log = _cursor(row["snapshot_seq"], row["snapshot_mark"])
        snapshot = Snapshot(row["snapshot_reason"], row["snapshot_kind"], row["snapshot_after"], log)
    return StreamRow(
        name=row["name"],
        cursor=_cursor(row["cursor_seq"], row["cursor_mark"]),
        refused=row["refused"],
        generation=row["generation"],
        snapshot=snapshot,
        last_ok_at=row["last_ok_at"],
        verified_at=row["verified_at"],
        verified_equal=row["verified_equal"],
    )


def _cursor(seq: int | None, mark: str | None) -> Cursor | None:
    # A negative number can only come from outside this program; None makes the tenant be read afresh.
    return None if seq is None or mark is None or seq < 0 else Cursor(seq, mark)


def begin_snapshot(conn: Connection, tenant_id: int, name: str, reason: str) -> StreamRow:
    """Read the stream anew from its first kind, into a new generation. This abandons a snapshot under way."""
    if name not in of_tenant(conn, tenant_id):
        conn.execute(insert(stream).values(tenant_id=tenant_id, name=name, generation=0))
    _update(
        conn,
        tenant_id,
        name,
        refused=None,
        verified_equal=_DOUBTED,
        generation=stream.c.generation + 1,
        snapshot_reason=reason,
        snapshot_kind=STREAMS[name][0].name,
        snapshot_after=0,
        snapshot_seq=None,
        snapshot_mark=None,
        rejected_more=None,
    )
    return of_tenant(conn, tenant_id)[name]


def next_generation(conn: Connection, tenant_id: int, name: str) -> int:
    """Begin a new generation without a snapshot, so that rows read from now on differ from rows read before."""
    _update(conn, tenant_id, name, generation=stream.c.generation + 1)
    return of_tenant(conn, tenant_id)[name].generation


def advance_snapshot(conn: Connection, tenant_id: int, name: str, kind: str, after: int, log: Cursor) -> None:
    """Note how far the snapshot has come."""
    _update(conn, tenant_id, name, snapshot_kind=kind, snapshot_after=after, snapshot_seq=log.seq, snapshot_mark=log.mark)


def end_snapshot(conn: Connection, tenant_id: int, name: str, log: Cursor) -> None:
    """The snapshot is complete: changes are read from where the log stood before its first page."""
    _update(
        conn,
        tenant_id,
        name,
        cursor_seq=log.seq,
        cursor_mark=log.mark,
        snapshot_reason=None,
        snapshot_kind=None,
        snapshot_after=None,
        snapshot_seq=None,
        snapshot_mark=None,
    )


def advance(conn: Connection, tenant_id: int, name: str, cursor: Cursor) -> None:
    """Move the cursor, only in the transaction that stores the page. An earlier proof no longer counts."""
    _update(conn, tenant_id, name, cursor_seq=cursor.seq, cursor_mark=cursor.mark, verified_equal=_DOUBTED)


def refuse(conn: Connection, tenant_id: int, name: str, reason: str) -> None:
    """Note that the tenant does not let us read this stream now; its rows stay."""
    if name in of_tenant(conn, tenant_id):
        _update(conn, tenant_id, name, refused=reason)
    else:
        conn.execute(insert(stream).values(tenant_id=tenant_id, name=name, generation=0, refused=reason))


def allow(conn: Connection, tenant_id: int, name: str) -> None:
    """Note that the tenant lets us read this stream again. Nobody knows what happened meanwhile, so it must be proved anew."""
    _update(conn, tenant_id, name, refused=None, verified_equal=_DOUBTED)


def doubt(conn: Connection, tenant_id: int, name: str) -> None:
    """Note that rows changed in another way than by a page, so the stream must be proved anew."""
    _update(conn, tenant_id, name, verified_equal=None)


def mark_read(conn: Connection, tenant_id: int, names: Sequence[str], now: int) -> None:
    """Note that these streams were read to the end of the tenant's log."""
    conn.execute(_READ, {"tenant": tenant_id, "names": list(names), "last_ok_at": now})


def mark_proof(conn: Connection, tenant_id: int, name: str, *, equal: bool, now: int) -> None:
    """Note what the digest comparison said."""
    _update(conn, tenant_id, name, verified_equal=equal, verified_at=now)


def _update(conn: Connection, tenant_id: int, name: str, **values: object) -> None:
    conn.execute(update(stream).where(stream.c.tenant_id == tenant_id, stream.c.name == name).values(**values))


def catalogues_read_before(conn: Connection, before: int) -> dict[str, int]:
    """Tenants, by short name, whose catalogue was last read to its end before this moment, and when that was."""
    statement = (
        select(tenant.c.slug, stream.c.last_ok_at)
        .join(tenant, tenant.c.id == stream.c.tenant_id)
        .where(stream.c.name == COURSE.stream, stream.c.last_ok_at < before)
    )
    return {row.slug: row.last_ok_at for row in conn.execute(statement)}
