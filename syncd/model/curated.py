"""What LAN may say about an offered course beside its owner, and how a value of each is read. Pure."""

import re
from dataclasses import dataclass

from syncd.model.kinds import COURSE, MAX_INT

WITHHELD = "withheld"
_COMPETENCY, _JP = "competency", "jp_hundredths"
FIELDS = (_COMPETENCY, _JP, WITHHELD)
# The comparison group a course is in. It is said by `syncd compare`, to several courses at once.
COMPARISON = "comparison"
# What LAN says that is no column of the owner's row, as search keeps it beside the row.
BESIDE = (COMPARISON,)
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
    """LAN's word about one field of one course. `value` None: what the owner says holds again."""

    course: int
    field: str
    value: Value
    by: By


@dataclass(frozen=True, slots=True)
class Spoken:
    """LAN's word about one course: the values that hold, by field, and a number that grows whenever it speaks again."""

    version: int
    values: dict[str, Value]


def checked(field: str, value: str) -> Value:
    """The value as it is kept; ValueError says what is possible."""
    if field == _COMPETENCY:
        known = next(column.choices for column in COURSE.columns if column.name == field)
        if value not in known:
            raise ValueError(f"a competency kind is one of: {', '.join(known)}")
        return value
    if field == _JP:
        if not value.isascii() or not value.isdigit() or int(value) > MAX_INT:
            raise ValueError("JP times 100 is a whole number from 0")
        return int(value)
    if field == WITHHELD:
        if value != _YES:
            raise ValueError("withheld is 1, or it is taken back")
        return int(value)
    if field == COMPARISON:
        if not _GROUP.fullmatch(value):
            raise ValueError("a comparison group is named by 8 characters, as `syncd compare list` shows it")
        return value
    raise ValueError(f"LAN may set: {', '.join(FIELDS)}")


def written(value: Value) -> str | None:
    """The value as text."""
    return None if value is None else str(value)
