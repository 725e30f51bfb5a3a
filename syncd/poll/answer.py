"""Proves that an answer is whole, the tenant's, and to this request (docs/contract.md section 3). Pure but for the clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.keys import Refusal, TokenRefusedError, sha256_hex, verify_seal
from syncd.model.kinds import KINDS, MAX_ID, MAX_TIME, STREAMS
from syncd.model.tenant import TenantAddress
from syncd.model.wire import CONTRACT, Answer, Ask, Cursor, Handshake, RawPage
from syncd.poll.strict_json import JsonError, parse

REFUSALS = frozenset({"off", "paused", "pruned", "history", "ahead"})
_HEX32 = re.compile(r"[0-9a-f]{32}")
_MARK = re.compile(r"[0-9a-f]{12}")
_VERSION = re.compile(r"[\x20-\x7e]{1,40}")
_STREAM_NAME = re.compile(r"[a-z_]{1,20}")
_MAX_SEQ = 2**53


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it was sent."""

    address: TenantAddress
    centre: str
    nonce: str
    asks: Sequence[Ask]


def parse_answer(body: bytes, asked: Asked, wire_bytes: int) -> Answer:
    """The proven answer, or TenantError: nothing of an answer that fails here may be used."""
    lines = body.split(b"\n")
    if len(lines) < 3 or lines[-1] != b"":  # noqa: PLR2004 - handshake, seal and the end of the last line
        _broken("it is cut off")
    seal_line, content = lines[-2], lines[:-2]
    greeting = _object(content[0], "handshake")
    _check_contract(greeting)
    served = _check_seal(seal_line, body[: len(body) - len(seal_line) - 1], asked)
    handshake = _handshake(greeting, asked)
    if len(content) != 1 + 3 * len(asked.asks):
        _broken("it does not have one page for each ask")
    pages = [_page(ask, *content[1 + 3 * number : 4 + 3 * number]) for number, ask in enumerate(asked.asks)]
    skew = handshake.clock - clock.now_ms() // 1000
    return Answer(handshake, pages, served, wire_bytes, skew)


def _check_contract(greeting: dict[str, object]) -> None:
    """Before the seal, because another contract may seal differently. It decides no more than which sentence is shown."""
    contract = greeting.get("contract")
    if type(contract) is not int:
        _broken("the handshake has no contract number")
    if contract > CONTRACT:
        raise TenantError(
            Code.PLUGIN_NEW, f"The plugin speaks contract {contract}, the centre {CONTRACT}: LAN must update syncd."
        )
    if contract < CONTRACT:
        raise TenantError(
            Code.PLUGIN_OLD, f"The plugin speaks contract {contract}, the centre {CONTRACT}: update local_asnunggul."
        )


def _check_seal(line: bytes, sealed: bytes, asked: Asked) -> str:
    """The sha256 of the key set the tenant serves now, if the seal is the tenant's over exactly these bytes."""
    seal = _object(line, "seal").get("seal")
    if not isinstance(seal, str):
        _broken("it has no seal")
    try:
        claims = verify_seal(seal, asked.address.jwks, asked.address.url, asked.centre, asked.nonce, sha256_hex(sealed))
    except TokenRefusedError as error:
        raise _unsealed(error.reason) from None
    except ValueError:
        raise TenantError(Code.AUTH, "The key set stored for this tenant cannot be read: the tenant has to join again.") from None
    return claims.jwks


def _unsealed(reason: Refusal) -> TenantError:
    """What a seal that is not believed means to the person who has to mend it."""
    match reason:
        case Refusal.KEY | Refusal.SIGNATURE:
            return TenantError(
                Code.WRONG_SITE,
                "The answer is signed with a key that is not the tenant's: another site answers at its address,"
                " or the site lost its key and has to join again.",
            )
        case Refusal.ISSUER:
            return _other_address()
        case Refusal.TIME:
            return TenantError(
                Code.BAD_PAYLOAD, "The answer is not of now: set the clock of the tenant's server, or look for a cache."
            )
        case Refusal.NONCE | Refusal.SHA256:
            return TenantError(
                Code.BAD_PAYLOAD,
                "The answer is not the one to this request: a proxy before the tenant keeps or changes answers of feed.php.",
            )
        case Refusal.AUDIENCE:
            return TenantError(
                Code.BAD_PAYLOAD, "The answer is sealed for another centre: the tenant has to join this one again."
            )
        case _:
            return TenantError(Code.BAD_PAYLOAD, "The answer is not usable: its seal is not one of this contract.")


def _handshake(greeting: dict[str, object], asked: Asked) -> Handshake:
    site, url = _text(greeting, "site", _HEX32), greeting.get("url")
    if site != asked.address.site:
        raise TenantError(Code.WRONG_SITE, "Another site answers at the tenant's address: its id is not the one that joined.")
    if url != asked.address.url:
        raise _other_address()
    if greeting.get("nonce") != asked.nonce:
        raise _unsealed(Refusal.NONCE)
    streams = greeting.get("streams")
    if not isinstance(streams, list) or not all(isinstance(name, str) and _STREAM_NAME.fullmatch(name) for name in streams):
        _broken("the handshake's streams are not a list of names")
    paused = greeting.get("paused")
    if not isinstance(paused, bool):
        _broken("the handshake does not say whether reading is paused")
    return Handshake(
        contract=CONTRACT,
        site=site,
        url=asked.address.url,
        epoch=_text(greeting, "epoch", _HEX32),
        plugin=_number(greeting, "plugin", MAX_ID),
        release=_text(greeting, "release", _VERSION),
        moodle=_text(greeting, "moodle", _VERSION),
        php=_text(greeting, "php", _VERSION),
        clock=_number(greeting, "clock", MAX_TIME),
        # A newer plugin may offer streams this centre does not know yet.
        streams=tuple(name for name in STREAMS if name in streams),
        log=_cursor(greeting.get("log"), "the handshake's log"),
        paused=paused,
    )


def _page(ask: Ask, head_line: bytes, rows_line: bytes, tail_line: bytes) -> RawPage:
    """One page, if it belongs to its ask and its counts agree."""
    head, rows, tail = _object(head_line, "head"), _object(rows_line, "rows"), _object(tail_line, "tail")
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
    log = _cursor(head.get("log"), "a page's log")
    refused = head.get("refused", "")
    count, more, end = _number(tail, "count", _MAX_SEQ), tail.get("more"), tail.get("to")
    if not isinstance(more, bool):
        _broken("a page does not say whether there is more")
    if refused is not None:
        if not isinstance(refused, str) or refused not in REFUSALS or rows or count or more:
            _broken("a refused page is not empty or its reason is unknown")
        return RawPage(ask.stream, ask.operation, ask.kind, log, refused, {}, 0, None, more=False)
    if (0 if ask.operation == "digest" else _counted(ask, rows)) != count:
        _broken("a page's count is not the number of its rows")
    to = _end(ask, end, log, more=more)
    return RawPage(ask.stream, ask.operation, ask.kind, log, None, rows, count, to, more)


def _counted(ask: Ask, rows: dict[str, object]) -> int:
    """The number of rows and ids of a page, whose shape is checked down to the lists; the rows themselves are validated later."""
    total = 0
    allowed = {ask.kind} if ask.operation == "snapshot" else {kind.name for kind in STREAMS[ask.stream]}
    for kind, content in rows.items():
        if kind not in allowed and (kind in KINDS or ask.operation == "snapshot"):
            _broken("a page has rows of a kind that was not asked for")
        if not isinstance(content, dict):
            _broken("the rows of a kind are not an object")
        lists = [content.get(name) for name in ("columns", "rows", "gone", "erased")]
        if not all(isinstance(part, list) for part in lists):
            _broken("the rows of a kind lack columns, rows, gone or erased")
        _columns, *counted = lists
        if ask.operation == "snapshot" and (counted[1] or counted[2]):
            _broken("a snapshot speaks of deleted rows")
        total += sum(len(part) for part in counted if isinstance(part, list))
    return total


def _end(ask: Ask, end: object, log: Cursor, *, more: bool) -> Cursor | int | None:
    """Where the page ends, if that is beyond where it began (or at the log's end)."""
    if ask.operation == "digest":
        if more or end is not None:
            _broken("a digest has no end and no second page")
        return None
    if ask.operation == "snapshot":
        if type(end) is not int or not ask.after <= end <= MAX_ID or (more and end == ask.after):
            _broken("a snapshot does not go forward")
        return end
    to = _cursor(end, "a page's end")
    begin = ask.cursor.seq if ask.cursor else 0
    if (more and to.seq <= begin) or to.seq < begin or (not more and to != log) or to.seq > log.seq:
        _broken("the cursor does not go forward to the end of the log")
    return to


def _object(line: bytes, name: str) -> dict[str, object]:
    try:
        value = parse(line)
    except JsonError:
        _broken(f"its {name} line is not JSON")
    if not isinstance(value, dict):
        _broken(f"its {name} line is not an object")
    return value


def _text(members: dict[str, object], name: str, pattern: re.Pattern[str]) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        _broken(f"the handshake's {name} is missing or malformed")
    return value


def _number(members: dict[str, object], name: str, largest: int) -> int:
    value = members.get(name)
    if type(value) is not int or not 0 <= value <= largest:
        _broken(f"the number {name} is missing or out of range")
    return value


def _cursor(value: object, name: str) -> Cursor:
    if not isinstance(value, list) or len(value) != 2 or type(value[0]) is not int or not isinstance(value[1], str):  # noqa: PLR2004 - a pair
        _broken(f"{name} is not a number and a mark")
    seq, mark = value
    if not 0 <= seq <= _MAX_SEQ or not (_MARK.fullmatch(mark) or (seq, mark) == (0, "")):
        _broken(f"{name} is not a number and a mark")
    return Cursor(seq, mark)


def _other_address() -> TenantError:
    return TenantError(
        Code.WRONG_SITE,
        "The site that answers calls itself by another address: it is a copy, or the site has moved and has to join again.",
    )


def _broken(why: str) -> NoReturn:
    raise TenantError(
        Code.BAD_PAYLOAD, f"The answer is not usable: {why}; see the tenant's plugin version and the proxies before it."
    )
