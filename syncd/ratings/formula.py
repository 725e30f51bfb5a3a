"""The published ranking formula of docs/ranking.md, with its numbers. Pure: whole numbers only, so that every machine agrees.

What counts as a vote is asked of the store (`store/votes.py`), which adds votes up with the numbers given here.
"""

from dataclasses import dataclass

from syncd.model.standing import DAYS, STAR, WHOLE, Standing
from syncd.store.votes import Tally, Weights

# A vote loses half of its weight in a year, in steps of a quarter of 91 days.
_QUARTER, _YEAR = 91, (1000, 841, 707, 595)
_QUARTERS = 40
# Of the votes of one agency for one course on one day so many count in full, and of each further one a tenth.
BURST, _TENTHS = 20, 10
# The weight of one fresh vote, in what weights are added up in.
VOTE = _YEAR[0] * _TENTHS
# The national mean counts like so many votes. It begins as if so many people had given so many tenths of a star.
PRIOR_VOTES = 10
FIRST_VOTES, FIRST_PRIOR = 100, 40
# The votes of the owner's own agency weigh at most a third of all else in the mean: a quarter of the whole.
_OF_THE_REST = 3
OWN_SHARE = 100 // (_OF_THE_REST + 1)
# Completions by the owner's own people count up to so many, and a third of the others' more.
OWN_COMPLETIONS = 10
# Of a million: what stars can bring and what completions can, which a thousand completions bring.
_BY_STARS, _BY_COMPLETIONS = 600_000, 400_000
_DOUBLINGS = 10
_MOST_STARS = 4 * STAR
_TENTH = STAR // 10


@dataclass(frozen=True, slots=True)
class Period:
    """What a day of the capital's calendar means for what counts; days are counted from 1970."""

    day: int

    @property
    def until(self) -> int:
        """What is dated on this day or later is of a future that no clock explains, and does not count yet."""
        return self.day + 2

    @property
    def since(self) -> int:
        """From this day on completions count."""
        return self.day - DAYS

    @property
    def weights(self) -> Weights:
        """What a vote weighs, from which day on; earlier ones weigh nothing."""
        steps = [(self.day - _QUARTER * (number + 1) + 1, _weight(number)) for number in range(_QUARTERS)]
        return Weights(tuple(steps), BURST, _TENTHS)


def _weight(quarters: int) -> int:
    return _YEAR[quarters % len(_YEAR)] >> quarters // len(_YEAR)


def weight(age: int) -> int:
    """What a vote of this age in days weighs, in thousandths."""
    quarters = max(0, age) // _QUARTER
    return _weight(quarters) if quarters < _QUARTERS else 0


def national(weight: int, stars: int) -> int:
    """The national mean in tenths of a star, of all votes that count with their weights."""
    whole = weight + FIRST_VOTES * VOTE
    return _rounded(10 * stars + FIRST_PRIOR * FIRST_VOTES * VOTE, whole)


def of_the_nation(tally: Tally) -> tuple[int, int]:
    """What the votes for one course weigh in the national mean, and their stars: those of other agencies' people only.

    Whoever runs a site can make up courses and people of its own, as many as it likes, and must not move everybody's mean.
    """
    return tally.other_weight, tally.other_stars


def standing(tally: Tally, prior: int) -> Standing:
    """Where a course with these votes and completions stands; `prior`: the national mean in tenths."""
    rest, rest_stars = tally.other_weight + PRIOR_VOTES * VOTE, tally.other_stars + prior * PRIOR_VOTES * VOTE // 10
    own, own_stars = tally.own_weight, tally.own_stars
    capped = own * _OF_THE_REST > rest
    if capped:
        # The own agency's mean counts as a third of the rest: both sides are multiplied so that nothing is divided yet.
        above, below = _OF_THE_REST * rest_stars * own + rest * own_stars, (_OF_THE_REST + 1) * rest * own
        share, prior_share = OWN_SHARE, _rounded(100 * PRIOR_VOTES * VOTE * _OF_THE_REST, rest * (_OF_THE_REST + 1))
    else:
        above, below = rest_stars + own_stars, rest + own
        share, prior_share = _rounded(100 * own, below), _rounded(100 * PRIOR_VOTES * VOTE, below)
    mean = _rounded(STAR * above, below)
    completions = completed(tally)
    return Standing(
        votes=tally.others + tally.own,
        own=tally.own,
        mean=mean,
        prior=prior * _TENTH,
        prior_share=prior_share,
        own_share=share,
        capped=capped,
        damped=tally.damped,
        completions=completions,
        popularity=popularity(mean, completions),
    )


def completed(tally: Tally) -> int:
    """The completions that count."""
    return tally.other_completions + min(tally.own_completions, OWN_COMPLETIONS + tally.other_completions // _OF_THE_REST)


def popularity(mean: int, completions: int) -> int:
    """Six parts of ten by stars, four by completions, of a million."""
    return _BY_STARS * (mean - STAR) // _MOST_STARS + _BY_COMPLETIONS * reach(completions) // WHOLE


def reach(completions: int) -> int:
    """How far so many completions reach, of a million: each doubling of them is one step of ten."""
    # The logarithm to the base of two with straight lines between its whole values: the same on every machine.
    doublings = (completions + 1).bit_length() - 1
    between = (WHOLE * (completions + 1 - (1 << doublings))) >> doublings
    return min(WHOLE, (WHOLE * doublings + between) // _DOUBLINGS)


def _rounded(above: int, below: int) -> int:
    """A quotient of natural numbers, half rounded up."""
    return (2 * above + below) // (2 * below)
