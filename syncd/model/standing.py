"""Where a course stands: what its ratings come to, how popular it is, and the reasons as data. Pure.

How the numbers come about is `ratings/formula.py`; whoever shows them makes sentences of the reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# So many votes must count before stars are shown: the mean of fewer says more about chance than about a course.
SHOWN_FROM = 5
# Completions of so many days, today beside them, count for how popular a course is.
DAYS = 90
# One star, and the whole of popularity, in what they are kept in.
STAR, WHOLE = 1000, 1_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one course stands. Stars in thousandths, shares in per cent of the weight in the mean.

    `votes`: how many count, `own` of them of the owner's own agency. `prior`: the national mean that was used; 0: nobody has
    computed anything yet. `capped`: the own agency's votes count less than they are; `damped`: a burst does.
    """

    votes: int = 0
    own: int = 0
    mean: int = 0
    prior: int = 0
    prior_share: int = 100
    own_share: int = 0
    capped: bool = False
    damped: bool = False
    completions: int = 0
    popularity: int = 0

    @property
    def shown(self) -> bool:
        """Whether stars are shown, and not only how many votes there are."""
        return self.votes >= SHOWN_FROM

    @property
    def stars(self) -> float | None:
        """The mean as people read it; None where it is not shown."""
        return round(self.mean / STAR, 1) if self.shown else None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a standing: what it is about, and its numbers."""

    what: str
    numbers: Mapping[str, float]


def reasons(standing: Standing) -> tuple[Reason, ...]:
    """Why a course stands where it does, the most telling first."""
    found = [Reason("votes", {"count": standing.votes} | ({"mean": standing.stars} if standing.stars is not None else {}))]
    if standing.shown:
        found.append(Reason("prior", {"share": standing.prior_share, "mean": round(standing.prior / STAR, 1)}))
    if standing.shown and standing.own:
        what = "own_capped" if standing.capped else "own"
        found.append(Reason(what, {"share": standing.own_share, "count": standing.own}))
    if standing.damped:
        found.append(Reason("damped", {}))
    found.append(Reason("completions", {"count": standing.completions, "days": DAYS}))
    if not standing.shown:
        found.append(Reason("new", {"from": SHOWN_FROM}))
    return tuple(found)
