"""Proves by digests that the store equals a tenant, and reads again only what differs. Reads the tenant, writes the store.

Rows change while digests are compared. Every comparison therefore asks for the newest changes and the digest in one
request, stores the changes and only then compares.
"""

from collections.abc import Collection, Mapping, Sequence

import structlog

from syncd import clock
from syncd.log import Event
from syncd.model.kinds import KINDS
from syncd.model.rows import KindRows
from syncd.model.wire import DigestAsk, DigestPage, RefusedPage, SnapshotAsk
from syncd.store import digests, rejections, rows, streams
from syncd.store import held as held_deletions
from syncd.store.engine import Connection, reading
from syncd.store.streams import StreamRow
from syncd.sync import changes, snapshot
from syncd.sync.state import Turn
from syncd.validate.digest import validate_digest

_log = structlog.get_logger()
# More differing buckets than these are read faster, and resumably, by a whole snapshot.
_MAX_BUCKETS = 32


def prove(turn: Turn, names: Sequence[str], answered: Mapping[str, DigestPage] | None) -> None:
    """Compare these streams, repair what differs, and mark each as equal or not; if the turn must end first, mark nothing.

    `answered` holds the digests if they were asked together with the newest changes.
    """
    pages = answered or _ask_digests(turn, names, buckets=False)
    if pages is None:
        return
    kinds = _differences(turn, pages).keys()
    held = turn.held().keys()
    _drop_needless(turn, {kind for kind in held - kinds if KINDS[kind].stream in names})
    differing = {KINDS[kind].stream for kind in kinds}
    _mark(turn, [name for name in names if name not in differing], equal=True)
    stored = turn.streams()
    for name in sorted(differing):
        mine = {kind for kind in kinds if KINDS[kind].stream == name}
        if mine <= held:
            # What is held must differ; only the second snapshot or LAN ends that.
            _mark(turn, [name], equal=False)
        elif mine & held or not _has_just_not_helped(turn, stored[name]):
            _repair(turn, name)


def _repair(turn: Turn, name: str) -> None:
    pages = _ask_digests(turn, [name], buckets=True)
    if pages is None:
        return
    differing = _differences(turn, pages)
    # Marked before the repair: one that ends in the middle, or does not help, is not begun again at once.
    _mark(turn, [name], equal=not differing)
    for kind, buckets in differing.items():
        if kind in turn.held():
            continue
        turn.notes.append(f"{kind} differs in {len(buckets)} of 256 buckets")
        if (len(buckets) > _MAX_BUCKETS or not _reread(turn, kind, buckets)) and not turn.partial:
            turn.begin_snapshot(name, "digest")
            snapshot.take(turn, name)
            break
    if differing:
        pages = _ask_digests(turn, [name], buckets=False)
        if pages is not None:
            _mark(turn, [name], equal=not _differences(turn, pages))


def _drop_needless(turn: Turn, kinds: Collection[str]) -> None:
    """Drop held deletions of a kind that is equal: their rows have come back, so nobody has to decide."""

    def work(conn: Connection) -> None:
        for kind in kinds:
            held_deletions.drop(conn, turn.tenant.id, kind)

    if kinds:
        turn.store(work)
        turn.notes.extend(f"{kind} came back: nothing is held any more" for kind in sorted(kinds))


def _has_just_not_helped(turn: Turn, row: StreamRow) -> bool:
    if row.verified_equal is not False or row.verified_at is None:
        return False
    since = clock.elapsed_ms(row.verified_at, turn.now_ms())
    return since is not None and since < turn.options.repair_after_s * 1000


def _mark(turn: Turn, names: Sequence[str], *, equal: bool) -> None:
    def work(conn: Connection) -> None:
        for name in names:
            streams.mark_proof(conn, turn.tenant.id, name, equal=equal, now=turn.now_ms())

    if names:
        turn.store(work)
    if names and not equal:
        _log.warning(Event.DIVERGED, tenant=turn.tenant.slug, streams=list(names))


def _ask_digests(turn: Turn, names: Sequence[str], *, buckets: bool) -> dict[str, DigestPage] | None:
    """The digests of a moment up to which every change is stored; None if the turn must end first."""
    while turn.may_go_on():
        stored = turn.streams()
        pairs = {name: (changes.ask_for(turn, stored[name]), DigestAsk(name, buckets)) for name in names}
        answer = turn.ask([ask for pair in pairs.values() for ask in pair])
        at_head, found = True, {}
        for name, (newest_ask, digest_ask) in pairs.items():
            newest, digest = answer.page(newest_ask), answer.page(digest_ask)
            at_head &= not isinstance(newest, RefusedPage) and not newest.more
            if not changes.follow(turn, stored[name], newest):
                return None
            if isinstance(digest, RefusedPage):
                turn.refuse(name, digest.reason)
                return None
            found[name] = digest
        if at_head:
            return found
    return None


def _differences(turn: Turn, pages: Mapping[str, DigestPage]) -> dict[str, list[int]]:
    """The kinds that differ, with the differing buckets where the tenant named its own."""
    differing = {}
    for page in pages.values():
        for kind, theirs in validate_digest(page).items():
            with reading(turn.engine) as conn:
                ours = digests.of_kind(conn, turn.tenant.id, kind, page.contract)
            if ours.total != theirs.total or (theirs.buckets is not None and ours.buckets != theirs.buckets):
                differing[kind] = [] if theirs.buckets is None else ours.differing_buckets(theirs)
    return differing


def _reread(turn: Turn, kind: str, buckets: Sequence[int]) -> bool:
    """Read these buckets again and store them; False if so many rows would vanish that only a whole snapshot may decide."""
    name = KINDS[kind].stream
    turn.store(lambda conn: streams.next_generation(conn, turn.tenant.id, name))
    generation = turn.streams()[name].generation
    after, more = 0, True
    while more:
        if not turn.may_go_on():
            return True
        ask = SnapshotAsk(name, kind, after, turn.page_size, tuple(buckets))
        page = turn.ask([ask]).page(ask)
        if isinstance(page, RefusedPage):
            turn.refuse(name, page.reason)
            return True
        found = snapshot.read_page(page, after)
        turn.tally.repaired += _store_reread(turn, found, generation)
        after, more = page.to, page.more
    with reading(turn.engine) as conn:
        absent = rows.absent_in_buckets(conn, turn.tenant.id, kind, buckets, generation)
        live = rows.count_live(conn, turn.tenant.id, kind)
    if not turn.options.guard.allows(len(absent), live):
        return False

    def forget(conn: Connection) -> None:
        rows.delete_ids(conn, turn.tenant.id, kind, absent, turn.now_ms())
        rejections.clear_absent(conn, turn.tenant.id, kind, generation, buckets)

    turn.store(forget)
    turn.tally.repaired += len(absent)
    turn.changed_kinds.add(kind)
    return True


def _store_reread(turn: Turn, found: Sequence[KindRows], generation: int) -> int:
    now = turn.now_ms()
    changed = 0

    def work(conn: Connection) -> None:
        nonlocal changed
        turn.apply(conn, found, generation, now)
        changed = sum(rows.count_changed(conn, turn.tenant.id, part.kind, part.row_ids, now) for part in found)

    turn.store(work)
    return changed
