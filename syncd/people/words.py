"""What a turn at the people is asked to do, works with, and did. Defines only."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError
from syncd.keycloak.people import PeoplePage
from syncd.model.person import Person
from syncd.settings import Settings
from syncd.store.people import Changes


class Realm(Protocol):
    """What is asked of the realm; `RealmPeople` does it."""

    def page(self, first: int, limit: int, *, disabled: bool = False) -> PeoplePage: ...
    def disabled(self, first: int, limit: int) -> tuple[list[str], int]: ...
    def one(self, subject: str) -> Person | None: ...
    def end_sessions(self, subject: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class PeopleOptions:
    """How people are read; see the settings `[keycloak]` and `[guard]`.

    `whole`: everybody to the end now, due or not, however long it takes. `release`: people whom the realm does not have are
    let go, however many.
    """

    interval_s: int = 240
    full_hour: int = 18
    allowed: frozenset[str] = frozenset({"aktif", "cpns"})
    page_size: int = 1000
    guard_rows: int = 20
    guard_percent: int = 10
    whole: bool = False
    release: bool = False

    def plausible(self, live: int) -> int:
        """How many of so many people may vanish in one pass without anybody being asked."""
        return max(self.guard_rows, live * self.guard_percent // 100)


def people_options(settings: Settings) -> PeopleOptions:
    """How people are read, as the settings want it."""
    section = settings.keycloak
    return PeopleOptions(
        interval_s=section.people_interval_s,
        full_hour=section.people_full_hour,
        allowed=frozenset(status.casefold() for status in section.statuses_allowed),
        guard_rows=settings.guard.rows,
        guard_percent=settings.guard.percent,
    )


@dataclass(slots=True)
class Reading:
    """What one turn did. `complete`: a complete pass came to its end; `held`: people whose removal waits for LAN."""

    outcome: Literal["ok", "failed", "lost"] = "ok"
    changes: Changes = field(default_factory=Changes)
    read: int = 0
    ended: int = 0
    refused: int = 0
    held: int = 0
    complete: bool = False
    failure: KeycloakUnavailableError | KeycloakRefusedError | None = None
