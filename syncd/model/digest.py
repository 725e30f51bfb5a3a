"""The digest of docs/contract.md section 5: canonical text, sums per bucket, comparison. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BUCKETS = 256


def canonical_text(values: Sequence[object]) -> str:
    """The values of one row in contract order, joined by `|`, null as `~`."""
    return "|".join("~" if value is None else str(value) for value in values)


def row_digest(text: str) -> tuple[int, int]:
    """(high, low): hex digits 1-8 and 9-16 of the md5 of the canonical text. Not a defence, a checksum."""
    # A lone surrogate cannot be stored as UTF-8 by anyone; "surrogatepass" keeps the digest of a rejected row defined.
    digest = hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
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
    def of_rows(cls, rows: Iterable[Sequence[object]]) -> "KindDigest":
        """The digest of whole rows whose first value is the id."""
        buckets: dict[int, Sums] = {}
        for row in rows:
            high, low = row_digest(canonical_text(row))
            bucket = int(str(row[0])) % BUCKETS
            buckets[bucket] = buckets.get(bucket, Sums()) + Sums(1, high, low)
        return cls.of_buckets(buckets)

    def differing_buckets(self, other: "KindDigest") -> list[int]:
        """The buckets in which the two differ, ascending. Both must carry their buckets."""
        mine, theirs = self.buckets or {}, other.buckets or {}
        return sorted(bucket for bucket in mine.keys() | theirs.keys() if mine.get(bucket) != theirs.get(bucket))
