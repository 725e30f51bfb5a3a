"""What can be asked of search, checked: words, choices, an order, a page, and for whom. Pure.

Nothing here is a language: words are words, whatever characters are in them.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from syncd.errors import QuestionRefusedError
from syncd.foreign_text import is_text
from syncd.index import facets
from syncd.index.words import words

MAX_TEXT = 500
MAX_CHOICES = 200
MAX_VALUE = 255
MAX_PAGE = 100
# More different words than a person types make no question clearer; those after the first ones are not looked for.
MAX_WORDS = 24


class Sort(StrEnum):
    """The order of the hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"
    MINUTES = "minutes"
    POPULAR = "popular"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Choices of one facet widen it, choices of several narrow it.

    `agency`: for whose people it is asked, who are also shown what is offered to their own agency only; None for everybody.
    `language`: the language somebody reads in; among courses that are equally near its own come first.
    """

    text: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    cursor: str | None = None
    size: int = 20
    agency: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if len(self.text) > MAX_TEXT:
            raise QuestionRefusedError("text", f"The text has more than {MAX_TEXT} characters; look for fewer words.")
        if any(unicodedata.category(one) == "Cc" and not one.isspace() for one in self.text):
            raise QuestionRefusedError("text", "The text has control characters in it; write words.")
        if not 1 <= self.size <= MAX_PAGE:
            raise QuestionRefusedError("size", f"A page has 1 to {MAX_PAGE} hits.")
        if sum(map(len, self.choices.values())) > MAX_CHOICES:
            raise QuestionRefusedError("choices", f"More than {MAX_CHOICES} values are chosen; choose fewer.")
        for name, values in self.choices.items():
            _check_choice(name, values)
        for part, value in (("text", self.text), ("agency", self.agency or ""), ("language", self.language or "")):
            if not is_text(value) or (part != "text" and len(value) > MAX_VALUE):
                raise QuestionRefusedError(part, f"The {part} is no text that could be written down.")

    @property
    def words(self) -> list[str]:
        """The different words that are looked for, in their order."""
        return words_of(self.text)

    @property
    def is_wordless(self) -> bool:
        """Whether something is written in which no word stands, such as `???`: it asks for nothing, and so finds nothing."""
        return bool(self.text.strip()) and not self.words


def words_of(text: str) -> list[str]:
    """The different words of a text, as many as are looked for."""
    return list(dict.fromkeys(word.text for word in words(text)))[:MAX_WORDS]


def _check_choice(name: str, values: tuple[str, ...]) -> None:
    if name not in facets.NAMES:
        raise QuestionRefusedError("choices", f"There is no such facet; known are: {', '.join(facets.NAMES)}.")
    known = facets.CLOSED.get(name)
    for value in values:
        if known is not None and value not in known:
            raise QuestionRefusedError(name, f"The facet {name} has no such value; known are: {', '.join(known)}.")
        if not is_text(value) or len(value) > MAX_VALUE:
            raise QuestionRefusedError(name, f"A value of {name} is longer than {MAX_VALUE} characters, or no text.")
