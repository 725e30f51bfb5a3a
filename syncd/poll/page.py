"""Proves that a page belongs to its ask, that its counts agree and that it leads onward (docs/contract.md section 3). Pure."""

import re
from collections.abc import Collection

from syncd.model.kinds import KINDS, MAX_ID, STREAMS
from syncd.model.wire import (
    CLOSED,
    CONTRACT,
    CURSOR_LOST,
    NO_ENTRY,
    Ask,
    ChangesAsk,
    ChangesPage,
    Cursor,
    DigestAsk,
    DigestPage,
    ImageAsk,
    ImagePage,
    Page,
    RawRows,
    RefusedPage,
    SnapshotAsk,
    SnapshotPage,
)
from syncd.poll.line import MAX_SEQ, cursor_at, number, rows_size
from syncd.poll.line import broken as _broken
from syncd.poll.line import members as _object
from syncd.strict_json import Bytes

# Streams, and kinds of a newer plugin.
NAME = re.compile(r"[a-z_]{1,20}")


def prove_page(ask: Ask, head_line: Bytes, rows_line: Bytes, tail_line: Bytes, *, contract: int = CONTRACT) -> Page:
    """One page, if it belongs to its ask, its counts agree and it leads onward. What is proven here is not proven again."""
    head, tail = _object(head_line, "head"), _object(tail_line, "tail")
    rows = _object(rows_line, "rows", rows_size(ask))
    wanted = ask.to_wire()
    expected_from = wanted.get("cursor") if ask.operation == "changes" else wanted.get("after")
    # Compared as written: True is not 1 here.
    if [head.get("stream"), head.get("operation"), head.get("kind"), repr(head.get("from", ""))] != [
        ask.stream,
        ask.operation,
        wanted.get("kind"),
        repr(expected_from),
    ]:
        _broken("a page is not the one that was asked for")
    log = cursor_at(head.get("log"), "a page's log")
    refused = head.get("refused", "")
    count, more, end = number(tail, "count", MAX_SEQ), tail.get("more"), tail.get("to")
    if not isinstance(more, bool):
        _broken("a page does not say whether there is more")
    if refused is not None:
        return _refused(ask, log, refused, empty=not (rows or count or more))
    match ask:
        case ChangesAsk():
            # A kind that nobody knows is of a newer plugin: it is set aside (`validate/unknown.py`), and refuses nothing.
            newer = {name for name in rows.keys() - KINDS.keys() if NAME.fullmatch(name)}
            allowed = newer | {kind.name for kind in STREAMS[ask.stream]}
            to = cursor_at(end, "a page's end")
            return _changes(ask, ChangesPage(ask.stream, log, _raw(rows, allowed), count, to, more, contract))
        case SnapshotAsk():
            if type(end) is not int:
                _broken("a snapshot does not go forward")
            return _snapshot(ask, SnapshotPage(ask.stream, ask.kind, log, _raw(rows, {ask.kind}), count, end, more, contract))
        case DigestAsk() | ImageAsk():
            if more or count or end is not None:
                _broken(f"its {ask.operation} has rows, an end or a second page")
            return DigestPage(ask.stream, log, rows, contract) if isinstance(ask, DigestAsk) else _image(ask, log, rows)


def _refused(ask: Ask, log: Cursor, reason: object, *, empty: bool) -> RefusedPage:
    reasons = CLOSED | CURSOR_LOST if isinstance(ask, ChangesAsk) else CLOSED
    if not isinstance(reason, str) or reason not in reasons or not empty:
        _broken("a refused page is not empty or its reason is unknown")
    return RefusedPage(ask.stream, log, reason)


def _image(ask: ImageAsk, log: Cursor, rows: dict[str, object]) -> ImagePage:
    """What is there of the image; whether it is one decides who looks at it."""
    image = rows.get("image")
    data = image.get("data") if isinstance(image, dict) else None
    return ImagePage(ask.stream, log, data if isinstance(data, str) else None)


def _raw(rows: dict[str, object], allowed: Collection[str]) -> dict[str, RawRows]:
    """The rows line, its shape checked down to the lists; the rows themselves are validated later."""
    found = {}
    for kind, content in rows.items():
        if kind not in allowed:
            _broken("a page has rows of a kind that was not asked for")
        if not isinstance(content, dict):
            _broken("the rows of a kind are not an object")
        lists = [part for name in ("columns", "rows", "gone", "erased") if isinstance(part := content.get(name), list)]
        if len(lists) != 4:  # noqa: PLR2004 - all of them
            _broken("the rows of a kind lack columns, rows, gone or erased")
        found[kind] = RawRows(*lists)
    return found


def _changes(ask: ChangesAsk, page: ChangesPage) -> ChangesPage:
    _check_count(page, ask.limit)
    begin = ask.cursor or NO_ENTRY
    onward = page.to.seq > begin.seq or (page.to == begin and not page.more and not page.count)
    if not onward or page.to.seq > page.log.seq or (not page.more and page.to != page.log):
        _broken("the cursor does not go forward to the end of the log")
    return page


def _snapshot(ask: SnapshotAsk, page: SnapshotPage) -> SnapshotPage:
    _check_count(page, ask.limit)
    if any(part.gone or part.erased for part in page.rows.values()):
        _broken("a snapshot speaks of deleted rows")
    if not ask.after <= page.to <= MAX_ID or (page.more and page.to == ask.after):
        _broken("a snapshot does not go forward")
    return page


def _check_count(page: ChangesPage | SnapshotPage, limit: int) -> None:
    found = sum(map(len, page.rows.values()))
    if found != page.count:
        _broken("a page's count is not the number of its rows")
    if found > limit:
        _broken(f"a page has {found} rows, though at most {limit} were asked for")
