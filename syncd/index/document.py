"""Makes of an offered course, and whose it is, what the index holds of it. Pure."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from tantivy import Document, Schema

from syncd.index import facets, fields
from syncd.index.facets import Course
from syncd.index.sayings import also_called
from syncd.index.stems import stems
from syncd.index.words import words
from syncd.model.curated import BESIDE
from syncd.model.enrolling import opening
from syncd.model.entrance import entrance
from syncd.model.kinds import BADGES_OF_COURSE, COURSE
from syncd.model.standing import Standing
from syncd.store.offers import Owner

SCHEMA: Schema = fields.schema((*facets.WRITTEN, facets.RATED, facets.DOOR, facets.DATED))

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
FOR_ALL = "all"
_NEVER = 2**41
# Room for what makes values of one course unlike those of all others; a time beyond the year 2500 is one.
_NEWEST_BITS, _NEWEST = 30, 2**34 - 1
_MINUTES_BITS, _LONGEST = 44, 2**20 - 1
# Popularity has twenty bits.
_POPULAR_BITS, _RATED_BITS = 30, 50
_MS = 1000
# The engine counts with seven digits: what is to tell equals apart must be larger than the last, and less than what anybody sees.
_STEADY_BITS, _STEADY_SHARE = 30, 1e-3


def key_of(tenant_id: int, course_id: int) -> str:
    """The name of a course in the index."""
    return f"{tenant_id}/{course_id}"


def stamp(owner: Owner, version: int, *, badge: bool, standing: Standing) -> int:
    """A number that is another one when the document of this course would be another one."""
    return _digest(f"{_facts(owner)}/{version}/{badge}/{astuple(standing)}")


def document(course: Course, owner: Owner, *, badge: bool, standing: Standing) -> Document:
    """The document of a course. Deciding about the time is left to whoever asks: only times are written down."""
    badge = badge or bool(course[BADGES_OF_COURSE])
    values: dict[str, object] = {name: of(course, owner, badge) for name, of in facets.WRITTEN.items()}
    values[facets.RATED], values[facets.DOOR] = facets.stars(standing), facets.door(course)
    values[facets.DATED] = [] if course["starts"] is None else [facets.YES]
    said = _Said.of(course, owner)
    values |= said.fields()
    values[fields.FOUND_BY] = said.found_by()
    public = course["audience"] == FOR_ALL
    values[fields.SEEN_BY] = fields.EVERYBODY if public else fields.of_agency(owner.agency)
    if public:
        values[fields.FOUND_BY_ALL] = values[fields.FOUND_BY]
    values |= {name: value for name, value in beside(course).items() if name in {fields.COMPARISON, fields.FEATURED}}
    values[fields.TRAITS] = facets.traits(values)
    values[fields.BY_TITLE] = f"{values['title']}\t{key_of(owner.id, course['id'])}"
    values[fields.CARD] = _card(course, owner, badge=badge, standing=standing)
    values[fields.STAMP] = stamp(owner, course["version"], badge=badge, standing=standing)
    _add_numbers(values, course, owner, standing)
    return Document.from_dict(values, SCHEMA)


def stems_of(card: "Card") -> dict[str, str]:
    """What a course is like, by field: the stems of what is said about it."""
    owner = Owner(card.tenant_id, card.tenant, card.url, card.name, card.agency, 0, open=True)
    return {name: text for name, text in _Said.of(card.course, owner).fields().items() if name in fields.OF_STEMS}


@dataclass(frozen=True, slots=True)
class _Text:
    """What a text says: its words and their stems, and the stems of what others call it, as they are written into fields."""

    words: str
    stems: str
    also: str
    found_by: frozenset[str]


# Agencies offer the same course again and again, with the same title, summary and category.
@lru_cache(maxsize=4096)
def _text(text: str) -> _Text:
    said = plain(text)
    also = also_called(said)
    stemmed = [_stemmed(word) for word in said]
    others = [_stemmed(word) for word in also]
    marked = {fields.as_stem(stem) for of_word in (*stemmed, *others) for stem in of_word.split()}
    return _Text(" ".join(said), " ".join(stemmed), " ".join(others), frozenset(marked | set(said)))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a course says, by where it stands."""

    title: _Text
    whose: _Text
    about: tuple[_Text, ...]

    @classmethod
    def of(cls, course: Course, owner: Owner) -> "_Said":
        about = (course["summary"], course["category"], course["training_type"], course["batch"], course["topics"])
        return cls(_text(course["title"]), _text(f"{owner.agency} {owner.name}"), tuple(_text(one) for one in about if one))

    def fields(self) -> dict[str, str]:
        """What stands in which field."""
        return {
            "title": self.title.words,
            "title_stem": self.title.stems,
            "whose": self.whose.words,
            "also": f"{self.title.also} {self.whose.also}",
            "about": " ".join([one.words for one in self.about]),
            "about_stem": " ".join([f"{one.stems} {one.also}" for one in self.about]),
        }

    def found_by(self) -> str:
        """All terms by which the course is found, each once."""
        return " ".join(self.title.found_by.union(self.whose.found_by, *[one.found_by for one in self.about]))


def plain(text: str) -> list[str]:
    """The words of a text, as they stand."""
    return [word.text for word in words(text)]


@lru_cache(maxsize=200_000)
def _stemmed(word: str) -> str:
    return " ".join(sorted(stems(word)))


@lru_cache(maxsize=2000)
def _facts(owner: Owner) -> str:
    presented = (owner.sentence, owner.colour, owner.logo)
    return json.dumps([fields.VERSION, owner.slug, owner.url, owner.name, owner.agency, owner.sign_in, *presented])


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _add_standing(values: dict[str, object], standing: Standing, own: int) -> None:
    popular = standing.popularity << _POPULAR_BITS | own >> 64 - _POPULAR_BITS
    values[fields.BY_POPULAR] = popular
    # What is not shown gives nobody a place; among equals the more popular comes first.
    values[fields.BY_RATING] = (standing.mean if standing.shown else 0) << _RATED_BITS | popular
    values[fields.BY_LOT] = own


def _add_numbers(values: dict[str, object], course: Course, owner: Owner, standing: Standing) -> None:
    key = key_of(owner.id, course["id"])
    own, minutes = _digest(key), course["minutes"]
    shown_minutes = _LONGEST if minutes is None else min(minutes, _LONGEST - 1)
    values[fields.KEY], values[fields.TENANT], values[fields.COURSE] = key, owner.id, course["id"]
    values[fields.BY_NEWEST] = _age(course) << _NEWEST_BITS | own >> 64 - _NEWEST_BITS
    values[fields.BY_MINUTES] = shown_minutes << _MINUTES_BITS | own >> 64 - _MINUTES_BITS
    _add_standing(values, standing, own)
    values[fields.STEADY] = 1 + _STEADY_SHARE * (own >> 64 - _STEADY_BITS) / 2**_STEADY_BITS
    if course["starts"] is not None:
        values[fields.STARTS] = course["starts"]
    if (door := opening(course)) is not None:
        opens, closes = door
        values[fields.OPENS], values[fields.CLOSES] = opens, _NEVER if closes is None else closes


def _age(course: Course) -> int:
    """When it was made. A site whose clock is ahead makes nothing newer than the moment at which its row came here."""
    return int(min(course["created"], course["changed_at"] // _MS, _NEWEST))


@dataclass(frozen=True, slots=True)
class Card:
    """What a hit shows: the course's row, whose it is, the address of its site, where it stands, what LAN says beside the row.

    `sign_in`: people sign in there at the identity issuer.
    """

    tenant_id: int
    tenant: str
    url: str
    name: str
    agency: str
    badge: bool
    course: Course
    standing: Standing
    sign_in: bool = False
    sentence: str | None = None
    colour: str | None = None
    logo: str | None = None
    curated: Mapping[str, Any] = field(default_factory=dict)

    @property
    def entrance(self) -> str:
        """Where a learner enters it."""
        return entrance(self.url, self.course["id"], sign_in=self.sign_in)


def beside(course: Course) -> dict[str, Any]:
    """What LAN says of a course that is no column of its row."""
    return {name: course[name] for name in BESIDE if course.get(name) is not None}


def _card(course: Course, owner: Owner, *, badge: bool, standing: Standing) -> bytes:
    row = [course[name] for name in COURSE.column_names]
    whose = [owner.id, owner.slug, owner.url, owner.name, owner.agency]
    presented = [owner.sign_in, owner.sentence, owner.colour, owner.logo]
    return _ENCODER.encode([*whose, badge, row, astuple(standing), *presented, beside(course)]).encode()


def card_of(document: Document) -> Card:
    """What a document of the index shows."""
    tenant_id, tenant, url, name, agency, badge, row, standing, *presented = json.loads(document[fields.CARD][0])
    course = dict(zip(COURSE.column_names, row, strict=True))
    return Card(tenant_id, tenant, url, name, agency, badge, course, Standing(*standing), *presented)
