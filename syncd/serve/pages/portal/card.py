"""What a card shows of a course: the same facts in the same order wherever it stands. Pure."""

import re
from dataclasses import dataclass, replace

from syncd.index.document import FOR_ALL, Card
from syncd.index.facets import language_of
from syncd.index.search import Hit
from syncd.index.snippet import Part
from syncd.model.curated import FEATURED, TOPIC
from syncd.model.enrolling import Door, door
from syncd.model.picture import address_of
from syncd.model.topics import of_text
from syncd.serve.market.answers import At
from syncd.serve.pages.portal.saying import Saying
from syncd.serve.pages.portal.standing import Stars, sentences, stars_of

# Words of an agency's name that say what every agency is are no initials of it.
_SMALL = {"dan", "dari", "untuk", "republik", "indonesia"}
_INITIALS = 2
_ABOUT = 200
_LANGUAGE = "id"
# Tiles of different colours, for courses without an image.
_TILES = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is about, and what is said."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of a course: its image, else a tile; the owner's logo; the owner's colour, which stands under no text."""

    image: str | None
    logo: str | None
    colour: str | None
    tile: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One card. Title and summary are parts of which some are marked; `spoken`: the language of both, if that is known."""

    tenant: str
    number: int
    agency: str
    site: str
    initials: str
    title: tuple[Part, ...]
    summary: tuple[Part, ...]
    spoken: str | None
    facts: tuple[Fact, ...]
    door: str
    is_open: bool
    places: str | None
    as_of: str | None
    stars: Stars
    why: tuple[str, ...]
    picture: Picture
    topics: tuple[str, ...]
    author: str | None
    badge: bool


def of_hit(hit: Hit, saying: Saying, at: At) -> Shown:
    """The card of a hit, with the words that were looked for marked."""
    return _shown(hit.card, hit.title, hit.summary, saying, at)


def of_card(card: Card, saying: Saying, at: At, *, by_lot: bool = False, featured: bool = False) -> Shown:
    """The card of a course that nobody looked for by words; `by_lot`, `featured`: it owes its place to a lot, or to LAN."""
    summary = str(card.course["summary"] or "")
    about = summary if len(summary) <= _ABOUT else f"{summary[:_ABOUT].rpartition(' ')[0] or summary[:_ABOUT]} …"
    shown = _shown(card, (Part(str(card.course["title"])),), (Part(about),) if about else (), saying, at)
    until = saying.day(card.curated[FEATURED]) if featured else None
    chosen = (saying.words["why_featured"].format(until),) if until else ()
    return replace(shown, why=(*chosen, *sentences(card.standing, saying, by_lot=by_lot)))


def initials(agency: str) -> str:
    """Two letters for where a logo will be."""
    words = [word for word in re.findall(r"\w+", agency) if word.casefold() not in _SMALL]
    return "".join(word[0] for word in words[:_INITIALS]).upper()


def picture_of(card: Card) -> Picture:
    """What is drawn of it; courses of one owner have one tile."""
    return Picture(address_of(card.course["image"]), card.logo, card.colour, sum(card.agency.encode()) % _TILES)


def facts(card: Card, saying: Saying) -> tuple[Fact, ...]:
    """What is known of a course, in the one order."""
    row, words = card.course, saying.words
    spoken = language_of(row)
    said = (
        ("agency", row["audience"] != FOR_ALL and words["own_agency"]),
        ("minutes", row["minutes"] is not None and saying.minutes(row["minutes"])),
        ("jp", row["jp_hundredths"] is not None and saying.credited(row["jp_hundredths"])),
        ("topic", card.curated.get(TOPIC) and saying.value("topic", card.curated[TOPIC])),
        *((name, row[name] and saying.value(name, row[name])) for name in ("competency", "format", "level")),
        ("spoken", spoken and spoken[0] != _LANGUAGE and saying.value("language", spoken[0])),
        ("badge", card.badge and words["with_badge"]),
    )
    return tuple(Fact(words[name], text) for name, text in said if text)


def _shown(card: Card, title: tuple[Part, ...], summary: tuple[Part, ...], saying: Saying, at: At) -> Shown:
    read_at = at.unread.get(card.tenant)
    return Shown(
        tenant=card.tenant,
        number=card.course["id"],
        agency=card.agency,
        site=card.name if card.name != card.agency else "",
        initials=initials(card.agency),
        title=title,
        summary=summary,
        spoken=next(iter(language_of(card.course)), None),
        facts=facts(card, saying),
        door=saying.door(card.course, at.now_s),
        is_open=door(card.course, at.now_s) is Door.OPEN,
        places=saying.places(card.course, at.now_s),
        as_of=None if read_at is None else saying.as_of(read_at),
        stars=stars_of(card.standing, saying),
        why=sentences(card.standing, saying),
        picture=picture_of(card),
        topics=of_text(card.course["topics"]),
        author=card.course["author"],
        badge=card.badge,
    )
