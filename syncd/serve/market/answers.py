"""What the marketplace answers: every fact of a card, in its order, and what surrounds a page of hits. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, Field

from syncd.index.cursor import MAX_SEEN
from syncd.index.document import Card
from syncd.index.front import Placed
from syncd.index.search import Found, Hit
from syncd.index.snippet import Part
from syncd.model.curated import COMPARISON, FEATURED, TOPIC
from syncd.model.enrolling import Door, door
from syncd.model.picture import address_of
from syncd.model.standing import WHOLE, Standing, reasons
from syncd.model.topics import of_text

# Of agencies and tenants there are hundreds; `/agencies` lists all.
MOST_VALUES = 100
_JP = 100
_MADE = ("topics", "image")


class Rating(BaseModel):
    """What the ratings of a course come to."""

    mean: float | None = Field(description="stars, 1 to 5, with one decimal; null while fewer than 5 ratings count")
    count: int = Field(description="ratings that count")
    shown: bool = Field(description="enough ratings count for stars to be shown")


class Why(BaseModel):
    """One reason of where an offering stands; docs/ranking.md explains them."""

    what: str
    numbers: dict[str, int | float]


class Offering(BaseModel):
    """One course that is offered, and whose it is. Times are seconds since 1970; null: the owner does not say."""

    tenant: str = Field(description="short name of the tenant; with `course` the key of the offering")
    course: int = Field(description="number of the course on its site")
    agency: str = Field(description="whose it is")
    audience: str = Field(description="to whom it is offered: `all` ASN, or only people of the own `agency`")
    name: str = Field(description="name of the site")
    title: str
    summary: str | None
    category: str | None
    minutes: int | None
    jp: float | None
    competency: str | None
    format: str | None
    level: str | None
    language: str | None
    badge: bool = Field(description="a badge comes with it")
    door: Door = Field(description="whether learners can enrol themselves now, and why not")
    enrol_from: int | None
    enrol_until: int | None
    places: int | None = Field(description="how many more learners can enrol themselves; null: any number")
    starts: int | None
    ends: int | None
    training_type: str | None
    batch: str | None
    topics: list[str] = Field(description="what it is about, in the owner's words")
    author: str | None = Field(description="the author line the owner wrote for the public")
    image: str | None = Field(description="where its image is, below the centre's address")
    badges: int | None = Field(description="how many badges can be earned in it")
    colour: str | None = Field(description="the owner's colour, #rrggbb; a decoration, never under a text")
    logo: str | None = Field(description="where the owner's logo is, below the centre's address")
    created: int
    address: str = Field(description="where a learner enters it")
    as_of: int | None = Field(
        description="of when this is, where the owner's site could not be read for more than a day; else null"
    )
    rating: Rating
    popularity: float = Field(description="0 to 100, by the published formula")
    why: list[Why]
    topic: str | None = Field(default=None, description="what it is about, as LAN names it")
    featured_until: int | None = Field(default=None, description="LAN recommends it until then; null: it does not now")
    comparison: str | None = Field(default=None, description="the comparison group it is in; null: in none that you could see")


class Piece(BaseModel):
    """A piece of a text, as it stands; never HTML."""

    text: str
    hit: bool = Field(description="a word that was looked for")


class FoundOffering(Offering):
    """An offering that a search found."""

    marked_title: list[Piece]
    marked_summary: list[Piece] = Field(description="the place of the summary that has most of the words")


class PlacedOffering(Offering):
    """An offering on the front page."""

    by_lot: bool = Field(description="it owes its place to a lot, drawn among offerings without stars")


class FrontRow(BaseModel):
    """One row of the front page; what can be enrolled in now, of no agency too much."""

    name: str = Field(description="`popular`, `new` or `short`")
    offerings: list[PlacedOffering]


class Front(BaseModel):
    """The rows in the order in which they stand."""

    rows: list[FrontRow]


_Kind = TypeVar("_Kind", bound=Offering)


@dataclass(frozen=True, slots=True)
class At:
    """The moment at which something is said; `unread`: of when it is what tenants offer that were not read for long."""

    now_s: int
    unread: Mapping[str, int] = field(default_factory=dict)


class Value(BaseModel):
    """One value of a facet."""

    value: str
    count: int = Field(description="hits there would be with this value chosen alone")


class Facet(BaseModel):
    """What the hits can be narrowed by."""

    values: list[Value]
    more: int = Field(description="how many values with fewer hits are left out here")


class Page(BaseModel):
    """One page of hits."""

    total: int
    hits: list[FoundOffering]
    cursor: str | None = Field(description="leads to the next page; null at the end")
    cut: bool = Field(description=f"there are more hits, but pages end after {MAX_SEEN} of them; ask for other words or narrow")
    meant: str | None = Field(description="what was looked for instead, where words of `q` stand nowhere and look mistyped")
    facets: dict[str, Facet]


class Opinion(BaseModel):
    """One rating. Nothing here says who gave it. Days are those of Jakarta."""

    day: date
    stars: int
    text: str | None
    answer: str | None = Field(description="what the owner of the course says to it")
    answered: date | None


class Ratings(BaseModel):
    """One page of the ratings of an offering, newest first; only those that count."""

    rating: Rating
    ratings: list[Opinion]
    cursor: str | None = Field(description="leads to the next page; null at the end")


class One(BaseModel):
    """One offering, and those most like it."""

    offering: Offering
    similar: list[Offering]


class Suggestions(BaseModel):
    """Titles for what somebody has typed so far."""

    titles: list[str]


class Agency(BaseModel):
    """An agency that offers something."""

    agency: str
    offerings: int


class Agencies(BaseModel):
    """All of them, by name."""

    agencies: list[Agency]


def offering(card: Card, at: At) -> Offering:
    """A card at this moment."""
    return offered(at, card, Offering)


def found(hit: Hit, at: At) -> FoundOffering:
    """A hit at this moment."""
    return offered(at, hit.card, FoundOffering, marked_title=_pieces(hit.title), marked_summary=_pieces(hit.summary))


def front_row(name: str, placed: Sequence[Placed], at: At) -> FrontRow:
    """A row at this moment."""
    return FrontRow(name=name, offerings=[offered(at, one.card, PlacedOffering, by_lot=one.by_lot) for one in placed])


def page(one: Found, choices: Mapping[str, Sequence[str]], at: At) -> Page:
    """A page at this moment; what was chosen is among the values of its facet, however few it finds."""
    return Page(
        total=one.total,
        hits=[found(hit, at) for hit in one.hits],
        cursor=one.cursor,
        cut=one.cut,
        meant=one.meant,
        facets={name: _facet(counts, choices.get(name, ())) for name, counts in (one.facets or {}).items()},
    )


def agencies(counts: Mapping[str, int]) -> Agencies:
    """All agencies, as people look for them."""
    return Agencies(agencies=[Agency(agency=name, offerings=counts[name]) for name in sorted(counts, key=str.casefold)])


def offered(at: At, card: Card, kind: type[_Kind], **more: Any) -> _Kind:  # noqa: ANN401 - the kind checks them
    """A card at this moment, as an answer of this kind, with what only that says."""
    row = card.course
    jp = row["jp_hundredths"]
    return kind(
        **{name: row[name] for name in Offering.model_fields if name in row and name not in _MADE},
        **more,
        tenant=card.tenant,
        course=row["id"],
        agency=card.agency,
        name=card.name,
        jp=None if jp is None else jp / _JP,
        badge=card.badge,
        topics=list(of_text(row["topics"])),
        image=address_of(row["image"]),
        colour=card.colour,
        logo=address_of(card.logo),
        door=door(row, at.now_s),
        address=card.entrance,
        as_of=at.unread.get(card.tenant),
        rating=rating(card.standing),
        popularity=round(card.standing.popularity * 100 / WHOLE, 1),
        why=[Why(what=one.what, numbers=dict(one.numbers)) for one in reasons(card.standing)],
        topic=card.curated.get(TOPIC),
        featured_until=featured_until(card, at.now_s),
        comparison=card.curated.get(COMPARISON),
    )


def featured_until(card: Card, now_s: int) -> int | None:
    """Until when LAN recommends a course, if it does now."""
    until = card.curated.get(FEATURED)
    return until if until is not None and until >= now_s else None


def rating(standing: Standing) -> Rating:
    """Stars with their number, or the number alone."""
    return Rating(mean=standing.stars, count=standing.votes, shown=standing.shown)


def _pieces(parts: Sequence[Part]) -> list[Piece]:
    return [Piece(text=one.text, hit=one.hit) for one in parts]


def _facet(counts: Mapping[str, int], chosen: Sequence[str]) -> Facet:
    shown = list(counts)[:MOST_VALUES]
    shown += [value for value in dict.fromkeys(chosen) if value not in shown]
    values = [Value(value=value, count=counts.get(value, 0)) for value in shown]
    return Facet(values=values, more=len(counts) - sum(value in counts for value in shown))
