"""One tenant's turn, from the claim to the closed ledger entry. Reads the tenant, writes the store.

    claim    → a lease with a fencing number; every transaction of the turn checks it
    ask      → handshake and everything changed since the cursors, in one request
    keep     → page by page: validate, then rows + rejections + cursor in one transaction
    snapshot → where the cursor is lost; deletion by absence only after a complete one, and never too much at once
    prove    → compare digests; equal is the only green
    close    → outcome, next due time and lease in one transaction

Whatever dies in between is done again by the next turn, with the same result.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from syncd import changes, clock, closing, snapshot, verify
from syncd.errors import LeaseLostError, TenantError
from syncd.model.kinds import STREAMS
from syncd.model.wire import Ask, RawPage
from syncd.store import leases, streams
from syncd.store.engine import Engine, run_transaction
from syncd.store.leases import Claim
from syncd.store.streams import StreamRow
from syncd.turn import Asker, NewEpochError, SyncOptions, Turn, TurnResult


@dataclass(frozen=True, slots=True)
class _Newest:
    """The first answer: one page of changes for each stream that has a cursor, with its digest where that was due."""

    changes: Mapping[str, RawPage]
    digests: Mapping[str, RawPage]


def sync_tenant(
    engine: Engine, asker: Asker, tenant_id: int, owner: str, options: SyncOptions, *, prove: bool = False
) -> TurnResult | None:
    """Claim the tenant and take its turn; None if another worker has it."""
    claim = run_transaction(engine, lambda conn: leases.claim(conn, tenant_id, owner, clock.now_ms()))
    return None if claim is None else take_turn(engine, asker, claim, options, prove=prove)


def take_turn(
    engine: Engine,
    asker: Asker,
    claim: Claim,
    options: SyncOptions,
    *,
    stopping: Callable[[], bool] = lambda: False,
    prove: bool = False,
) -> TurnResult:
    """Take the turn that was claimed. `stopping` is asked between pages; `prove` compares digests even if nothing changed."""
    turn = Turn(engine, asker, claim, options, stopping)
    try:
        try:
            _read(turn, prove=prove)
        except TenantError as error:
            return closing.close_failed(turn, error)
        return closing.close_good(turn)
    except LeaseLostError:
        return TurnResult(claim.tenant.slug, "lost", turn.tally)


def _read(turn: Turn, *, prove: bool) -> None:
    while True:
        try:
            _read_epoch(turn, prove=prove)
        except NewEpochError:
            continue
        return


def _read_epoch(turn: Turn, *, prove: bool) -> None:
    snapshot.settle_held(turn)
    stored = turn.streams()
    newest = _ask_newest(turn, stored, prove=prove)
    if turn.handshake is None or turn.handshake.paused:
        _pause(turn, stored)
        return
    whole: list[str] = []
    for name in STREAMS:
        row = stored.get(name)
        if name not in turn.handshake.streams:
            if row is None or row.refused != "off":
                turn.refuse(name, "off")
        elif _read_stream(turn, name, row, newest.changes.get(name)):
            whole.append(name)
        if turn.partial:
            return
    if whole and (prove or not _proved(turn, turn.streams(), whole)):
        verify.prove(turn, whole, _usable_digests(newest, whole))


def _ask_newest(turn: Turn, stored: Mapping[str, StreamRow], *, prove: bool) -> _Newest:
    """One small request, and for a tenant where nothing happened the only one."""
    names = [name for name, row in stored.items() if row.cursor and not row.snapshot and row.refused != "off"]
    digests = bool(names) and (prove or not _proved(turn, stored, names))
    asks: list[Ask] = []
    for name in names:
        asks.append(changes.ask_for(turn, stored[name]))
        if digests:
            asks.append(Ask("digest", name, buckets=False))
    pages = list(turn.ask(asks))
    if digests:
        return _Newest(dict(zip(names, pages[::2], strict=True)), dict(zip(names, pages[1::2], strict=True)))
    return _Newest(dict(zip(names, pages, strict=True)), {})


def _read_stream(turn: Turn, name: str, row: StreamRow | None, page: RawPage | None) -> bool:
    """Read one stream to its end, by changes or by snapshot. Whether the end was reached."""
    if row is not None and page is not None:
        if row.refused is not None:
            turn.store(lambda conn: streams.allow(conn, turn.tenant.id, name))
        return changes.follow(turn, row, page)
    if row is None or (row.cursor is None and row.snapshot is None):
        turn.begin_snapshot(name, "first")
    elif row.refused == "off":
        turn.begin_snapshot(name, "switched on")
    return snapshot.take(turn, name)


def _pause(turn: Turn, stored: Mapping[str, StreamRow]) -> None:
    """The tenant admin stopped reading: what there is stays and is shown with its age."""
    for name, row in stored.items():
        if row.refused is None:
            turn.refuse(name, "paused")


def _proved(turn: Turn, stored: Mapping[str, StreamRow], names: Sequence[str]) -> bool:
    """Whether the last comparison still stands for these streams: equal, nothing stored since, and not too old."""
    oldest = clock.now_ms() - turn.options.prove_after_s * 1000
    return all(stored[name].verified_equal and (stored[name].verified_at or 0) > oldest for name in names)


def _usable_digests(newest: _Newest, names: Sequence[str]) -> Mapping[str, RawPage] | None:
    """The digests of the first answer, if the changes before them were all there was."""
    for name in names:
        page, digest = newest.changes.get(name), newest.digests.get(name)
        if page is None or digest is None or page.more or page.refused or digest.refused:
            return None
    return {name: newest.digests[name] for name in names}
