"""What a tenant can do wrong for as long as it is told to: a table of names, effects and what the centre must show. Pure.

Things that happen once (a reset, a restore) are in `incidents.py`.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from joserfc.jwk import RSAKey

from syncd.errors import Code
from syncd.model.wire import CONTRACT
from syncd.simulator.credentials import new_key
from syncd.simulator.pages import Json, Page

BOMB_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer. `finished`: the body is not to be compressed any more. `wire`: how it travels (`server.py`)."""

    status: int
    headers: dict[str, str]
    body: bytes
    finished: bool = False
    wire: str = "whole"  # whole, refuse, hang, drip, cut


def _as_it_is(handshake: Json) -> Json:
    return handshake


@dataclass(frozen=True, slots=True)
class Fault:
    """A misbehaviour: what it does in words, the code the centre must show (None: it copes), and where it bites."""

    name: str
    says: str
    shown: Code | None = None
    handshake: Callable[[Json], Json] = _as_it_is
    page: Callable[[Page], Page] | None = None
    text: Callable[[bytes], bytes] | None = None  # before it is sealed
    key: Callable[[], RSAKey] | None = None  # that seals instead of the tenant's own
    reply: Callable[[Reply, Reply | None], Reply] | None = None  # gets this reply and the one before
    clock_offset_s: int = 0


def _says(status: int, headers: dict[str, str], body: str) -> Callable[[Reply, Reply | None], Reply]:
    answer = Reply(status, headers, body.encode(), finished=True)
    return lambda _reply, _before: answer


def _travels(wire: str) -> Callable[[Reply, Reply | None], Reply]:
    return lambda reply, _before: replace(reply, wire=wire)


def _gzipped(reply: Reply, body: bytes) -> Reply:
    return replace(reply, headers=reply.headers | {"Content-Encoding": "gzip"}, body=body, finished=True)


def _cut_gzip(reply: Reply, _before: Reply | None) -> Reply:
    whole = gzip.compress(reply.body, 1)
    return _gzipped(reply, whole[: len(whole) // 2])


def _double_gzip(reply: Reply, _before: Reply | None) -> Reply:
    return _gzipped(reply, gzip.compress(gzip.compress(reply.body, 1), 1))


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * BOMB_BYTES, 1)


def _half_answer(reply: Reply, _before: Reply | None) -> Reply:
    lines = reply.body.splitlines(keepends=True)
    return replace(reply, body=b"".join(lines[: len(lines) // 2]))


def _each_kind(change: Callable[[Json], None]) -> Callable[[Page], Page]:
    """The page with `change` done to a copy of the rows of each kind, and a count that agrees."""

    def changed(page: Page) -> Page:
        if page.head["operation"] == "digest" or not page.rows:
            return page
        rows: Json = json.loads(json.dumps(page.rows))
        count = 0
        for part in rows.values():
            if isinstance(part, dict):
                change(part)
                count += len(part["rows"]) + len(part["gone"]) + len(part["erased"])
        return Page(page.head, rows, page.tail | {"count": count})

    return changed


def _doubled(part: Json) -> None:
    part["rows"] = [row for row in _list(part["rows"]) for _ in range(2)]


def _reversed(part: Json) -> None:
    part["rows"] = _list(part["rows"])[::-1]


def _with_unknown(part: Json) -> None:
    part["columns"] = ["kolom_baru", *_list(part["columns"])]
    part["rows"] = [["?", *_list(row)] for row in _list(part["rows"])]


def _time_of(part: Json) -> int:
    """Where the row's own time stands, which no kind may leave out."""
    return max(place for place, name in enumerate(_list(part["columns"])) if name in ("created", "completed", "issued"))


def _without_time(part: Json) -> None:
    at = _time_of(part)
    columns, *rows = [[*values[:at], *values[at + 1 :]] for values in map(_list, [part["columns"], *_list(part["rows"])])]
    part["columns"], part["rows"] = columns, rows


def _mistyped(part: Json) -> None:
    at = _time_of(part)
    part["rows"] = [[*_list(row)[:at], "kemarin", *_list(row)[at + 1 :]] for row in _list(part["rows"])]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _out_of_order(page: Page) -> Page:
    return _each_kind(_reversed)(page) if page.head["operation"] == "changes" else page


def _emptied(page: Page) -> Page:
    """As after a wrong table prefix: every table reads as empty, and the log has begun again."""
    head, start = page.head | {"log": _NEW_LOG}, page.head["from"]
    nothing: Json = {"count": 0, "to": start, "more": False}
    if page.head["operation"] == "changes":
        return Page(head | {"refused": None if start == _NEW_LOG else "history"}, {}, nothing)
    parts = [(kind, part) for kind, part in page.rows.items() if isinstance(part, dict)]
    if page.head["operation"] == "digest":
        empty: Json = {"count": 0, "high": 0, "low": 0}
        return Page(head, {kind: empty | {"buckets": part["buckets"] and []} for kind, part in parts}, page.tail)
    return Page(head, {kind: part | {"rows": []} for kind, part in parts}, nothing)


def _stuck(page: Page) -> Page:
    if page.head["operation"] == "digest":
        return page
    return Page(page.head, page.rows, page.tail | {"to": page.head["from"], "more": True})


def _endless(page: Page) -> Page:
    if page.head["operation"] == "changes":
        # Only a snapshot can be endless; a lost log makes the centre begin one.
        return Page(page.head | {"refused": "pruned"}, {}, {"count": 0, "to": page.head["from"], "more": False})
    if page.head["operation"] == "digest":
        return page
    return Page(page.head, page.rows, page.tail | {"to": _next(page.tail["to"], page.head["from"]), "more": True})


def _next(to: object, start: object) -> object:
    return max(int(str(to)), int(str(start)) + 1)


def _lied(page: Page) -> Page:
    if page.head["operation"] != "digest":
        return page
    return Page(page.head, {kind: part | {"high": 7} for kind, part in page.rows.items() if isinstance(part, dict)}, page.tail)


def _broken_json(text: bytes) -> bytes:
    return text.replace(b'":', b'"=', 40)


def _deep_json(text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    return b"".join([*lines[:-1], b"[" * 100_000 + b"]" * 100_000 + b"\n"])


_NEW_LOG = [1, "0" * 12]
# The version after the newest that there is.
_NEXT = CONTRACT + 1
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_JSON = {"Content-Type": "application/json"}
_PAGE = "<!DOCTYPE html><html><title>Situs</title><body><form action='/login/index.php'>Masuk</form></body></html>"
_OTHER_URL = "http://127.0.0.1/salinan"

_TABLE = (
    Fault("refuse", "breaks the connection before it says a word", Code.DOWN, reply=_travels("refuse")),
    Fault("hang", "accepts the request and never answers", Code.SLOW, reply=_travels("hang")),
    Fault("drip", "answers one byte at a time", Code.SLOW, reply=_travels("drip")),
    Fault("cut", "breaks the connection in the middle of the body", Code.BAD_PAYLOAD, reply=_travels("cut")),
    Fault("cut_gzip", "sends half a gzip stream as a whole answer", Code.BAD_PAYLOAD, reply=_cut_gzip),
    Fault("double_gzip", "compresses twice", Code.BAD_PAYLOAD, reply=_double_gzip),
    Fault("half_answer", "leaves out the last lines and the seal", Code.BAD_PAYLOAD, reply=_half_answer),
    Fault("gzip_bomb", "sends 40 MiB of blanks in 180 KiB", Code.TOO_BIG, reply=lambda reply, _before: _gzipped(reply, _bomb())),
    Fault("html_login", "shows a sign-in page with status 200", Code.NOT_API, reply=_says(200, _HTML, _PAGE)),
    Fault(
        "moodle_error",
        "answers a Moodle error object with status 200",
        Code.NOT_API,
        reply=_says(200, _JSON, '{"exception":"moodle_exception","errorcode":"invalidtoken","message":"Invalid token"}'),
    ),
    Fault("redirect", "sends the centre to another address", Code.NOT_API, reply=_says(302, {"Location": _OTHER_URL}, "")),
    Fault("rate_limited", "asks to come back in two minutes", Code.RATE_LIMITED, reply=_says(429, {"Retry-After": "120"}, "")),
    Fault("server_error", "fails inside", Code.DOWN, reply=_says(500, _HTML, _PAGE)),
    Fault("maintenance", "is under maintenance", Code.DOWN, reply=_says(503, _HTML, _PAGE)),
    Fault("forgot_centre", "does not know the centre any more", Code.AUTH, reply=_says(401, _JSON, "{}")),
    Fault("malformed_json", "seals lines that are no JSON", Code.BAD_PAYLOAD, text=_broken_json),
    Fault("deep_json", "seals a line nested a hundred thousand deep", Code.BAD_PAYLOAD, text=_deep_json),
    Fault(
        "crossed_answer", "gives the answer to the request before", Code.BAD_PAYLOAD, reply=lambda reply, before: before or reply
    ),
    Fault("wrong_key", "seals with a key nobody pinned", Code.WRONG_SITE, key=cache(new_key)),
    Fault(
        "staging_copy",
        "is a copy of the site at another address",
        Code.WRONG_SITE,
        handshake=lambda handshake: handshake | {"url": _OTHER_URL},
    ),
    Fault(
        "cloned_site", "carries another site's id", Code.WRONG_SITE, handshake=lambda handshake: handshake | {"site": "0" * 32}
    ),
    Fault(
        "newer_contract", "speaks a contract nobody knows yet", Code.PLUGIN_NEW, handshake=lambda said: said | {"contract": _NEXT}
    ),
    Fault("clock_off", "has a clock an hour ahead, so that every token looks too old", Code.SITE_CLOCK, clock_offset_s=3600),
    Fault("clock_drift", "has a clock 45 seconds ahead", clock_offset_s=45),
    Fault("missing_column", "leaves out a required column", Code.SCHEMA_DRIFT, page=_each_kind(_without_time)),
    Fault("unknown_column", "sends a column nobody knows", page=_each_kind(_with_unknown)),
    Fault("wrong_type", "sends a word where a time belongs", page=_each_kind(_mistyped)),
    Fault("duplicate_rows", "sends every row twice", page=_each_kind(_doubled)),
    Fault("out_of_order", "sends changes newest first", page=_out_of_order),
    Fault("empty_snapshot", "reads every table as empty", handshake=lambda said: said | {"log": _NEW_LOG}, page=_emptied),
    Fault("stuck_more", "promises more and does not move on", Code.BAD_PAYLOAD, page=_stuck),
    Fault("endless_more", "promises more for ever", page=_endless),
    Fault("lying_digest", "reports a wrong sum", page=_lied),
)
FAULTS: dict[str, Fault] = {fault.name: fault for fault in _TABLE}
