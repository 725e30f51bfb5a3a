"""What can come of a case of the scoreboard."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.sso.ways import Way

HOLDS, FAILS, NOT_APPLICABLE = "holds", "fails", "not applicable"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a case, and what was seen, in a few words."""

    verdict: str
    words: str


Case = Callable[[Way], Seen]


def seen(holds: bool, words: str) -> Seen:
    return Seen(HOLDS if holds else FAILS, words)


def off(words: str) -> Seen:
    return Seen(NOT_APPLICABLE, words)
