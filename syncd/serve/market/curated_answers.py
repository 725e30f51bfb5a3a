"""What the API answers of what LAN says about several courses: comparisons and collections. Pure."""

from pydantic import BaseModel, Field

from syncd.index.document import Card
from syncd.model.comparing import RATE_FROM
from syncd.serve.market import answers
from syncd.serve.market.answers import At, Offering


class Compared(Offering):
    """An offering beside others that are about the same."""

    completion_rate: int | None = Field(
        description=f"per cent of the learners enrolled who completed it; null: fewer than {RATE_FROM}, or not known"
    )


class Comparison(BaseModel):
    """A comparison group: courses of several agencies that LAN says are about the same, the most popular first."""

    comparison: str
    offerings: list[Compared]


class InTwo(BaseModel):
    """A text of LAN in the languages of the pages."""

    id: str
    en: str


class Collection(BaseModel):
    """A named set of courses that LAN keeps."""

    collection: str = Field(description="its short name")
    title: InTwo
    about: InTwo
    offerings: int = Field(description="how many of its courses are offered to all ASN")


class CollectionOf(BaseModel):
    """A collection with its offerings, in the order LAN gave them."""

    collection: str
    title: InTwo
    about: InTwo
    offerings: list[Offering]


class Collections(BaseModel):
    """All collections of which something is offered to all ASN, the one that changed last first."""

    collections: list[Collection]


def compared(card: Card, at: At, rate: int | None) -> Compared:
    """A card in a comparison at this moment."""
    return answers.offered(at, card, Compared, completion_rate=rate)
