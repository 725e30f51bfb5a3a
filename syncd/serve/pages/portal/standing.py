"""How the portal says where a course stands: its stars, and why it is where it is. Pure.

`syncd rating why` says the same sentences on a terminal.
"""

from dataclasses import dataclass

from syncd.index.front import LOT_S
from syncd.model.standing import WHOLE, Standing, reasons
from syncd.serve.pages.portal.saying import Saying

_MOST = 5
_FULL, _EMPTY = "★", "☆"


@dataclass(frozen=True, slots=True)
class Stars:
    """Stars with their number as a card shows them; without a `mean`, only how many ratings there are."""

    drawn: str
    mean: str | None
    count: str


def stars_of(standing: Standing, saying: Saying) -> Stars:
    """The stars of a course."""
    count = saying.words["rated" if standing.votes else "not_rated"].format(saying.number(standing.votes))
    if standing.stars is None:
        return Stars("", None, saying.words["rated_new"].format(saying.number(standing.votes)) if standing.votes else count)
    return Stars(drawn(round(standing.stars)), saying.number(standing.stars), count)


def drawn(stars: int) -> str:
    """So many of five stars."""
    return _FULL * stars + _EMPTY * (_MOST - stars)


def sentences(standing: Standing, saying: Saying, *, by_lot: bool = False) -> tuple[str, ...]:
    """Why a course is where it is, one reason a sentence."""
    words = saying.words
    known = {
        "votes": words["why_votes"] if standing.shown else words["why_few"],
        "prior": words["why_prior"],
        "own": words["why_own"],
        "own_capped": words["why_own_capped"],
        "damped": words["why_damped"],
        "completions": words["why_completions"],
        "new": words["why_new"],
    }
    lot = (words["why_lot"].format(saying.number(LOT_S // 60)),) if by_lot else ()
    said = [
        known[one.what].format(**{name: saying.number(value) for name, value in one.numbers.items()}) for one in reasons(standing)
    ]
    return (*lot, *said, words["why_popularity"].format(saying.number(round(standing.popularity * 100 / WHOLE, 1))))
