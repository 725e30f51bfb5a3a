"""Reads a whole stream by ascending ids and, once complete, deletes what it did not show. Reads the tenant, writes the store."""

from functools import partial

import structlog

from syncd import clock, crashpoint
from syncd.errors import Code, TenantError
from syncd.log import Event
from syncd.model.kinds import KINDS, STREAMS
from syncd.model.rows import KindRows
from syncd.model.wire import RefusedPage, SnapshotAsk, SnapshotPage
from syncd.store import held, refused, rejections, rows, streams
from syncd.store.engine import Connection
from syncd.store.held import HeldDeletion
from syncd.store.streams import Snapshot, StreamRow
from syncd.sync.state import SyncOptions, Turn
from syncd.validate.page import validate_page

_log = structlog.get_logger()


def take(turn: Turn, name: str) -> bool:
    """Continue the snapshot under way until it is complete or the turn must end. Returns whether it is complete."""
    row = turn.streams()[name]
    while row.snapshot is not None:
        if not turn.may_go_on():
            return False
        shot = row.snapshot
        ask = SnapshotAsk(name, shot.kind, shot.after, turn.page_size)
        page = turn.ask([ask]).page(ask)
        if isinstance(page, RefusedPage):
            turn.refuse(name, page.reason)
            return False
        _keep(turn, row, shot, page)
        row = turn.streams()[name]
    return True


def read_page(page: SnapshotPage, after: int) -> list[KindRows]:
    """The validated rows of one snapshot page, which must lie between `after` and the page's end."""
    found = validate_page(page)
    if any(not after < row_id <= page.to for part in found for row_id in part.ids):
        raise TenantError(Code.BAD_PAYLOAD, f"{page.stream}: the snapshot page does not go on from id {after}")
    return found


def _keep(turn: Turn, row: StreamRow, shot: Snapshot, page: SnapshotPage) -> None:
    found = read_page(page, shot.after)
    now = turn.now_ms()
    log = shot.log or page.log
    kinds = [kind.name for kind in STREAMS[row.name]]
    place = kinds.index(shot.kind)
    complete = not page.more and shot.kind == kinds[-1]
    settled: dict[str, str] = {}

    def work(conn: Connection) -> None:
        turn.apply(conn, found, row.generation, now)
        crashpoint.reach("between rows and cursor")
        if page.more:
            streams.advance_snapshot(conn, turn.tenant.id, row.name, shot.kind, page.to, log)
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
    for kind in settled.keys() & turn.held().keys():
        waiting = turn.held()[kind]
        if waiting.held:
            _log.warning(Event.DELETION_HELD, tenant=turn.tenant.slug, kind=kind, held=waiting.held, of=waiting.live)


def settle_absence(conn: Connection, tenant_id: int, kind: str, generation: int, options: SyncOptions, now: int) -> str:
    """Delete the rows that a complete snapshot of this generation did not show, unless they are too many. Returns a note, or .

    Too many are held. Held rows are deleted if a snapshot long enough after does not show them either, or if LAN released them.
    """
    rejections.clear_absent(conn, tenant_id, kind, generation)
    waiting = held.of_tenant(conn, tenant_id).get(kind)
    deleted = 0
    if waiting and waiting.held and not waiting.released_by and clock.is_ahead(waiting.held_at, now):
        # The clock was set back: it is held anew, from now.
        held.drop_absent(conn, tenant_id, kind)
    elif waiting and waiting.held and (waiting.released_by or _has_waited(waiting, options, now)):
        deleted += rows.delete_absent(conn, tenant_id, kind, waiting.generation, now)
        held.drop_absent(conn, tenant_id, kind)
    absent, live = rows.count_absent(conn, tenant_id, kind, generation), rows.count_live(conn, tenant_id, kind)
    if options.guard.allows(absent, live):
        deleted += rows.delete_absent(conn, tenant_id, kind, generation, now)
        held.drop_absent(conn, tenant_id, kind)
        return f"{deleted} {kind} absent from a whole snapshot: gone" if deleted else ""
    held.hold(conn, tenant_id, HeldDeletion(kind, generation, absent, live, now))
    return f"{absent} of {live} {kind} absent from a whole snapshot: deletion held"


def _has_waited(one: HeldDeletion, options: SyncOptions, now: int) -> bool:
    """Whether a second snapshot may decide. A time in the future, of a clock since set back, proves no waiting.

    A bad version that comes twice is one fault and no second word: refused rows wait for LAN, or for a good version.
    """
    waited = clock.elapsed_ms(one.held_at, now)
    return waited is not None and waited >= options.confirm_after_s * 1000


def settle_held(turn: Turn) -> None:
    """Delete what LAN released; begin the second snapshot for what has waited long enough.

    Released rows that came back meanwhile carry a newer generation and stay.
    """
    for one in turn.held().values():
        stream = KINDS[one.kind].stream
        if one.released_by:
            turn.store(partial(_delete_released, tenant_id=turn.tenant.id, released=one, now=turn.now_ms()))
            turn.changed_kinds.add(one.kind)
            turn.notes.append(f"held deletion of {one.count} {one.kind} released by {one.released_by}")
        elif (
            one.held
            and turn.streams()[stream].snapshot is None
            and (_has_waited(one, turn.options, turn.now_ms()) or clock.is_ahead(one.held_at, turn.now_ms()))
        ):
            turn.begin_snapshot(stream, "held")


def _delete_released(conn: Connection, tenant_id: int, released: HeldDeletion, now: int) -> None:
    rows.delete_absent(conn, tenant_id, released.kind, released.generation, now)
    refused.release(conn, tenant_id, released.kind, now)
    streams.doubt(conn, tenant_id, KINDS[released.kind].stream)
    held.drop(conn, tenant_id, released.kind)
