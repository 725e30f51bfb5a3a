"""The streams, kinds and columns of docs/contract.md section 6, written once. Pure.

Tables, validation, digests and the simulator are made from them.
"""

from dataclasses import dataclass
from enum import Enum


class ColumnType(Enum):
    """How a value travels and is stored."""

    ID = "id"  # 1 .. 2**63-1
    INT = "int"  # `low` .. `high`
    TIME = "time"  # seconds since 1970, 0 .. 2**40
    FLAG = "flag"  # 0 or 1
    TEXT = "text"  # at most `length` characters
    CHOICE = "choice"  # one of `choices`
    LEARNER = "learner"  # sub:<subject> or anon:<32 hex>
    HASH = "hash"  # sha256 in hex


LEARNER_PATTERN = r"^(sub:[A-Za-z0-9._-]{1,64}|anon:[0-9a-f]{32})$"
HASH_PATTERN = r"^[0-9a-f]{64}$"
# How each value of these is stored and hashed: as text.
TEXTS = frozenset({ColumnType.TEXT, ColumnType.CHOICE, ColumnType.LEARNER, ColumnType.HASH})
MAX_ID = 2**63 - 1
MAX_INT = 2**53
MAX_TIME = 2**40


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind, in the contract from version `since` on. `length` in characters: TEXT, `low` and `high`: INT."""

    name: str
    type: ColumnType
    nullable: bool = False
    length: int = 0
    choices: tuple[str, ...] = ()
    since: int = 1
    low: int = 0
    high: int = MAX_INT


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of the centre; rows are keyed by (tenant, id). A newer version adds columns at the end, which may be null."""

    name: str
    stream: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def width(self, contract: int) -> int:
        """How many columns a row has in this version of the contract; they are the first ones."""
        return sum(column.since <= contract for column in self.columns)


def id_of(text: str) -> int | None:
    """The identifier that is written so, None if none is; a number of any length is looked at safely."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ID))):
        return None
    number = int(text)
    return number if 0 < number <= MAX_ID else None


def _id(name: str, *, nullable: bool = False) -> Column:
    return Column(name, ColumnType.ID, nullable)


def _int(name: str, *, since: int = 1) -> Column:
    return Column(name, ColumnType.INT, nullable=True, since=since)


def _time(name: str, *, nullable: bool = False, since: int = 1) -> Column:
    return Column(name, ColumnType.TIME, nullable, since=since)


def _flag(name: str) -> Column:
    return Column(name, ColumnType.FLAG)


def _text(name: str, length: int, *, nullable: bool = True, since: int = 1) -> Column:
    return Column(name, ColumnType.TEXT, nullable, length=length, since=since)


def _choice(name: str, *choices: str, nullable: bool = False) -> Column:
    return Column(name, ColumnType.CHOICE, nullable, length=20, choices=choices)


# How many badges can be earned in a course.
BADGES_OF_COURSE = "badges"
_LEARNER = Column("learner", ColumnType.LEARNER, length=68)

COURSE = Kind(
    "course",
    "catalogue",
    (
        _id("id"),
        _text("title", 255, nullable=False),
        _text("summary", 2000),
        _text("category", 500),
        _choice("audience", "all", "agency"),
        _int("jp_hundredths"),
        _int("minutes"),
        _choice("competency", "teknis", "manajerial", "sosial_kultural", nullable=True),
        _choice("format", "mandiri", "sinkron", "campuran", nullable=True),
        _choice("level", "dasar", "menengah", "lanjut", nullable=True),
        _text("training_type", 100),
        _text("batch", 100),
        _text("language", 30),
        _time("starts", nullable=True),
        _time("ends", nullable=True),
        _flag("self_enrol"),
        _flag("tracks_completion"),
        _time("created"),
        _time("enrol_from", nullable=True, since=2),
        _time("enrol_until", nullable=True, since=2),
        _int("places", since=2),
        _text("topics", 500, since=3),
        _text("author", 200, since=3),
        Column("image", ColumnType.HASH, nullable=True, length=64, since=3),
        _int(BADGES_OF_COURSE, since=3),
    ),
)

ENROLMENT = Kind(
    "enrolment",
    "learning",
    (
        _id("id"),
        _id("course"),
        _LEARNER,
        _choice("status", "active", "suspended"),
        _text("method", 20, nullable=False),
        _time("starts", nullable=True),
        _time("ends", nullable=True),
        _time("created"),
    ),
)

COMPLETION = Kind("completion", "learning", (_id("id"), _id("course"), _LEARNER, _time("completed")))

BADGE_CLASS = Kind(
    "badge_class",
    "badges",
    (
        _id("id"),
        _id("course", nullable=True),
        _text("name", 255, nullable=False),
        _text("description", 2000),
        _text("issuer", 255),
        _choice("status", "active", "inactive", "archived"),
        _time("created"),
    ),
)

ASSERTION = Kind(
    "assertion",
    "badges",
    (_id("id"), _id("badge"), _LEARNER, _time("issued"), _time("expires", nullable=True)),
)

RATING = Kind(
    "rating",
    "ratings",
    (
        _id("id"),
        _id("course"),
        _LEARNER,
        Column("stars", ColumnType.INT, low=1, high=5),
        _text("text", 2000),
        _time("created"),
        _time("edited", nullable=True),
        _text("answer", 2000),
        _time("answered", nullable=True),
        _text("flagged", 500),
        _int("reports"),
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in (COURSE, ENROLMENT, COMPLETION, BADGE_CLASS, ASSERTION, RATING)}
STREAMS: dict[str, tuple[Kind, ...]] = {
    "catalogue": (COURSE,),
    "learning": (ENROLMENT, COMPLETION),
    "badges": (BADGE_CLASS, ASSERTION),
    "ratings": (RATING,),
}
