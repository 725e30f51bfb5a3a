"""What LAN may say about an offered course beside its owner, and how a value of each is read. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from syncd.model.kinds import COURSE, MAX_INT, MAX_TIME
from syncd.model.topics import TOPICS

WITHHELD = "withheld"
_COMPETENCY, _JP = "competency", "jp_hundredths"
# What a course is about, and until when (seconds since 1970) LAN recommends it.
TOPIC, FEATURED = "topic", "featured"
FIELDS = (_COMPETENCY, _JP, TOPIC, FEATURED, WITHHELD)
# The comparison group a course is in. It is said by `syncd compare`, to several courses at once.
COMPARISON = "comparison"
# What LAN says that is no column of the owner's row, as search keeps it beside the row.
BESIDE = (COMPARISON, TOPIC, FEATURED)
_GROUP = re.compile("[0-9a-f]{8}")
_YES = "1"
MAX_WHY = 500
Value = str | int | None


@dataclass(frozen=True, slots=True)
class By:
    """Who in LAN said something, why, and when (milliseconds since 1970)."""

    who: str
    why: str
    at: int


@dataclass(frozen=True, slots=True)
class Curated:
    """LAN's word about one field of one course. `value` None: what the owner says holds again; `id`: its number."""

    course: int
    field: str
    value: Value
    by: By
    id: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """LAN's word about one course: the values that hold, by field, and a number that grows whenever it speaks again."""

    version: int
    values: dict[str, Value]


def checked(field: str, value: str) -> Value:
    """The value as it is kept; ValueError says what is possible."""
    if field not in _READ:
        raise ValueError(f"LAN may set: {', '.join(FIELDS)}")
    return _READ[field](value)


def _competency(value: str) -> str:
    return _one_of("a competency kind", value, next(column.choices for column in COURSE.columns if column.name == _COMPETENCY))


def _topic(value: str) -> str:
    return _one_of("a topic", value, TOPICS)


def _one_of(what: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"{what} is one of: {', '.join(known)}")
    return value


def _jp(value: str) -> int:
    return _whole("JP times 100", value, MAX_INT)


def _featured(value: str) -> int:
    return _whole("the time until which a course is featured", value, MAX_TIME)


def _whole(what: str, value: str, most: int) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > len(str(most)) or int(value) > most:
        raise ValueError(f"{what} is a whole number from 0")
    return int(value)


def _withheld(value: str) -> int:
    if value != _YES:
        raise ValueError("withheld is 1, or it is taken back")
    return int(value)


def _comparison(value: str) -> str:
    if not _GROUP.fullmatch(value):
        raise ValueError("a comparison group is named by 8 characters, as `syncd compare list` shows it")
    return value


_READ: dict[str, Callable[[str], Value]] = {
    _COMPETENCY: _competency,
    _JP: _jp,
    TOPIC: _topic,
    FEATURED: _featured,
    WITHHELD: _withheld,
    COMPARISON: _comparison,
}


def written(value: Value) -> str | None:
    """The value as text."""
    return None if value is None else str(value)
