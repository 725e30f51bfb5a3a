"""The guard against mass deletions: how much may vanish at once without anybody being asked. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """Two limits, of which the larger one holds: so many rows, and this share of the live ones. All at once never may."""

    rows: int = 20
    percent: int = 10

    def allows(self, vanishing: int, live: int) -> bool:
        """Whether so many of so many live rows may vanish."""
        if 0 < live <= vanishing:
            return False
        return vanishing <= max(self.rows, live * self.percent // 100)
