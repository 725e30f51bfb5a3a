"""Deterministic numbers for simulated things, and what cards of simulated courses show by them. Pure."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from syncd.simulator.pictures import of_course

T = TypeVar("T")

DAY = 86_400
_SHORT = 10  # minutes


class Draw:
    """Deterministic numbers for one thing; far cheaper than seeding a generator for every row."""

    __slots__ = ("_bits",)

    def __init__(self, *key: object) -> None:
        self._bits = int.from_bytes(blake2b("/".join(map(str, key)).encode(), digest_size=32).digest(), "big")

    def below(self, limit: int) -> int:
        self._bits, value = divmod(self._bits, limit)
        return value

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def day(self, first: int, days: int) -> int:
        """A second within so many days after `first`."""
        return first + self.below(days * DAY)


def card_of(draw: Draw, course: int, topic: str, minutes: int) -> tuple[object, ...]:
    """What a card shows beside the facts: topics, author line, image, badges."""
    topics = [topic, "Belajar singkat"] if minutes <= _SHORT else [topic]
    return (
        "\n".join(topics) if draw.chance(85) else None,
        f"Tim Pengajar {topic}" if draw.chance(10) else None,
        of_course(draw.below(100)) if draw.chance(80) else None,
        int(course % 5 == 1),
    )
