"""What the address of a search says, as a question. Pure."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from syncd.errors import QuestionRefusedError
from syncd.index import facets
from syncd.index.question import MAX_PAGE, Question, Sort
from syncd.serve.problem import ProblemError, bad_request

# What a part of a question is called in an address, where that is another word.
_CALLED = {"text": "q", "size": "limit"}


def _facet(about: str, name: str = "") -> object:
    known = facets.CLOSED.get(name)
    return Field(default=(), description=f"{about}. One of: {', '.join(known)}. Can be repeated." if known else about)


class Wanted(BaseModel):
    """Words, choices, an order and a page. Choices of one facet widen the search, choices of several narrow it."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        default="", description="words to look for; empty: everything that was chosen; signs without a word find nothing"
    )
    agency: Annotated[tuple[str, ...], _facet("only courses of this agency; can be repeated")]
    tenant: Annotated[tuple[str, ...], _facet("only courses of this tenant, by its short name; can be repeated")]
    topic: Annotated[tuple[str, ...], _facet("only courses about this topic, LAN's or an owner's; can be repeated")]
    competency: Annotated[tuple[str, ...], _facet("competency kind", "competency")]
    minutes: Annotated[tuple[str, ...], _facet("at most so many minutes", "minutes")]
    jp: Annotated[tuple[str, ...], _facet("at most so many JP", "jp")]
    format: Annotated[tuple[str, ...], _facet("format", "format")]
    level: Annotated[tuple[str, ...], _facet("level", "level")]
    language: Annotated[tuple[str, ...], _facet("language of the course, as two or three letters; can be repeated")]
    badge: Annotated[tuple[str, ...], _facet("a badge comes with it", "badge")]
    stars: Annotated[tuple[str, ...], _facet("at least so many stars, or too few ratings for stars", facets.RATED)]
    open: Annotated[tuple[str, ...], _facet("learners can enrol themselves now", facets.OPEN)]
    soon: Annotated[tuple[str, ...], _facet("starts within 30 days", facets.SOON)]
    sort: Sort = Field(default=Sort.RELEVANCE, description="the order; without words, relevance is newest first")
    cursor: str | None = Field(default=None, description="the cursor of the page before; everything else stays as it was")
    limit: int = Field(default=20, description=f"hits of a page, 1 to {MAX_PAGE}")

    def question(self, agency: str | None = None) -> Question:
        """The question, asked for the people of this agency; None: for everybody."""
        choices = {name: getattr(self, name) for name in facets.NAMES if getattr(self, name)}
        return question_of(lambda: Question(self.q, choices, self.sort, self.cursor, self.limit, agency))


AsQuery = Annotated[Wanted, Query()]


def question_of(make: Callable[[], Question]) -> Question:
    """The question, or 400 naming the parameter that has to change."""
    try:
        return make()
    except QuestionRefusedError as error:
        raise refused(error) from None


def refused(error: QuestionRefusedError) -> ProblemError:
    """The refusal of a question, which names the parameter that has to change."""
    return bad_request(f"{_CALLED.get(error.part, error.part)}: {error}")
