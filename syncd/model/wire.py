"""Asks and answers of the learning feed as values (docs/contract.md section 3). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Operation = Literal["changes", "snapshot", "digest"]
CONTRACT = 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a tenant's change log: entry number and that entry's random mark."""

    seq: int
    mark: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask of a request. Which members matter depends on `operation`; see the contract's table."""

    operation: Operation
    stream: str
    cursor: Cursor | None = None
    limit: int = 5000
    kind: str | None = None
    after: int = 0
    buckets: tuple[int, ...] | bool | None = None

    def to_wire(self) -> dict[str, object]:
        """The JSON object that is sent."""
        wire: dict[str, object] = {"operation": self.operation, "stream": self.stream}
        if self.operation == "changes":
            wire |= {"cursor": [self.cursor.seq, self.cursor.mark] if self.cursor else None, "limit": self.limit}
        elif self.operation == "snapshot":
            wire |= {"kind": self.kind, "after": self.after, "limit": self.limit}
            if self.buckets is not None and not isinstance(self.buckets, bool):
                wire["buckets"] = list(self.buckets)
        else:
            wire["buckets"] = bool(self.buckets)
        return wire


@dataclass(frozen=True, slots=True)
class Handshake:
    """Who answered, what it runs and what its admin has switched on."""

    contract: int
    site: str
    url: str
    epoch: str
    plugin: int
    release: str
    moodle: str
    php: str
    clock: int
    streams: tuple[str, ...]
    log: Cursor
    paused: bool


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page, proven whole and belonging to its ask, its rows not yet validated."""

    stream: str
    operation: Operation
    kind: str | None
    log: Cursor
    refused: str | None
    rows: Mapping[str, object]
    count: int
    to: Cursor | int | None
    more: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole sealed answer. `jwks_sha256` is the digest of the key set the tenant serves now."""

    handshake: Handshake
    pages: Sequence[RawPage]
    jwks_sha256: str
    received_bytes: int
    clock_skew_s: int
