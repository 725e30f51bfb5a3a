"""What the independent tenant may say instead of the truth: each lie has a name and a sentence. Nothing is sent above 200 MB."""

import gzip
import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.independent.tenant.feed import Json, Page
from tests.independent.tenant.keys import Key, encoded, key_set
from tests.independent.tenant.server import Conduct, Handler, Tenant
from tests.independent.tenant.site import COLUMNS

MEGABYTE = 1024 * 1024
MOST = 190 * MEGABYTE
_HANGS_S = 20
_FEED = "Content-Type: application/x-ndjson; charset=utf-8\r\n"


# What goes over the wire


def _raw(handler: Handler, head: str, chunk: bytes = b"", most: int = 0) -> None:
    """This head, then the chunk again and again, then the end of the connection."""
    handler.close_connection = True
    with suppress(OSError):
        handler.connection.sendall(head.encode())
        for _ in range(most // len(chunk) if chunk else 0):
            handler.connection.sendall(chunk)
        handler.connection.shutdown(socket.SHUT_WR)


def _chunked(status: str, size: str, most: int = MOST) -> Callable[[Handler, bytes], None]:
    """A chunk of this size, and then as many bytes as anybody takes."""
    head = f"HTTP/1.1 {status}\r\n{_FEED}Transfer-Encoding: chunked\r\n\r\n{size}\r\n"
    return lambda handler, _: _raw(handler, head, b"x" * MEGABYTE, most)


def _packed(document: bytes) -> Callable[[Handler, bytes], None]:
    """These bytes, packed as well as can be, before the seal of the true answer."""
    packed: list[bytes] = []

    def send(handler: Handler, body: bytes) -> None:
        if not packed:
            packed.append(gzip.compress(document + body.splitlines(keepends=True)[-1], 9))
        handler.reply(200, "application/x-ndjson", packed[0], {"Content-Encoding": "gzip"})

    return send


def _status(status: int, **headers: str) -> Callable[[Handler, bytes], None]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: handler.reply(status, "text/plain", b"", names)


def _hanging(handler: Handler, _document: bytes) -> None:
    """Says nothing until it is released, or the time is over."""
    tenant = handler.tenant
    tenant.hanging += 1
    tenant.release.wait(_HANGS_S)
    handler.close_connection = True


# What is sealed


def _grown(page: Page, rows: Json, count: int) -> Page:
    """As if one entry had been added to the log."""
    to = [page.head["log"][0] + 1, "a" * 12]
    return Page(page.head | {"log": to}, rows, {"count": count, "to": to, "more": False})


def _courses(ids: range, *, good: bool) -> list[list[Any]]:
    values: Json = {"title": "T", "audience": "all" if good else 7, "self_enrol": 1, "tracks_completion": 1, "created": 1}
    rest = [values.get(name) for name in COLUMNS["course"][1:]]
    return [[row_id, *rest] for row_id in ids]


def _in_changes(change: Callable[[Page], Page], stream: str = "catalogue") -> Callable[[Page, Json], Page]:
    def page(page: Page, ask: Json) -> Page:
        wanted = ask["operation"] == "changes" and ask["stream"] == stream and not page.head["refused"]
        return change(page) if wanted else page

    return page


def _with(member: str, content: Callable[[], list[Any]]) -> Callable[[Page, Json], Page]:
    """A page of changes of the catalogue with this content."""

    def change(page: Page) -> Page:
        found = content()
        part = {"columns": COLUMNS["course"], "rows": [], "gone": [], "erased": []} | {member: found}
        return _grown(page, {"course": part}, len(found))

    return _in_changes(change)


def _named(kind: str) -> Callable[[Page, Json], Page]:
    """A page of changes with a kind that nobody knows."""
    return _in_changes(lambda page: _grown(page, {kind: {"columns": ["id"], "rows": [[1]], "gone": [], "erased": []}}, 1))


def one_course(row_id: Any) -> Conduct:
    """A page of changes with one course, whose id is this."""
    return Conduct(
        "no id",
        f"the id of a course is {str(row_id)[:40]}",
        page=_with("rows", lambda: [[row_id, *_courses(range(1, 2), good=True)[0][1:]]]),
    )


def one_gone(row_id: Any) -> Conduct:
    """A page of changes where the course with this id is gone."""
    return Conduct("no gone id", f"the id of a course that is gone is {str(row_id)[:40]}", page=_with("gone", lambda: [row_id]))


def _endless(size: int, *, good: bool = True, wait_s: float = 0) -> Callable[[Page, Json], Page]:
    """The cursor is lost, and the snapshot goes on for ever: always a full page of ids never seen before."""

    def page(page: Page, ask: Json) -> Page:
        if ask["operation"] == "changes" and ask["stream"] == "catalogue":
            return Page(page.head | {"refused": "pruned"}, {}, {"count": 0, "to": page.head["from"], "more": False})
        if ask["operation"] != "snapshot" or ask["kind"] != "course":
            return page
        time.sleep(wait_s)
        first = max(ask["after"], 1_000_000) + 1
        rows = _courses(range(first, first + min(size, ask["limit"])), good=good)
        part = {"columns": COLUMNS["course"], "rows": rows, "gone": [], "erased": []}
        return Page(page.head, {"course": part}, {"count": len(rows), "to": rows[-1][0], "more": True})

    return page


def _all_spoilt(page: Page, ask: Json) -> Page:
    """Every course comes again, with one value that is not allowed."""
    if ask["operation"] != "changes" or ask["stream"] != "catalogue" or page.head["refused"]:
        return page
    rows = _courses(range(1, 41), good=False)
    return _grown(page, {"course": {"columns": COLUMNS["course"], "rows": rows, "gone": [], "erased": []}}, len(rows))


def lying_digest(bucket_page: Callable[[Page], Page] = lambda page: page) -> Callable[[Page, Json], Page]:
    """The digest of the catalogue is not that of its rows; who then asks for the rows of a bucket gets another page."""

    def page(page: Page, ask: Json) -> Page:
        if ask["operation"] == "digest" and ask["stream"] == "catalogue" and not page.head["refused"]:
            course = page.rows["course"]
            lines = course["buckets"] and [[first[0], first[1], first[2] + 1, first[3]] for first in course["buckets"]]
            more = len(lines) if lines else 1
            return Page(page.head, {"course": course | {"high": course["high"] + more, "buckets": lines}}, page.tail)
        return bucket_page(page) if ask["operation"] == "snapshot" else page

    return page


def _rows(rows: Any, columns: list[str] | None = None, *, more: bool = False) -> Callable[[Page], Page]:
    """A page of a bucket with these rows."""

    def page(page: Page) -> Page:
        part = {"columns": columns or COLUMNS["course"], "rows": rows, "gone": [], "erased": []}
        to = page.head["from"] + 256 if more else max(page.head["from"], page.tail["to"])
        return Page(page.head, {"course": part}, {"count": len(rows), "to": to, "more": more})

    return page


# Which keys are announced


def _instead(**members: str) -> Callable[[Tenant], bytes]:
    """The true key set and a key with these members beside it."""
    another = json.dumps({"keys": [Key().public | members]}).encode()

    def document(tenant: Tenant) -> bytes:
        keys = json.loads(key_set(tenant.keys))["keys"] + json.loads(another)["keys"]
        return json.dumps({"keys": keys[::-1]}).encode()

    return document


def _same_key_with(**members: str) -> Callable[[Tenant], bytes]:
    return lambda tenant: json.dumps({"keys": [tenant.keys[0].public | members]}).encode()


_STRANGER = Key()
_LONG = encoded(b"\xff" * 255)

LIES: dict[str, Conduct] = {
    lie.name: lie
    for lie in (
        Conduct("endless chunk", "a chunk of size -1, then a body without end", send=_chunked("200 OK", "-1")),
        Conduct("endless chunk of an error", "the same under status 500", send=_chunked("500 Oops", "-1")),
        Conduct("negative chunk", "a chunk of size -2", send=_chunked("200 OK", "-2", MEGABYTE)),
        Conduct(
            "bomb of lists",
            "33 KB that unpack to 31 MiB of empty lists in the first line",
            send=_packed(b"[" + b"[]," * (31 * MEGABYTE // 3) + b"[]]\n{}\n"),
        ),
        Conduct(
            "bad rows",
            "60,000 bad rows where 5,000 were asked",
            page=_with("rows", lambda: _courses(range(1001, 61_001), good=False)),
        ),
        Conduct(
            "good rows",
            "100,000 good rows where 5,000 were asked",
            page=_with("rows", lambda: _courses(range(1001, 101_001), good=True)),
        ),
        Conduct("gone ids", "1,000,000 ids of rows that are gone", page=_with("gone", lambda: list(range(1001, 1_001_001)))),
        Conduct("endless snapshot", "ever new ids, each page full", page=_endless(100, wait_s=0.1)),
        Conduct("slow endless snapshot", "the same, one answer a second", page=_endless(50, wait_s=1)),
        Conduct("endless bad rows", "a snapshot of nothing but bad rows", page=_endless(5000, good=False)),
        Conduct(
            "late for ever",
            "a Retry-After in a year that no clock has",
            send=_status(503, Retry_After="Fri, 31 Dec 99999999999999999999 23:59:59 GMT"),
        ),
        Conduct(
            "far zone",
            "a Retry-After in a zone that no clock has",
            send=_status(429, Retry_After="Fri, 31 Dec 2027 23:59:59 +99999999999999999999"),
        ),
        Conduct(
            "dated 401",
            "a refusal with a Date that no clock has",
            send=lambda handler, _: _raw(
                handler, "HTTP/1.1 401 No\r\nDate: Fri, 31 Dec 99999999999999999999 23:59:59 GMT\r\nContent-Length: 0\r\n\r\n"
            ),
        ),
        Conduct("huge kind", "a kind with a name of 5 MB", page=_named("k" * 5_000_000)),
        Conduct("unknown kind", "a kind of a newer plugin", page=_named("microlearning")),
        Conduct(
            "megabytes of headers",
            "a line without colon, then 3.6 MB of headers",
            send=lambda handler, _: _raw(
                handler,
                "HTTP/1.1 200 OK\r\nnot a header\r\n"
                + "".join(f"X-{number}: {'y' * 60_000}\r\n" for number in range(60))
                + "\r\n",
            ),
        ),
        Conduct("all spoilt", "every course comes with one bad value", page=_all_spoilt),
        Conduct("lying digest", "a digest that is not that of the rows", page=lying_digest()),
        Conduct("bucket without id", "and the bucket's page has no id", page=lying_digest(_rows([["x"]], ["title"]))),
        Conduct("bucket of numbers", "and the bucket's rows are no lists", page=lying_digest(_rows([7, 8]))),
        Conduct("bucket of objects", "and the bucket's ids are objects", page=lying_digest(_rows([[{}, *[None] * 24]]))),
        Conduct("endless bucket", "and the bucket has no end", page=lying_digest(_rows([], more=True))),
        Conduct("foreign keys", "the new key set lacks the key that signs", keys=lambda _: key_set([_STRANGER])),
        Conduct(
            "even modulus",
            "the signing key is announced with an even modulus",
            keys=_same_key_with(n=encoded(b"\xff" * 255 + b"\xfe")),
        ),
        Conduct("long exponent", "the signing key is announced with an exponent of 2,040 bits", keys=_same_key_with(e=_LONG)),
        Conduct("half a character", "a second key has half a surrogate pair as its kid", keys=_instead(kid="\ud800")),
        Conduct(
            "hanging keys", "a new key set is announced and never given", keys=lambda _: key_set([_STRANGER]), serve_keys=_hanging
        ),
    )
}
