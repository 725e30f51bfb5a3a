"""Courses side by side: for each fact one row, for each course one column. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from syncd.index.document import Card
from syncd.index.facets import language_of
from syncd.model.comparing import RATE_FROM
from syncd.serve.market.answers import At
from syncd.serve.pages.portal.card import Shown
from syncd.serve.pages.portal.card import of_card as shown
from syncd.serve.pages.portal.saying import Saying

# Per cent by course, in the order of the courses; the whole is None while the store does not answer.
Rates = Sequence[int | None] | None
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One course: its card, and what its address in a comparison is."""

    shown: Shown
    course: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of all courses; `kind`: what is drawn otherwise than as text."""

    name: str
    texts: tuple[str, ...]
    kind: str = ""


def of_card(card: Card, saying: Saying, at: At) -> Column:
    """The head of a column."""
    return Column(shown(card, saying, at), f"{card.tenant}/{card.course['id']}")


def facts(cards: Sequence[Card], rates: Rates, saying: Saying, now_s: int) -> list[Compared]:
    """What tells the courses apart, the most telling first; what no course says is left out."""
    words = saying.words

    def row(name: str, text: Callable[[Card], object], kind: str = "") -> Compared:
        return Compared(words[name], tuple(str(text(card) or _NOTHING) for card in cards), kind)

    def said(name: str) -> Callable[[Card], object]:
        return lambda card: card.course[name] and saying.value(name, card.course[name])

    found = [
        row("stars", lambda _card: "", "stars"),
        row("minutes", lambda card: card.course["minutes"] is not None and saying.minutes(card.course["minutes"])),
        Compared(words["completed"], _rates(rates, len(cards), saying)),
        row("jp", lambda card: card.course["jp_hundredths"] is not None and saying.credited(card.course["jp_hundredths"])),
        row("entry", lambda card: saying.door(card.course, now_s)),
        row("level", said("level")),
        row("spoken", lambda card: next((saying.value("language", one) for one in language_of(card.course)), "")),
        row("format", said("format")),
        row("competency", said("competency")),
        row("badge", lambda card: card.badge and words["with_badge"]),
    ]
    return [one for one in found if one.kind or any(text != _NOTHING for text in one.texts)]


def _rates(rates: Rates, count: int, saying: Saying) -> tuple[str, ...]:
    if rates is None:
        return (saying.words["rates_away"],) * count
    few = saying.words["rate_few"].format(saying.number(RATE_FROM))
    return tuple(few if rate is None else f"{saying.number(rate)}%" for rate in rates)
