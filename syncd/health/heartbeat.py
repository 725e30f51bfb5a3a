"""How the daemons are, by their signs of life: silent, lame, or with a clock that cannot be right. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from syncd import clock
from syncd.health.sentences import sentence
from syncd.store.beats import Beat

# It gives a sign every ten seconds.
_SILENT_S = 90


@dataclass(frozen=True, slots=True)
class DaemonHealth:
    """What the daemons' signs of life say. `age_s`: of the newest one that can be, None without any.

    `ahead`: one is of the future. `short`: a living one lacks workers. `clock_off_s`: how far the clock of a living one is from
    the database's, where that is the furthest.
    """

    age_s: int | None
    ahead: bool = False
    short: bool = False
    clock_off_s: int = 0

    @property
    def down(self) -> bool:
        """Whether nobody is asking tenants."""
        return self.age_s is None or self.age_s > _SILENT_S

    @property
    def disagrees(self) -> bool:
        """Whether a daemon's clock and the database's cannot both be right."""
        return self.ahead or abs(self.clock_off_s) * 1000 > clock.SKEW_MS

    def sentences(self, language: str = "id") -> list[str]:
        """What is wrong beside a daemon that is down, and who acts."""
        codes = ["CLOCKS_DISAGREE"] if self.disagrees else []
        codes += ["WORKERS_SHORT"] if self.short and not self.down else []
        return [sentence(code, language) for code in codes]


def daemon_health(found: Sequence[Beat], now_ms: int) -> DaemonHealth:
    """What these signs of life say at `now_ms`, by the database's clock, which wrote them."""
    ages = {one.owner: clock.age_s(one.beat_at, now_ms) for one in found}
    known = [age for age in ages.values() if age is not None]
    living = [one for one in found if (age := ages[one.owner]) is not None and age <= _SILENT_S]
    return DaemonHealth(
        min(known, default=None),
        ahead=None in ages.values(),
        short=any(one.living is not None and one.workers is not None and one.living < one.workers for one in living),
        clock_off_s=max((round((one.clock_off_ms or 0) / 1000) for one in living), key=abs, default=0),
    )
