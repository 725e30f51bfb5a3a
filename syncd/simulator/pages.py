"""Answers one ask from a site: head, rows and tail of docs/contract.md section 3. Touches nothing."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from syncd.model.digest import BUCKETS, KindDigest
from syncd.model.kinds import KINDS, STREAMS
from syncd.model.wire import NEWEST, Ask, ChangesAsk, Cursor, DigestAsk, ImageAsk, SnapshotAsk
from syncd.simulator.population import Row
from syncd.simulator.site import Site

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """The three lines that answer one ask."""

    head: Json
    rows: Json
    tail: Json


def answer_ask(site: Site, ask: Ask, switched_off: str | None, contract: int = NEWEST) -> Page:
    """The page for this ask; `switched_off` is the reason `off` or `paused` if the tenant admin has closed the stream."""
    refused, kind = switched_off, None
    start: object = None
    match ask:
        case ChangesAsk():
            refused, start = switched_off or site.log.refusal(ask.cursor), cursor_on_wire(ask.cursor)
        case SnapshotAsk():
            kind, start = ask.kind, ask.after
    head: Json = {
        "stream": ask.stream,
        "operation": ask.operation,
        "kind": kind,
        "from": start,
        "log": cursor_on_wire(site.log.head),
        "refused": refused,
    }
    if refused:
        return Page(head, {}, {"count": 0, "to": start, "more": False})
    match ask:
        case ChangesAsk():
            return _changes(site, ask, head, contract)
        case SnapshotAsk():
            return _snapshot(site, ask, head, contract)
        case DigestAsk():
            return _digest(site, ask, head, contract)
        case ImageAsk():
            return _image(site, ask, head)


def cursor_on_wire(cursor: Cursor | None) -> list[object] | None:
    """The cursor as the contract writes it."""
    return [cursor.seq, cursor.mark] if cursor else None


def _changes(site: Site, ask: ChangesAsk, head: Json, contract: int) -> Page:
    kinds = [kind.name for kind in STREAMS[ask.stream]]
    keys: dict[tuple[str, int], bool] = {}  # of each key whether an entry erases it
    to, more = site.log.head, False
    last = ask.cursor
    for cursor, entry in site.log.after(ask.cursor.seq if ask.cursor else 0):
        if entry.kind not in kinds:
            continue
        if len(keys) == ask.limit and (entry.kind, entry.id) not in keys and last:
            to, more = last, True
            break
        keys[entry.kind, entry.id] = keys.get((entry.kind, entry.id), False) or entry.erased
        last = cursor
    rows: Json = {}
    for kind in kinds:
        live: list[Row] = []
        gone: list[int] = []
        erased: list[int] = []
        for (touched, row_id), is_erased in keys.items():
            if touched == kind:
                row = site.tables[kind].get(row_id)
                if row is not None:
                    live.append(row)
                else:
                    (erased if is_erased else gone).append(row_id)
        if live or gone or erased:
            rows[kind] = _rows_of(kind, live, gone, erased, contract)
    return Page(head, rows, {"count": len(keys), "to": cursor_on_wire(to), "more": more})


def _snapshot(site: Site, ask: SnapshotAsk, head: Json, contract: int) -> Page:
    table = site.tables[ask.kind]
    ids: Iterable[int] = table.ids(ask.after)
    if ask.buckets is not None:
        wanted = frozenset(ask.buckets)
        ids = (row_id for row_id in ids if row_id % BUCKETS in wanted)
    # One id beyond the page tells whether there is more.
    found = list(islice(ids, ask.limit + 1))
    page, more = found[: ask.limit], len(found) > ask.limit
    live = [row for row in map(table.get, page) if row is not None]
    tail: Json = {"count": len(live), "to": page[-1] if page else ask.after, "more": more}
    return Page(head, {ask.kind: _rows_of(ask.kind, live, [], [], contract)}, tail)


def _rows_of(kind: str, live: list[Row], gone: list[int], erased: list[int], contract: int) -> Json:
    width = KINDS[kind].width(contract)
    columns = list(KINDS[kind].column_names[:width])
    return {"columns": columns, "rows": [list(row[:width]) for row in live], "gone": gone, "erased": erased}


def _digest(site: Site, ask: DigestAsk, head: Json, contract: int) -> Page:
    kinds = STREAMS[ask.stream]
    rows: Json = {kind.name: _digest_on_wire(site.tables[kind.name].digest(contract), detailed=ask.buckets) for kind in kinds}
    return Page(head, rows, {"count": 0, "to": None, "more": False})


def _image(site: Site, ask: ImageAsk, head: Json) -> Page:
    image = site.images.get(ask.sha256)
    rows: Json = {} if image is None else {"image": {"type": "image/png", "data": b64encode(image).decode()}}
    return Page(head, rows, {"count": 0, "to": None, "more": False})


def _digest_on_wire(digest: KindDigest, *, detailed: bool) -> Json:
    total = digest.total
    buckets = [[bucket, sums.count, sums.high, sums.low] for bucket, sums in sorted((digest.buckets or {}).items())]
    return {"count": total.count, "high": total.high, "low": total.low, "buckets": buckets if detailed else None}
