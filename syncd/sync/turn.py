"""One tenant's turn, from the claim to the closed entry. Reads the tenant, writes the store.

    claim    → a lease with a fencing number; every transaction of the turn checks it
    ask      → handshake and everything changed since the cursors, in one request
    keep     → page by page: validate, then rows + rejections + cursor in one transaction
    snapshot → where the cursor is lost; deletion by absence only after a complete one, and never too much at once
    prove    → compare digests; equal is the only green
    images   → a few of those that cards name and nobody has sent yet
    close    → outcome, next due time and lease in one transaction

If the process dies in between, the next turn does the step again, with the same result.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from syncd import clock
from syncd.errors import Code, LeaseLostError, TenantError
from syncd.model.kinds import STREAMS
from syncd.model.wire import Ask, ChangesAsk, ChangesPage, DigestAsk, DigestPage, RefusedPage
from syncd.store import leases, streams
from syncd.store.engine import Engine, run_transaction
from syncd.store.leases import Claim
from syncd.store.streams import StreamRow
from syncd.sync import changes, closing, images, proof, snapshot
from syncd.sync.state import Asker, NewContractError, NewEpochError, SyncOptions, Turn, TurnResult


@dataclass(frozen=True, slots=True)
class _Newest:
    """The first answer: one page of changes for each stream that has a cursor, with its digest where that was due."""

    changes: Mapping[str, ChangesPage | RefusedPage]
    digests: Mapping[str, DigestPage | RefusedPage]


def sync_tenant(
    engine: Engine, asker: Asker, tenant_id: int, owner: str, options: SyncOptions, *, prove: bool = False
) -> TurnResult | None:
    """Claim the tenant and take its turn; None if another worker has it."""
    claim = run_transaction(engine, lambda conn: leases.claim(conn, tenant_id, owner))
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
            if not turn.partial:
                images.fetch(turn)
        except TenantError as error:
            return closing.close_failed(turn, error)
        return closing.close_good(turn)
    except LeaseLostError:
        return TurnResult(claim.tenant.slug, "lost", turn.tally)


def _read(turn: Turn, *, prove: bool) -> None:
    while True:
        try:
            _read_epoch(turn, prove=prove)
        except (NewEpochError, NewContractError):
            continue
        break
    if turn.unreadable:
        names = ", ".join(sorted(turn.unreadable))
        raise TenantError(
            Code.DOWN,
            f"the site could not read {names} from its own database: look at its error log; the rest was read.",
        )


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
        proof.prove(turn, whole, _usable_digests(newest, whole))


def _ask_newest(turn: Turn, stored: Mapping[str, StreamRow], *, prove: bool) -> _Newest:
    """Asks in one small request, which is the only one for a tenant where nothing happened."""
    names = [name for name, row in stored.items() if row.cursor and not row.snapshot and row.refused != "off"]
    digests = bool(names) and (prove or not _proved(turn, stored, names))
    asks: list[Ask] = []
    for name in names:
        asks.append(changes.ask_for(turn, stored[name]))
        if digests:
            asks.append(DigestAsk(name, buckets=False))
    answer = turn.ask(asks)
    return _Newest(
        {ask.stream: answer.page(ask) for ask in asks if isinstance(ask, ChangesAsk)},
        {ask.stream: answer.page(ask) for ask in asks if isinstance(ask, DigestAsk)},
    )


def _read_stream(turn: Turn, name: str, row: StreamRow | None, page: ChangesPage | RefusedPage | None) -> bool:
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
    """Note that the tenant admin paused reading: the rows stay and are shown with their age."""
    for name, row in stored.items():
        if row.refused is None:
            turn.refuse(name, "paused")


def _proved(turn: Turn, stored: Mapping[str, StreamRow], names: Sequence[str]) -> bool:
    """Whether the last comparison still counts for these streams: equal, nothing stored since, and not too old."""
    ages = [clock.age_s(stored[name].verified_at, turn.now_ms()) for name in names if stored[name].verified_equal]
    return len(ages) == len(names) and all(age is not None and age < turn.options.prove_after_s for age in ages)


def _usable_digests(newest: _Newest, names: Sequence[str]) -> Mapping[str, DigestPage] | None:
    """The digests of the first answer, if the changes before them were complete."""
    found = {}
    for name in names:
        page, digest = newest.changes.get(name), newest.digests.get(name)
        if not isinstance(page, ChangesPage) or page.more or not isinstance(digest, DigestPage):
            return None
        found[name] = digest
    return found
