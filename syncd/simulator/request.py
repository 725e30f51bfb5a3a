"""Reads a request for the learning feed as strictly as docs/contract.md section 3 says. Pure."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from syncd.model.digest import BUCKETS
from syncd.model.kinds import STREAMS
from syncd.model.wire import CONTRACTS, MAX_LIMIT, Ask, ChangesAsk, Cursor, DigestAsk, ImageAsk, SnapshotAsk

MAX_ASKS = 8
_NONCE = re.compile(r"[A-Za-z0-9_-]{22,64}\Z")
_MARK = re.compile(r"([0-9a-f]{12})?\Z")
_TOP = ("contract", "nonce", "ask")
_MEMBERS = {
    "changes": ("cursor", "limit"),
    "snapshot": ("kind", "after", "limit", "buckets"),
    "digest": ("buckets",),
    "image": ("sha256",),
}
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_WITH_IMAGES = 3


class BadRequestError(Exception):
    """The request is not of this contract; the message names the member."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its nonce, its asks in order, and the version of the contract it is of."""

    nonce: str
    asks: tuple[Ask, ...]
    contract: int


def parse_request(body: bytes, contracts: Collection[int] = CONTRACTS) -> Request:
    """The request in this body, which is of one of these versions of the contract, or BadRequestError."""
    try:
        wire = json.loads(body)
        json.dumps(wire, ensure_ascii=False).encode()  # a lone surrogate is no text
    except ValueError as error:
        raise BadRequestError("body") from error
    if not isinstance(wire, dict):
        raise BadRequestError("body")
    _demand_members(wire, _TOP, _TOP)
    if type(wire["contract"]) is not int or wire["contract"] not in contracts:
        raise BadRequestError("contract")
    if not isinstance(wire["nonce"], str) or not _NONCE.match(wire["nonce"]):
        raise BadRequestError("nonce")
    if not isinstance(wire["ask"], list) or len(wire["ask"]) > MAX_ASKS:
        raise BadRequestError("ask")
    asks = tuple(_numbered(number, ask, wire["contract"]) for number, ask in enumerate(wire["ask"]))
    return Request(wire["nonce"], asks, wire["contract"])


def _demand_members(wire: Mapping[str, object], needed: Sequence[str], known: Sequence[str]) -> None:
    """Nothing unknown, nothing missing; a name from outside is repeated without what could be mark-up."""
    for name in wire:
        if name not in known:
            raise BadRequestError(re.sub(r"[^A-Za-z0-9_]", "", name))
    for name in needed:
        if name not in wire:
            raise BadRequestError(name)


def _numbered(number: int, wire: object, contract: int) -> Ask:
    if not isinstance(wire, dict):
        raise BadRequestError(f"ask[{number}]")
    try:
        return _parse_ask(wire, contract)
    except BadRequestError as error:
        raise BadRequestError(f"ask[{number}].{error}") from error


def _parse_ask(wire: Mapping[str, object], contract: int) -> Ask:
    operation, stream = wire.get("operation"), wire.get("stream")
    if not isinstance(operation, str) or operation not in _MEMBERS or (operation == "image" and contract < _WITH_IMAGES):
        raise BadRequestError("operation")
    optional = "buckets" if operation == "snapshot" else None
    known = ("operation", "stream", *_MEMBERS[operation])
    _demand_members(wire, [name for name in known if name != optional], known)
    if not isinstance(stream, str) or stream not in STREAMS:
        raise BadRequestError("stream")
    return _PARSERS[operation](stream, wire)


def _parse_changes(stream: str, wire: Mapping[str, object]) -> Ask:
    return ChangesAsk(stream, _cursor(wire["cursor"]), _limit(wire))


def _parse_snapshot(stream: str, wire: Mapping[str, object]) -> Ask:
    kind, after, buckets = wire["kind"], wire["after"], wire.get("buckets")
    if kind not in {kind.name for kind in STREAMS[stream]}:
        raise BadRequestError("kind")
    if not _is_integer(after, 0, 2**63 - 1):
        raise BadRequestError("after")
    if "buckets" not in wire:
        return SnapshotAsk(stream, str(kind), int(str(after)), _limit(wire))
    if not isinstance(buckets, list) or not all(_is_integer(bucket, 0, BUCKETS - 1) for bucket in buckets):
        raise BadRequestError("buckets")
    if not buckets or len(set(buckets)) != len(buckets):
        raise BadRequestError("buckets")
    return SnapshotAsk(stream, str(kind), int(str(after)), _limit(wire), tuple(buckets))


def _parse_digest(stream: str, wire: Mapping[str, object]) -> Ask:
    buckets = wire["buckets"]
    if not isinstance(buckets, bool):
        raise BadRequestError("buckets")
    return DigestAsk(stream, buckets)


def _parse_image(stream: str, wire: Mapping[str, object]) -> Ask:
    sha256 = wire["sha256"]
    if stream != ImageAsk.stream:
        raise BadRequestError("stream")
    if not isinstance(sha256, str) or not _SHA256.match(sha256):
        raise BadRequestError("sha256")
    return ImageAsk(sha256)


_PARSERS: dict[str, Callable[[str, Mapping[str, object]], Ask]] = {
    "changes": _parse_changes,
    "snapshot": _parse_snapshot,
    "digest": _parse_digest,
    "image": _parse_image,
}


def _cursor(wire: object) -> Cursor | None:
    if wire is None:
        return None
    match wire:
        case [int() as seq, str() as mark] if _is_integer(seq, 0, 2**63 - 1) and _MARK.match(mark):
            return Cursor(seq, mark)
        case _:
            raise BadRequestError("cursor")


def _limit(wire: Mapping[str, object]) -> int:
    limit = wire["limit"]
    if not _is_integer(limit, 1, MAX_LIMIT):
        raise BadRequestError("limit")
    return int(str(limit))


def _is_integer(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
