"""Follows one stream's change log from the cursor to the head, page by page. Reads the tenant, writes the store."""

from syncd import crashpoint
from syncd.model.wire import ChangesAsk, ChangesPage, RefusedPage
from syncd.store import streams
from syncd.store.engine import Connection
from syncd.store.streams import StreamRow
from syncd.sync import snapshot
from syncd.sync.state import Turn
from syncd.validate.page import validate_page


def ask_for(turn: Turn, row: StreamRow) -> ChangesAsk:
    """The question for what changed since the cursor."""
    return ChangesAsk(row.name, row.cursor, turn.page_size)


def follow(turn: Turn, row: StreamRow, page: ChangesPage | RefusedPage) -> bool:
    """Store this page and all that follow; take a snapshot if the cursor is lost. Returns whether the end was reached."""
    cursor = row.cursor
    while not isinstance(page, RefusedPage):
        if page.to != cursor:
            _keep(turn, row, page)
            cursor = page.to
        if not page.more:
            return True
        if not turn.may_go_on():
            return False
        ask = ChangesAsk(row.name, cursor, turn.page_size)
        page = turn.ask([ask]).page(ask)
    if page.cursor_lost:
        turn.begin_snapshot(row.name, page.reason)
        return snapshot.take(turn, row.name)
    turn.refuse(row.name, page.reason)
    return False


def _keep(turn: Turn, row: StreamRow, page: ChangesPage) -> None:
    """Rows, rejections and cursor in one transaction: there is no moment at which one is stored without the others."""
    found = validate_page(page)
    now = turn.now_ms()

    def work(conn: Connection) -> None:
        turn.apply(conn, found, row.generation, now)
        crashpoint.reach("between rows and cursor")
        streams.advance(conn, turn.tenant.id, row.name, page.to)

    turn.store(work)
    turn.count(found)
