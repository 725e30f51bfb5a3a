"""What LAN staff see of the broken tenant after each of its turns, and whether that is what a test says. Reads the store."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncd.errors import Code
from syncd.health.staleness import State

if TYPE_CHECKING:
    from tests.faults.lab import Lab

CODES = {*map(str, Code), "DIVERGED"}
STATES = {*map(str, State)}
DELETION_HELD, ROWS_REFUSED, NOTED, CLOCK_NOTED = "deletion held", "rows refused", "noted with the sync", "clock difference noted"
WORDS = {*CODES, *STATES, DELETION_HELD, ROWS_REFUSED, NOTED, CLOCK_NOTED}


@dataclass(frozen=True)
class Seen:
    """The state after one turn, and all that was to be seen beside it."""

    state: str
    words: frozenset[str]


def look(lab: "Lab", tenant: int) -> Seen:
    """What is to be seen of this tenant now."""
    row, key = lab.row(tenant), lab.keys[tenant]
    words = {str(lab.state(tenant)), str(lab.shown(tenant))}
    if lab.ask_sql("SELECT 1 FROM held_deletion WHERE tenant_id = :id", id=key):
        words.add(DELETION_HELD)
    if lab.ask_sql("SELECT 1 FROM rejection WHERE tenant_id = :id", id=key):
        words.add(ROWS_REFUSED)
    if lab.ask_sql("SELECT 1 FROM sync WHERE tenant_id = :id AND notes <> ''", id=key):
        words.add(NOTED)
    if row.clock_skew_s:
        words.add(CLOCK_NOTED)
    return Seen(str(lab.state(tenant)), frozenset(words))


def compare(told: str, seen: list[Seen]) -> None:
    """Fail unless all that a test tells was seen, in the end where it is a good end, and no failure was seen that it does not tell."""
    words = told.split(", ")
    assert set(words) <= WORDS, f"a test tells {told!r}; the words are {sorted(WORDS)}"
    assert seen, f"a test tells {told!r}, and no turn was taken"
    missing = [word for word in words if not any(word in one.words for one in seen)]
    assert missing == [], f"never shown: {missing}; seen: {[sorted(one.words) for one in seen]}"
    if not CODES & set(words) and State.FAILING not in words:
        assert [one for one in seen if one.state == State.FAILING] == [], f"a test tells {told!r}"
    if State.FRESH in words:
        assert seen[-1].state == State.FRESH, f"a test tells {told!r}, and in the end it was {seen[-1].state}"
