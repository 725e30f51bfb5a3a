"""A collection of LAN: a named, ordered set of courses, and what is said about it in two languages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_TITLE, MAX_ABOUT, MAX_MEMBERS = 100, 300, 100


class State(StrEnum):
    """Who sees it: nobody yet, everybody, nobody any more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Member:
    """A course, by the site's own name: numbers of tenants are given again."""

    site: str
    course: int


@dataclass(frozen=True, slots=True)
class Said:
    """Title and one sentence, each in the languages of the pages."""

    title_id: str
    title_en: str
    about_id: str
    about_en: str


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection as it is now."""

    slug: str
    said: Said
    members: tuple[Member, ...]
    state: State


def ordered(members: Sequence[Member], first: Sequence[Member]) -> tuple[Member, ...]:
    """The same members, these before all others."""
    return (*first, *(one for one in members if one not in first))
