"""Turns the digest lines of one proven page into values, or refuses the page. Pure: no I/O, no clock."""

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from syncd.errors import Code, TenantError
from syncd.model.digest import BUCKETS, KindDigest, Sums
from syncd.model.kinds import STREAMS
from syncd.model.wire import DigestPage

_Number = Annotated[int, Field(ge=0, lt=2**63, strict=True)]
_Bucket = Annotated[int, Field(ge=0, lt=BUCKETS, strict=True)]


class _WireDigest(TypedDict):
    count: _Number
    high: _Number
    low: _Number
    buckets: list[tuple[_Bucket, _Number, _Number, _Number]] | None


_ADAPTER = TypeAdapter(dict[str, _WireDigest])


def validate_digest(page: DigestPage) -> dict[str, KindDigest]:
    """The digest of every kind of the page's stream. A kind that this centre does not know is nothing to compare with."""
    known = {kind.name for kind in STREAMS[page.stream]}
    try:
        found = _ADAPTER.validate_python({kind: one for kind, one in page.digests.items() if kind in known})
    except ValidationError as error:
        raise TenantError(Code.BAD_PAYLOAD, f"the digest of {page.stream} does not have the agreed shape") from error
    digests = {}
    for kind in STREAMS[page.stream]:
        if kind.name not in found:
            raise TenantError(Code.BAD_PAYLOAD, f"the digest of {page.stream} lacks the kind {kind.name}")
        digests[kind.name] = _digest(kind.name, found[kind.name])
    return digests


def _digest(kind: str, wire: _WireDigest) -> KindDigest:
    total = Sums(wire["count"], wire["high"], wire["low"])
    lines = wire["buckets"]
    if lines is None:
        return KindDigest(total)
    digest = KindDigest.of_buckets({bucket: Sums(count, high, low) for bucket, count, high, low in lines})
    if digest.total != total or len(digest.buckets or {}) != len(lines):
        raise TenantError(Code.BAD_PAYLOAD, f"the digest of {kind} contradicts its own buckets")
    return digest
