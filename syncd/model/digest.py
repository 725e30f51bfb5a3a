"""The digest of docs/contract.md section 5: canonical text, sums per bucket, comparison. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from syncd.model.wire import CONTRACT, NEWEST

BUCKETS = 256
# A text longer than this is hashed in pieces of so many characters.
_LONG = 64 * 1024


def canonical_text(values: Sequence[object], contract: int = NEWEST) -> str:
    """The values of one row in contract order, joined by `|`, null as `~`.

    In version 1 a text stands as it is. From version 2 on it follows its length in bytes, so that no two rows have one text.
    """
    if contract == CONTRACT:
        return "|".join("~" if value is None else str(value) for value in values)
    return "|".join(map(_canonical, values))


def _canonical(value: object) -> str:
    if value is None:
        return "~"
    if type(value) is int:
        return str(value)
    text, mark = (value, "") if isinstance(value, str) else (str(value), "!")
    return f"{mark}{_length(text)}|{text}"


def _length(text: str) -> int:
    """In bytes."""
    return len(text) if text.isascii() else sum(map(len, _encoded(text)))


def _encoded(text: str) -> Iterator[bytes]:
    # A lone surrogate cannot be stored as UTF-8 by anyone; "surrogatepass" keeps the digest of a rejected row defined.
    return (text[start : start + _LONG].encode("utf-8", "surrogatepass") for start in range(0, len(text), _LONG))


def row_digest(text: str) -> tuple[int, int]:
    """(high, low): hex digits 1-8 and 9-16 of the md5 of the canonical text. Not a defence, a checksum."""
    return _numbers(hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest())


def digest_of_refused(values: Sequence[object], contract: int = NEWEST) -> tuple[int, int]:
    """`row_digest` of a row's canonical text, which is never made: what was refused may be as large as an answer."""
    hashed = hashlib.md5(usedforsecurity=False)
    for place, value in enumerate(values):
        if place:
            hashed.update(b"|")
        if isinstance(value, str) and contract != CONTRACT:
            hashed.update(f"{_length(value)}|".encode())
        for piece in _encoded(value if isinstance(value, str) else canonical_text([value], contract)):
            hashed.update(piece)
    return _numbers(hashed.hexdigest())


def _numbers(digest: str) -> tuple[int, int]:
    return int(digest[:8], 16), int(digest[8:16], 16)


@dataclass(frozen=True, slots=True)
class Sums:
    """Count and the two plain sums of a set of rows."""

    count: int = 0
    high: int = 0
    low: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.count + other.count, self.high + other.high, self.low + other.low)


@dataclass(frozen=True, slots=True)
class KindDigest:
    """The digest of one kind: total sums and, when asked for, those of each bucket that is not empty."""

    total: Sums
    buckets: dict[int, Sums] | None = None

    @classmethod
    def of_buckets(cls, buckets: dict[int, Sums]) -> "KindDigest":
        """The digest whose total is the sum of its buckets; empty buckets are left out."""
        filled = {bucket: sums for bucket, sums in buckets.items() if sums.count}
        return cls(sum(filled.values(), Sums()), filled)

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[object]], contract: int = NEWEST) -> "KindDigest":
        """The digest of whole rows of this version of the contract, whose first value is the id."""
        buckets: dict[int, Sums] = {}
        for row in rows:
            high, low = row_digest(canonical_text(row, contract))
            bucket = int(str(row[0])) % BUCKETS
            buckets[bucket] = buckets.get(bucket, Sums()) + Sums(1, high, low)
        return cls.of_buckets(buckets)

    def differing_buckets(self, other: "KindDigest") -> list[int]:
        """The buckets in which the two differ, ascending. Both must carry their buckets."""
        mine, theirs = self.buckets or {}, other.buckets or {}
        return sorted(bucket for bucket in mine.keys() | theirs.keys() if mine.get(bucket) != theirs.get(bucket))
