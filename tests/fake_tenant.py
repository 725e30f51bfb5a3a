"""A tenant in memory that keeps the contract: the ground truth of the sync tests. No socket, no signature."""

import itertools
import random
from collections.abc import Callable, Sequence

from syncd.errors import TenantError
from syncd.model.digest import BUCKETS, KindDigest
from syncd.model.kinds import KINDS, STREAMS
from syncd.model.tenant import TenantAddress, TenantRow
from syncd.model.wire import Answer, Ask, Cursor, Handshake, RawPage

NOWHERE = Cursor(0, "")


class FakeTenant:
    """Rows by kind, a change log numbered when read, and hooks to misbehave."""

    def __init__(self, tenant: TenantRow, seed: int = 0) -> None:
        self.site, self.url = tenant.site, tenant.url
        self.random = random.Random(seed)
        self.rows: dict[str, dict[int, list]] = {name: {} for name in KINDS}
        self.unread: list[tuple[str, int, bool]] = []
        self.log: list[tuple[str, tuple[str, int, bool]]] = []
        self.pruned = 0
        self.epoch = self._hex(32)
        self.streams: tuple[str, ...] = tuple(STREAMS)
        self.paused = False
        self.jwks, self.jwks_sha256 = tenant.jwks, tenant.jwks_sha256
        self.requests: list[Sequence[Ask]] = []
        self.before_ask: Callable[[int, Sequence[Ask]], None] = lambda number, asks: None
        self.change_page: Callable[[Ask, RawPage], RawPage] = lambda ask, page: page
        self.fails: list[TenantError] = []
        self._ids = itertools.count(1)

    def _hex(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    # What happens on the site.

    def put(self, kind: str, *values: object, silently: bool = False) -> int:
        """A row appears or changes; `values` begin with the id. `silently`: past the change log."""
        row_id = int(str(values[0]))
        assert len(values) == len(KINDS[kind].columns)
        self.rows[kind][row_id] = list(values)
        if not silently:
            self.unread.append((kind, row_id, False))
        return row_id

    def course(self, row_id: int, title: str = "Pelatihan", **more: object) -> int:
        values = dict.fromkeys(KINDS["course"].column_names)
        values |= {"id": row_id, "title": title, "audience": "all", "self_enrol": 1, "tracks_completion": 1, "created": 5}
        silently = bool(more.pop("silently", False))
        return self.put("course", *(values | more).values(), silently=silently)

    def completion(self, row_id: int, course: int = 1, learner: str | None = None, completed: int = 1_700_000_000) -> int:
        return self.put("completion", row_id, course, learner or f"sub:u{row_id}", completed)

    def drop(self, kind: str, row_id: int, *, erased: bool = False, silently: bool = False) -> None:
        del self.rows[kind][row_id]
        if not silently:
            self.unread.append((kind, row_id, erased))

    def restore(self, saved: tuple) -> None:
        """Put a backup back: rows and log as they were, the site does not know that it happened."""
        rows, log, unread = saved
        self.rows = {kind: dict(found) for kind, found in rows.items()}
        self.log, self.unread = list(log), list(unread)

    def save(self) -> tuple:
        return {kind: dict(found) for kind, found in self.rows.items()}, list(self.log), list(self.unread)

    # What it answers.

    def ask(self, address: TenantAddress, asks: Sequence[Ask]) -> Answer:
        assert len(asks) <= 8
        self.requests.append(asks)
        self.before_ask(len(self.requests), asks)
        if self.fails:
            raise self.fails.pop(0)
        handshake = self._handshake()
        pages = [self.change_page(ask, self._page(ask)) for ask in asks]
        return Answer(handshake, pages, self.jwks_sha256, 1000, 0)

    def refresh_jwks(self, address: TenantAddress, sha256: str) -> str | None:
        return self.jwks if sha256 == self.jwks_sha256 else None

    def _handshake(self) -> Handshake:
        return Handshake(1, self.site, self.url, self.epoch, 7, "1.0", "4.5.6", "8.2", 0, self.streams, self._head(), self.paused)

    def _head(self) -> Cursor:
        return Cursor(len(self.log), self.log[-1][0]) if self.log else NOWHERE

    def _number(self) -> None:
        self.log += [(self._hex(12), entry) for entry in self.unread]
        self.unread = []

    def _page(self, ask: Ask) -> RawPage:
        if self.paused or ask.stream not in self.streams:
            return self._refused(ask, "paused" if self.paused else "off")
        return {"changes": self._changes, "snapshot": self._snapshot, "digest": self._digest}[ask.operation](ask)

    def _refused(self, ask: Ask, reason: str) -> RawPage:
        return RawPage(ask.stream, ask.operation, ask.kind, self._head(), reason, {}, 0, None, False)

    def _changes(self, ask: Ask) -> RawPage:
        self._number()
        cursor = ask.cursor
        if cursor is None or cursor.seq < self.pruned:
            return self._refused(ask, "pruned")
        if cursor.seq > len(self.log):
            return self._refused(ask, "ahead")
        if cursor != NOWHERE and self.log[cursor.seq - 1][0] != cursor.mark:
            return self._refused(ask, "history")
        part = self.log[cursor.seq : cursor.seq + ask.limit]
        last = cursor.seq + len(part)
        found: dict[str, dict] = {}
        keys = {(kind, row_id): erased for _, (kind, row_id, erased) in part if KINDS[kind].stream == ask.stream}
        for (kind, row_id), erased in keys.items():
            body = found.setdefault(kind, self._body(kind))
            if row_id in self.rows[kind]:
                body["rows"].append(list(self.rows[kind][row_id]))
            else:
                body["erased" if erased else "gone"].append(row_id)
        to = Cursor(last, self.log[last - 1][0]) if last else NOWHERE
        return RawPage(ask.stream, "changes", None, self._head(), None, found, len(keys), to, last < len(self.log))

    def _snapshot(self, ask: Ask) -> RawPage:
        head = self._head()
        wanted = ask.buckets if isinstance(ask.buckets, tuple) else range(BUCKETS)
        ids = sorted(row_id for row_id in self.rows[ask.kind] if row_id > ask.after and row_id % BUCKETS in wanted)
        part, more = ids[: ask.limit], len(ids) > ask.limit
        body = self._body(ask.kind)
        body["rows"] = [list(self.rows[ask.kind][row_id]) for row_id in part]
        to = part[-1] if part else ask.after
        return RawPage(ask.stream, "snapshot", ask.kind, head, None, {ask.kind: body}, len(part), to, more)

    def _digest(self, ask: Ask) -> RawPage:
        found = {}
        for kind in STREAMS[ask.stream]:
            digest = KindDigest.of_rows(self.rows[kind.name].values())
            total, buckets = digest.total, digest.buckets or {}
            lines = [[bucket, sums.count, sums.high, sums.low] for bucket, sums in sorted(buckets.items())]
            found[kind.name] = {
                "count": total.count,
                "high": total.high,
                "low": total.low,
                "buckets": lines if ask.buckets else None,
            }
        return RawPage(ask.stream, "digest", None, self._head(), None, found, 0, None, False)

    @staticmethod
    def _body(kind: str) -> dict:
        return {"columns": list(KINDS[kind].column_names), "rows": [], "gone": [], "erased": []}
