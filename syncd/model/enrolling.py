"""Whether learners can enrol themselves in a course at a given moment. Pure: the moment is an argument.

A tenant sends when its door opens and closes and how many places are left, not whether it is open: that changes by the clock
alone, and then no change log names the course.
"""

from collections.abc import Mapping
from enum import StrEnum


class Door(StrEnum):
    """What a learner meets who wants to enrol in a course without being invited."""

    OPEN = "open"
    SHUT = "shut"  # nobody enrols without being invited
    EARLY = "early"  # it opens later
    LATE = "late"  # it has closed
    FULL = "full"


def opening(course: Mapping[str, object]) -> tuple[int, int | None] | None:
    """From which second to which one the door is open as far as is known now; None where it is open at no time.

    The same decision as `door`, for whoever has to find the open doors among many at a moment that comes later.
    """
    opens, closes, places = _window(course)
    return (opens or 0, closes) if course["self_enrol"] and places != 0 and not _never(opens, closes) else None


def door(course: Mapping[str, object], now_s: int) -> Door:
    """The door of a course row at this moment, in seconds since 1970; its first and its last second count as open."""
    opens, closes, places = _window(course)
    if not course["self_enrol"]:
        return Door.SHUT
    if _never(opens, closes):
        return Door.LATE  # whatever it says of an opening
    if opens is not None and now_s < opens:
        return Door.EARLY
    if closes is not None and now_s > closes:
        return Door.LATE
    return Door.FULL if places == 0 else Door.OPEN


def _window(course: Mapping[str, object]) -> tuple[int | None, int | None, int | None]:
    return _number(course["enrol_from"]), _number(course["enrol_until"]), _number(course["places"])


def _never(opens: int | None, closes: int | None) -> bool:
    """Whether it closes before it opens, so that no moment is between."""
    return opens is not None and closes is not None and closes < opens


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
