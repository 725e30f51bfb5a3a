"""Reads a whole stream by ascending ids and, once complete, deletes what it did not show. Reads the tenant, writes the store."""

from functools import partial

from syncd import clock, crashpoint
from syncd.errors import Code, TenantError
from syncd.model.kinds import KINDS, STREAMS
from syncd.model.page import KindRows
from syncd.model.wire import Ask, RawPage
from syncd.store import held, rejections, rows, streams
from syncd.store.engine import Connection
from syncd.store.held import HeldDeletion
from syncd.store.streams import Snapshot, StreamRow
from syncd.turn import SyncOptions, Turn
from syncd.validate.page import validate_page


def take(turn: Turn, name: str) -> bool:
    """Go on with the snapshot under way until it is complete or the turn must end. Whether it is complete."""
    row = turn.streams()[name]
    while row.snapshot is not None:
        if not turn.may_go_on():
            return False
        shot = row.snapshot
        page = turn.ask([Ask("snapshot", name, kind=shot.kind, after=shot.after, limit=turn.page_size)])[0]
        if page.refused in ("off", "paused"):
            turn.refuse(name, page.refused)
            return False
        _keep(turn, row, shot, page)
        row = turn.streams()[name]
    return True


def read_page(page: RawPage, after: int) -> list[KindRows]:
    """The validated rows of one snapshot page, which must lie between `after` and the page's end."""
    if page.refused is not None:
        raise TenantError(Code.BAD_PAYLOAD, f"{page.stream}: a snapshot cannot be refused as {page.refused!r}")
    found = validate_page(page)
    ids = [int(str(row[0])) for part in found for row in part.rows] + [one.row_id for part in found for one in part.rejections]
    last = page.to if page.more else max(ids, default=after)
    if not isinstance(last, int) or (page.more and last <= after) or any(not after < row_id <= last for row_id in ids):
        raise TenantError(Code.BAD_PAYLOAD, f"{page.stream}: the snapshot page does not go on from id {after}")
    if any(part.gone or part.erased for part in found):
        raise TenantError(Code.BAD_PAYLOAD, f"{page.stream}: a snapshot names what is gone")
    return found


def _keep(turn: Turn, row: StreamRow, shot: Snapshot, page: RawPage) -> None:
    found = read_page(page, shot.after)
    now = clock.now_ms()
    log = shot.log or page.log
    kinds = [kind.name for kind in STREAMS[row.name]]
    place = kinds.index(shot.kind)
    complete = not page.more and shot.kind == kinds[-1]
    settled: dict[str, str] = {}

    def work(conn: Connection) -> None:
        turn.apply(conn, found, row.generation, now)
        crashpoint.reach("between rows and cursor")
        if page.more:
            streams.advance_snapshot(conn, turn.tenant.id, row.name, shot.kind, int(str(page.to)), log)
        elif not complete:
            streams.advance_snapshot(conn, turn.tenant.id, row.name, kinds[place + 1], 0, log)
        else:
            for kind in kinds:
                settled[kind] = settle_absence(conn, turn.tenant.id, kind, row.generation, turn.options, now)
            crashpoint.reach("in snapshot finish")
            streams.end_snapshot(conn, turn.tenant.id, row.name, log)

    turn.store(work)
    turn.count(found)
    turn.changed_kinds.update(settled)
    turn.notes.extend(note for note in settled.values() if note)


def settle_absence(conn: Connection, tenant_id: int, kind: str, generation: int, options: SyncOptions, now: int) -> str:
    """Delete what a complete snapshot of this generation did not show, unless that is too much at once. A note, or nothing.

    Too much is held. What was absent then and still is in a snapshot long enough after, or what LAN released, is deleted.
    """
    rejections.clear_absent(conn, tenant_id, kind, generation)
    waiting = held.of_tenant(conn, tenant_id).get(kind)
    deleted = 0
    if waiting and (waiting.released_by or waiting.held_at <= now - options.confirm_after_s * 1000):
        deleted += rows.delete_absent(conn, tenant_id, kind, waiting.generation, now)
        held.drop(conn, tenant_id, kind)
    absent, live = rows.count_absent(conn, tenant_id, kind, generation), rows.count_live(conn, tenant_id, kind)
    if absent <= allowed(options, live):
        deleted += rows.delete_absent(conn, tenant_id, kind, generation, now)
        held.drop(conn, tenant_id, kind)
        return f"{deleted} {kind} absent from a whole snapshot: gone" if deleted else ""
    held.hold(conn, tenant_id, HeldDeletion(kind, generation, absent, live, now))
    return f"{absent} of {live} {kind} absent from a whole snapshot: deletion held"


def allowed(options: SyncOptions, live: int) -> int:
    """How many rows of a kind may vanish at once."""
    return max(options.guard_rows, live * options.guard_percent // 100)


def settle_held(turn: Turn) -> None:
    """Delete what LAN released; begin the second snapshot for what has waited long enough.

    Released rows that came back meanwhile carry a newer generation and stay.
    """
    for one in turn.held().values():
        stream = KINDS[one.kind].stream
        if one.released_by:
            turn.store(partial(_delete_released, tenant_id=turn.tenant.id, released=one))
            turn.changed_kinds.add(one.kind)
            turn.notes.append(f"held deletion of {one.held} {one.kind} released by {one.released_by}")
        elif turn.streams()[stream].snapshot is None and one.held_at <= clock.now_ms() - turn.options.confirm_after_s * 1000:
            turn.begin_snapshot(stream, "held")


def _delete_released(conn: Connection, tenant_id: int, released: HeldDeletion) -> None:
    rows.delete_absent(conn, tenant_id, released.kind, released.generation, clock.now_ms())
    streams.doubt(conn, tenant_id, KINDS[released.kind].stream)
    held.drop(conn, tenant_id, released.kind)
