"""Answers of a tenant made line by line, and what the proof says of them."""

import pytest

from syncd.errors import TenantError
from syncd.keys import Signer
from syncd.model.wire import Ask, ChangesAsk, Cursor, DigestAsk, SnapshotAsk
from syncd.poll.answer import Asked, parse_answer
from tests.unit.poll.servers import CENTRE, address_of, sealed

URL = "https://lms.example/moodle"
NONCE = "n" * 32
LOG = [7, "abcdefabcdef"]
CHANGES = ChangesAsk("catalogue", Cursor(3, "aaaaaaaaaaaa"))
SNAPSHOT = SnapshotAsk("catalogue", "course", after=10)
DIGEST = DigestAsk("catalogue", buckets=True)
END = {"count": 0, "to": LOG, "more": False}


def head(ask: Ask, **changes: object) -> dict[str, object]:
    wire = ask.to_wire()
    start = wire.get("cursor") if ask.operation == "changes" else wire.get("after")
    members = {"stream": ask.stream, "operation": ask.operation, "kind": wire.get("kind"), "from": start, "log": LOG}
    return {**members, "refused": None, **changes}


def rows(*ids: int, gone: tuple[int, ...] = (), erased: tuple[int, ...] = ()) -> dict[str, object]:
    return {"course": {"columns": ["id"], "rows": [[one] for one in ids], "gone": list(gone), "erased": list(erased)}}


def page(ask: Ask) -> list[object]:
    """An honest page for each operation."""
    match ask.operation:
        case "changes":
            return [head(ask), rows(1, 2, gone=(3,), erased=(4,)), {"count": 4, "to": LOG, "more": False}]
        case "snapshot":
            return [head(ask), rows(11, 12), {"count": 2, "to": 12, "more": True}]
        case _:
            sums = {"count": 2, "high": 5, "low": 6, "buckets": [[1, 2, 5, 6]]}
            return [head(ask), {"course": sums}, {"count": 0, "to": None, "more": False}]


def unusable(why: str) -> str:
    """What is said of an answer that does not keep the contract."""
    return f"The answer is not usable: {why}; see the tenant's plugin version and the proxies before it."


def prove(lines, *asks: Ask, signer: Signer | None = None, centre: str = CENTRE, nonce: str = NONCE, contract: int = 1):
    body = sealed(lines, URL, nonce, signer, centre)
    return parse_answer(body, Asked(address_of(URL), CENTRE, NONCE, asks, contract), len(body))


def refused(lines, *asks: Ask, **options: object) -> TenantError:
    with pytest.raises(TenantError) as caught:
        prove(lines, *asks, **options)
    return caught.value
