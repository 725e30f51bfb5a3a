"""Understands a request to the feed and answers its asks from the site (docs/contract.md section 3). Touches nothing."""

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

from tests.independent.tenant.site import COLUMNS, STREAMS, WIDTHS, Row, Site, digest

Json = dict[str, Any]
_NONCE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MARK = re.compile(r"([0-9a-f]{12})?")
_MEMBERS = {"changes": {"cursor", "limit"}, "snapshot": {"kind", "after", "limit"}, "digest": {"buckets"}, "image": {"sha256"}}
# Courses carry long texts: 32 MiB must be enough for a page.
_PAGE = {"course": 1000}


class BadRequestError(Exception):
    """The request is not of this contract; the message names the member."""


@dataclass
class Page:
    """The three lines that answer an ask."""

    head: Json
    rows: Json
    tail: Json


def strict(text: bytes) -> Any:
    """The value of a strict JSON document, or ValueError."""

    def members(pairs: list[tuple[str, Any]]) -> Json:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a member occurs twice")
        return dict(pairs)

    def refused(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(text.decode(), object_pairs_hook=members, parse_constant=refused)


def parse_request(body: bytes, contracts: list[int]) -> tuple[int, str, list[Json]]:
    """The version of the contract, one of these; nonce and asks."""
    try:
        request = strict(body)
    except (ValueError, RecursionError):
        raise BadRequestError("body") from None
    _demand(isinstance(request, dict), "body")
    _demand_members(request, {"contract", "nonce", "ask"}, "")
    _demand(type(request["contract"]) is int and request["contract"] in contracts, "contract")
    _demand(isinstance(request["nonce"], str) and bool(_NONCE.fullmatch(request["nonce"])), "nonce")
    asks = request["ask"]
    _demand(isinstance(asks, list) and len(asks) <= 8, "ask")
    for place, ask in enumerate(asks):
        _check_ask(ask, f"ask[{place}]", request["contract"])
    return request["contract"], request["nonce"], asks


def _check_ask(ask: Any, where: str, contract: int) -> None:
    _demand(isinstance(ask, dict), where)
    operation, stream = ask.get("operation"), ask.get("stream")
    _demand(isinstance(operation, str) and operation in _MEMBERS and (operation != "image" or contract > 2), f"{where}.operation")
    optional = {"buckets"} & ask.keys() if operation == "snapshot" else set()
    _demand_members(ask, {"operation", "stream"} | _MEMBERS[operation] | optional, f"{where}.")
    _demand(isinstance(stream, str) and stream in STREAMS, f"{where}.stream")
    if operation == "digest":
        _demand(isinstance(ask["buckets"], bool), f"{where}.buckets")
        return
    if operation == "image":
        _demand(stream == "catalogue", f"{where}.stream")
        _demand(isinstance(ask["sha256"], str) and bool(_SHA256.fullmatch(ask["sha256"])), f"{where}.sha256")
        return
    _demand(_whole(ask["limit"], 1, 5000), f"{where}.limit")
    if operation == "changes":
        _demand(ask["cursor"] is None or _is_cursor(ask["cursor"]), f"{where}.cursor")
        return
    _demand(ask["kind"] in STREAMS[stream], f"{where}.kind")
    _demand(_whole(ask["after"], 0, 2**63 - 1), f"{where}.after")
    if optional:
        buckets = ask["buckets"]
        _demand(isinstance(buckets, list) and all(_whole(bucket, 0, 255) for bucket in buckets), f"{where}.buckets")
        _demand(0 < len(buckets) == len(set(buckets)), f"{where}.buckets")


def _demand(condition: bool, member: str) -> None:
    if not condition:
        raise BadRequestError(member)


def _demand_members(value: Json, wanted: set[str], where: str) -> None:
    for name in sorted(value.keys() ^ wanted):
        raise BadRequestError(where + re.sub(r"[^A-Za-z0-9_]", "", name)[:40])


def _whole(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _is_cursor(value: Any) -> bool:
    pair = isinstance(value, list) and len(value) == 2
    return pair and _whole(value[0], 0, 2**63 - 1) and isinstance(value[1], str) and bool(_MARK.fullmatch(value[1]))


def answer(site: Site, ask: Json, closed: str | None, contract: int) -> Page:
    """In this version of the contract the page for this ask; `closed` is `off` or `paused` where the tenant admin lets nobody read."""
    operation = ask["operation"]
    start = {"changes": ask.get("cursor"), "snapshot": ask.get("after"), "digest": None, "image": None}[operation]
    refused = closed or (site.log.refusal(ask["cursor"]) if operation == "changes" else None)
    head = {"stream": ask["stream"], "operation": operation, "kind": ask.get("kind"), "from": start}
    head |= {"log": site.log.head, "refused": refused}
    if refused:
        return Page(head, {}, {"count": 0, "to": start, "more": False})
    return Page(
        head, *{"changes": _changes, "snapshot": _snapshot, "digest": _digest, "image": _image}[operation](site, ask, contract)
    )


def _changes(site: Site, ask: Json, contract: int) -> tuple[Json, Json]:
    kinds = STREAMS[ask["stream"]]
    limit = min(ask["limit"], *(_PAGE.get(kind, 5000) for kind in kinds))
    entries = site.log.after(ask["cursor"][0], kinds)
    touched: dict[str, dict[int, bool]] = {}
    for _cursor, kind, row_id, erased in entries[:limit]:
        of_kind = touched.setdefault(kind, {})
        of_kind[row_id] = of_kind.get(row_id, False) or erased
    rows = {}
    for kind, keys in touched.items():
        live = site.live(kind)
        part = _part(kind, [live[row_id] for row_id in sorted(keys) if row_id in live], contract)
        for row_id in sorted(keys.keys() - live.keys()):
            part["erased" if keys[row_id] else "gone"].append(row_id)
        rows[kind] = part
    more = len(entries) > limit
    to = entries[limit - 1][0] if more else site.log.head
    return rows, {"count": sum(map(len, touched.values())), "to": to, "more": more}


def _snapshot(site: Site, ask: Json, contract: int) -> tuple[Json, Json]:
    kind, after = ask["kind"], ask["after"]
    limit = min(ask["limit"], _PAGE.get(kind, 5000))
    wanted = frozenset(ask.get("buckets", range(256)))
    found = [row for row_id, row in site.live(kind).items() if row_id > after and row_id % 256 in wanted]
    page, more = found[:limit], len(found) > limit
    return {kind: _part(kind, page, contract)}, {"count": len(page), "to": page[-1][0] if page else after, "more": more}


def _digest(site: Site, ask: Json, contract: int) -> tuple[Json, Json]:
    rows = {}
    for kind in STREAMS[ask["stream"]]:
        buckets = digest(_part(kind, list(site.live(kind).values()), contract)["rows"], contract)
        count, high, low = (sum(sums[place] for sums in buckets.values()) for place in range(3))
        lines = [[bucket, *sums] for bucket, sums in buckets.items()] if ask["buckets"] else None
        rows[kind] = {"count": count, "high": high, "low": low, "buckets": lines}
    return rows, {"count": 0, "to": None, "more": False}


def _image(site: Site, ask: Json, _contract: int) -> tuple[Json, Json]:
    data = site.images.get(ask["sha256"])
    rows = {"image": {"type": "image/png", "data": base64.b64encode(data).decode()}} if data else {}
    return rows, {"count": 0, "to": None, "more": False}


def _part(kind: str, rows: list[Row], contract: int) -> Json:
    width = WIDTHS.get(kind, {}).get(contract, len(COLUMNS[kind]))
    return {"columns": COLUMNS[kind][:width], "rows": [row[:width] for row in rows], "gone": [], "erased": []}
