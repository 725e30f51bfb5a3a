"""What courses are told apart by, beside words: the values each course has of every facet. Pure.

What the clock alone changes is no value: `open` and `soon` are asked of stored times when somebody searches (`timed.py`).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from syncd.model.curated import TOPIC
from syncd.model.enrolling import opening
from syncd.model.kinds import COURSE, ColumnType
from syncd.model.standing import Standing
from syncd.model.topics import of_text
from syncd.store.offers import Owner

Course = Mapping[Any, Any]
_LANGUAGE = re.compile("[a-z]{2,3}(?![a-z])")

# A class holds all that fits: who has five minutes is also shown what takes one.
MINUTES = (1, 5, 10, 60)
JP_HUNDREDTHS = (100, 300, 1000, 2000)
STARS = (4, 3)
LONGER, UNKNOWN, YES, UNRATED = "longer", "unknown", "yes", "unrated"


def _classes(value: int | None, limits: tuple[int, ...], unit: int = 1) -> list[str]:
    if value is None:
        return [UNKNOWN]
    return [str(limit // unit) for limit in limits if value <= limit] or [LONGER]


def language_of(course: Course) -> list[str]:
    """The language a course is in, as two or three letters, where that can be told."""
    # "en_us" and "EN" are English; what does not look like a language is none.
    found = _LANGUAGE.match(str(course["language"] or "").strip().lower())
    return [found[0]] if found else []


def topics_of(course: Course) -> list[str]:
    """What a course is about: the topic LAN names, and then those its owner names, each once."""
    named = [course[TOPIC]] if course.get(TOPIC) else []
    return list(dict.fromkeys((*named, *of_text(course["topics"]))))


def _column(name: str) -> Callable[[Course, Owner, bool], list[str]]:
    return lambda course, _owner, _badge: [course[name]] if course[name] else []


WRITTEN: dict[str, Callable[[Course, Owner, bool], list[str]]] = {
    "agency": lambda _course, owner, _badge: [owner.agency],
    "tenant": lambda _course, owner, _badge: [owner.slug],
    "topic": lambda course, _owner, _badge: topics_of(course),
    "competency": _column("competency"),
    "minutes": lambda course, _owner, _badge: _classes(course["minutes"], MINUTES),
    "jp": lambda course, _owner, _badge: _classes(course["jp_hundredths"], JP_HUNDREDTHS, 100),
    "format": _column("format"),
    "level": _column("level"),
    "language": lambda course, _owner, _badge: language_of(course),
    "badge": lambda _course, _owner, badge: [YES] if badge else [],
}


def door(course: Course) -> list[str]:
    """What can be said of the door of a course at any time."""
    found = opening(course)
    if found is None:
        return []
    return [ALWAYS if found == (0, None) else TIMED]


def stars(standing: Standing) -> list[str]:
    """The classes of stars that are shown; each holds what is better, too."""
    if standing.stars is None:
        return [UNRATED]
    return [str(least) for least in STARS if standing.stars >= least]


def traits(values: Mapping[str, object]) -> str:
    """The combination of what these values say."""
    return _BETWEEN.join(_AMONG.join(values[name]) for name in COMBINED)  # type: ignore[arg-type]


def of_traits(text: str) -> dict[str, list[str]]:
    """What a combination says of each of its facets."""
    return {name: part.split(_AMONG) if part else [] for name, part in zip(COMBINED, text.split(_BETWEEN), strict=True)}


OPEN, SOON, RATED = "open", "soon", "stars"
NAMES = (*WRITTEN, RATED, OPEN, SOON)
# What is written down of doors and dates is what no clock changes: a door that is never or always open, one that has a time.
DOOR, DATED = "door", "dated"
ALWAYS, TIMED = "always", "timed"
# Counted by themselves, of each so many at most, the most frequent: LAN names agencies and tenants, owners think of the others.
LISTED = {"agency": 5000, "tenant": 5000, "topic": 1000, "language": 200}
# Counted together, by their combinations: few values each, none of them an owner's own, and far fewer combinations than courses.
COMBINED = ("competency", "minutes", "jp", "format", "level", "badge", RATED, DOOR)
_BETWEEN, _AMONG = "|", ","

_CHOICES = {column.name: column.choices for column in COURSE.columns if column.type is ColumnType.CHOICE}
# Facets of which all values are known; the others are as many as there are tenants and languages.
CLOSED: dict[str, tuple[str, ...]] = {
    "minutes": (*map(str, MINUTES), LONGER, UNKNOWN),
    "jp": (*(str(limit // 100) for limit in JP_HUNDREDTHS), LONGER, UNKNOWN),
    RATED: (*map(str, STARS), UNRATED),
    **dict.fromkeys(("badge", OPEN, SOON), (YES,)),
    **{name: _CHOICES[name] for name in ("competency", "format", "level")},
}
