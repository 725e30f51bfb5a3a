"""The rows of the front page, the same on the portal and in every Moodle: what each asks, how it is filled. Reads the index."""

from dataclasses import dataclass, field

from syncd.index.facets import OPEN, YES
from syncd.index.front import Placed, Row
from syncd.index.question import Sort
from syncd.index.search import Search

# No agency has more than two of six places; two of those for what is popular are for what has no stars yet. A phone shows three.
_PLACES, _OF_ONE, _BY_LOT = 6, 2, (2, 5)
PLAIN, _SHORT = Row(_PLACES, _OF_ONE), "10"


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One row: its name, what is chosen beside what one can enrol in now, the order, and how its places are given."""

    name: str
    sort: Sort
    row: Row
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> dict[str, str]:
        """What a course must be to stand in it."""
        return self.chosen | {OPEN: YES}

    def filled(self, search: Search, agency: str | None) -> list[Placed]:
        """The courses in their places, for people of this agency."""
        return search.front({name: (value,) for name, value in self.choices.items()}, self.sort, self.row, agency)


ROWS = (
    FrontRow("popular", Sort.POPULAR, Row(_PLACES, _OF_ONE, by_lot=_BY_LOT)),
    FrontRow("new", Sort.NEWEST, PLAIN),
    FrontRow("short", Sort.NEWEST, PLAIN, {"minutes": _SHORT}),
)
