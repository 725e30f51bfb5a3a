"""Follows one stream's change log from the cursor to the head, page by page. Reads the tenant, writes the store."""

from syncd import clock, crashpoint, snapshot
from syncd.errors import Code, TenantError
from syncd.model.wire import Ask, Cursor, RawPage
from syncd.store import streams
from syncd.store.engine import Connection
from syncd.store.streams import StreamRow
from syncd.turn import Turn
from syncd.validate.page import validate_page

# The log no longer holds what lies between our cursor and now: only a snapshot can tell.
_CURSOR_LOST = frozenset({"pruned", "history", "ahead"})


def ask_for(turn: Turn, row: StreamRow) -> Ask:
    """The question for what changed since the cursor."""
    return Ask("changes", row.name, cursor=row.cursor, limit=turn.page_size)


def follow(turn: Turn, row: StreamRow, page: RawPage) -> bool:
    """Store this page and all that follow; a snapshot where the cursor is lost. Whether the stream was read to its end."""
    cursor = row.cursor
    while True:
        if page.refused in _CURSOR_LOST:
            turn.begin_snapshot(row.name, str(page.refused))
            return snapshot.take(turn, row.name)
        if page.refused is not None:
            turn.refuse(row.name, _refusal(page))
            return False
        cursor = _keep(turn, row, page, cursor)
        if not page.more:
            return True
        if not turn.may_go_on():
            return False
        page = turn.ask([Ask("changes", row.name, cursor=cursor, limit=turn.page_size)])[0]


def _refusal(page: RawPage) -> str:
    if page.refused not in ("off", "paused"):
        raise TenantError(Code.BAD_PAYLOAD, f"{page.stream} was refused for a reason this contract does not know")
    return page.refused


def _keep(turn: Turn, row: StreamRow, page: RawPage, cursor: Cursor | None) -> Cursor:
    """Rows, rejections and cursor in one transaction: there is no moment at which one is stored without the others."""
    to = page.to
    if not isinstance(to, Cursor) or (cursor is not None and to.seq < cursor.seq):
        raise TenantError(Code.BAD_PAYLOAD, f"{page.stream}: the page does not lead onward from the cursor")
    if cursor is not None and to.seq == cursor.seq and (to != cursor or page.more or page.count):
        raise TenantError(Code.BAD_PAYLOAD, f"{page.stream}: the page has content or promises more, but its cursor stands still")
    if to == cursor:
        return to
    found = validate_page(page)
    now = clock.now_ms()

    def work(conn: Connection) -> None:
        turn.apply(conn, found, row.generation, now)
        crashpoint.reach("between rows and cursor")
        streams.advance(conn, turn.tenant.id, row.name, to)

    turn.store(work)
    turn.count(found)
    return to
