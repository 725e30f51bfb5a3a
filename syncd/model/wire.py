"""Asks and answers of the learning feed as values (docs/contract.md section 3). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, overload

from syncd.model.kinds import COURSE
from syncd.model.profile import Profile

Operation = Literal["changes", "snapshot", "digest", "image"]
# The versions of the contract this centre speaks. Every site speaks the first one; joins, leaves and logouts are written in it.
CONTRACTS = (1, 2, 3)
CONTRACT, NEWEST = CONTRACTS[0], CONTRACTS[-1]
MAX_LIMIT = 5000
# Why a tenant refuses an ask: its admin has closed the stream, the site could not read its own tables, or the log no longer
# holds what lies after the cursor.
UNREADABLE = "failed"
CLOSED = frozenset({"off", "paused", UNREADABLE})
CURSOR_LOST = frozenset({"pruned", "history", "ahead"})


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in a tenant's change log: entry number and that entry's random mark."""

    seq: int
    mark: str


# Before the first entry of a log.
NO_ENTRY = Cursor(0, "")


@dataclass(frozen=True, slots=True)
class ChangesAsk:
    """What changed since the cursor: of every key its current row, or that it is gone."""

    operation: ClassVar[Operation] = "changes"
    stream: str
    cursor: Cursor | None
    limit: int = MAX_LIMIT

    def to_wire(self) -> dict[str, object]:
        """The JSON object that is sent."""
        cursor = [self.cursor.seq, self.cursor.mark] if self.cursor else None
        return {"operation": self.operation, "stream": self.stream, "cursor": cursor, "limit": self.limit}


@dataclass(frozen=True, slots=True)
class SnapshotAsk:
    """All rows of one kind beyond an id, ascending; only those of the named buckets if any are named."""

    operation: ClassVar[Operation] = "snapshot"
    stream: str
    kind: str
    after: int = 0
    limit: int = MAX_LIMIT
    buckets: tuple[int, ...] | None = None

    def to_wire(self) -> dict[str, object]:
        """The JSON object that is sent."""
        wire: dict[str, object] = {"operation": self.operation, "stream": self.stream, "kind": self.kind}
        wire |= {"after": self.after, "limit": self.limit}
        return wire if self.buckets is None else wire | {"buckets": list(self.buckets)}


@dataclass(frozen=True, slots=True)
class DigestAsk:
    """The digest of every kind of a stream, with those of the buckets if wanted."""

    operation: ClassVar[Operation] = "digest"
    stream: str
    buckets: bool

    def to_wire(self) -> dict[str, object]:
        """The JSON object that is sent."""
        return {"operation": self.operation, "stream": self.stream, "buckets": self.buckets}


@dataclass(frozen=True, slots=True)
class ImageAsk:
    """The bytes of the small image with this sha256; from version 3 of the contract on."""

    operation: ClassVar[Operation] = "image"
    stream: ClassVar[str] = COURSE.stream
    sha256: str

    def to_wire(self) -> dict[str, object]:
        """The JSON object that is sent."""
        return {"operation": self.operation, "stream": self.stream, "sha256": self.sha256}


Ask = ChangesAsk | SnapshotAsk | DigestAsk | ImageAsk


@dataclass(frozen=True, slots=True)
class Handshake:
    """Who answered, what runs there, what is switched on; `contracts` are all it speaks, `contract` that of this answer."""

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
    contracts: tuple[int, ...] = (CONTRACT,)
    # Whether people sign in there at the identity issuer; an older plugin does not say.
    sign_in: bool | None = None
    profile: Profile | None = None

    @property
    def best_contract(self) -> int:
        """The newest version that the site and this centre both speak; where there is none, the one of this answer."""
        return max(set(self.contracts) & set(CONTRACTS), default=self.contract)


@dataclass(frozen=True, slots=True)
class RawRows:
    """What a page says about one kind: lists, of which nothing is validated yet."""

    columns: list[Any]
    rows: list[Any]
    gone: list[Any]
    erased: list[Any]

    def __len__(self) -> int:
        return len(self.rows) + len(self.gone) + len(self.erased)


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """The tenant did not answer this: the stream is `off`, `paused` or `failed`, or the cursor `pruned`, `history` or `ahead`."""

    stream: str
    log: Cursor
    reason: str

    @property
    def cursor_lost(self) -> bool:
        """Whether the log no longer holds what lies between the cursor and now: only a snapshot can tell."""
        return self.reason in CURSOR_LOST


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A page of changes: it leads onward from the asked cursor to `to`, and stands still only when nothing happened."""

    stream: str
    log: Cursor
    rows: Mapping[str, RawRows]
    count: int
    to: Cursor
    more: bool
    contract: int = NEWEST


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """A page of a snapshot: one kind, nothing gone, up to the id `to`, which lies beyond the asked one if there is more."""

    stream: str
    kind: str
    log: Cursor
    rows: Mapping[str, RawRows]
    count: int
    to: int
    more: bool
    contract: int = NEWEST


@dataclass(frozen=True, slots=True)
class DigestPage:
    """The digests of a stream's kinds, not yet validated."""

    stream: str
    log: Cursor
    digests: Mapping[str, object]
    contract: int = NEWEST


@dataclass(frozen=True, slots=True)
class ImagePage:
    """The image that was asked for, as base64, not yet looked at; None where the site has it no longer."""

    stream: str
    log: Cursor
    data: str | None


Page = ChangesPage | SnapshotPage | DigestPage | ImagePage | RefusedPage


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole sealed answer: to each ask one page, proven to belong to it.

    `jwks_sha256` is the digest of the key set the tenant serves now; `seal` is the token that says so.
    """

    handshake: Handshake
    asks: Sequence[Ask]
    pages: Sequence[Page]
    jwks_sha256: str
    received_bytes: int
    clock_skew_s: int
    seal: str = ""

    @overload
    def page(self, ask: ChangesAsk) -> ChangesPage | RefusedPage: ...

    @overload
    def page(self, ask: SnapshotAsk) -> SnapshotPage | RefusedPage: ...

    @overload
    def page(self, ask: DigestAsk) -> DigestPage | RefusedPage: ...

    @overload
    def page(self, ask: ImageAsk) -> ImagePage | RefusedPage: ...

    def page(self, ask: Ask) -> Page:
        """The page that answers this ask."""
        return self.pages[self.asks.index(ask)]
