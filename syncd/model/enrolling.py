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
    opens, closes, places = (_number(course[name]) for name in ("enrol_from", "enrol_until", "places"))
    return (opens or 0, closes) if course["self_enrol"] and places != 0 else None


def door(course: Mapping[str, object], now_s: int) -> Door:
    """The door of a course row at this moment, in seconds since 1970; its first and its last second count as open."""
    opens, closes, places = (_number(course[name]) for name in ("enrol_from", "enrol_until", "places"))
    if not course["self_enrol"]:
        return Door.SHUT
    if opens is not None and now_s < opens:
        return Door.EARLY
    if closes is not None and now_s > closes:
        return Door.LATE
    return Door.FULL if places == 0 else Door.OPEN


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
