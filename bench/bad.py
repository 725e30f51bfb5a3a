"""What bad tenants do beside the lies of `tests/independent`: on the way, and with pages as large as may be. Touches sockets."""

import secrets
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from threading import Event

from tests.independent.tenant.feed import Json, Page
from tests.independent.tenant.lies import LIES, MEGABYTE
from tests.independent.tenant.server import Conduct, Handler
from tests.independent.tenant.site import COLUMNS

# As much as may come: 8 MiB on the way, 32 MiB unpacked, 64 values in each of 5,000 rows.
_NOISE = 8 * MEGABYTE - 4096
_LONG_TEXT = 30 * MEGABYTE
_ROWS, _VALUES = 4_000, 60
_GONE_AFTER_S = 60
_NEWLINE = b"\n"


def _hanging(handler: Handler, _body: bytes) -> None:
    """Not a byte, until the other side has had enough."""
    handler.close_connection = True
    handler.connection.settimeout(_GONE_AFTER_S)
    with suppress(OSError):
        handler.connection.recv(1)


def _trickling(handler: Handler, body: bytes) -> None:
    """A byte each half second."""
    handler.close_connection = True
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n"
    with suppress(OSError):
        handler.connection.sendall(head.encode())
        for byte in body[:_GONE_AFTER_S]:
            handler.connection.sendall(bytes([byte]))
            Event().wait(0.5)


def _resetting(handler: Handler, body: bytes) -> None:
    """Half of the answer, and then a reset."""
    handler.close_connection = True
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n"
    with suppress(OSError):
        handler.connection.sendall(head.encode() + body[: len(body) // 2])
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _noise(handler: Handler, body: bytes) -> None:
    """As many bytes as may come, which nobody can pack, and a seal over other ones."""
    noise = secrets.token_bytes(_NOISE).replace(_NEWLINE, b" ")
    handler.reply(200, "application/x-ndjson", noise + _NEWLINE + body.splitlines(keepends=True)[-1])


def _status(status: int, **headers: str) -> Callable[[Handler, bytes], None]:
    return lambda handler, _body: handler.reply(status, "text/html", b"<html></html>", headers)


def _course(row_id: int, title: str) -> list[object]:
    values = {"id": row_id, "title": title, "audience": "all", "self_enrol": 1, "tracks_completion": 1, "created": 1}
    return [values.get(name) for name in COLUMNS["course"]]


def _sealed(columns: list[str], rows: Callable[[], list[list[object]]]) -> Callable[[Page, Json], Page]:
    """These courses on a sealed page of changes."""

    def page(page: Page, ask: Json) -> Page:
        if ask["operation"] != "changes" or ask["stream"] != "catalogue" or page.head["refused"]:
            return page
        found = rows()
        to = [page.head["log"][0] + 1, "a" * 12]
        part = {"columns": columns, "rows": found, "gone": [], "erased": []}
        return Page(page.head | {"log": to}, {"course": part}, {"count": len(found), "to": to, "more": False})

    return page


_MORE = [f"kolom_{number}" for number in range(_VALUES - len(COLUMNS["course"]))]


def _wide_rows() -> list[list[object]]:
    return [_course(row_id, "T") + [f"{row_id} {name}" for name in _MORE] for row_id in range(1001, 1001 + _ROWS)]


BAD: dict[str, Conduct] = LIES | {
    one.name: one
    for one in (
        Conduct("hanging", "not a byte of an answer", send=_hanging),
        Conduct("trickling", "a byte each half second", send=_trickling),
        Conduct("resetting", "half of the answer, then a reset", send=_resetting),
        Conduct("noise", "8 MiB that nobody can pack, and a seal over other bytes", send=_noise),
        Conduct("error 500", "an error of its server", send=_status(500)),
        Conduct("redirecting", "another address", send=_status(302, Location="http://127.0.0.1/lain")),
        Conduct(
            "long text",
            "a sealed title of 30 MiB",
            page=_sealed(COLUMNS["course"], lambda: [_course(1001, "T" * _LONG_TEXT)]),
        ),
        Conduct(
            "long wide text",
            "the same with a character that makes each of the others four bytes in memory",
            page=_sealed(COLUMNS["course"], lambda: [_course(1001, "T" * _LONG_TEXT + "\U0001f4bb")]),
        ),
        Conduct(
            "wide rows",
            "a sealed page of as many values as may come, each a text of its own",
            page=_sealed(COLUMNS["course"] + _MORE, _wide_rows),
        ),
    )
}
