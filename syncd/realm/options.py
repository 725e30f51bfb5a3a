"""How people are read, as the settings want it. Pure."""

from dataclasses import dataclass, field

from syncd.model.guard import Guard
from syncd.settings import Settings


@dataclass(frozen=True, slots=True)
class PeopleOptions:
    """How people are read; see the settings `[keycloak]` and `[guard]`.

    `whole`: read everybody now to the end, due or not, however long it takes. `release`: remove people who are no longer in the
    realm, even if there are many.
    """

    interval_s: int = 240
    full_hour: int = 18
    allowed: frozenset[str] = frozenset({"aktif", "cpns"})
    page_size: int = 1000
    guard: Guard = field(default_factory=Guard)
    whole: bool = False
    release: bool = False


def people_options(settings: Settings) -> PeopleOptions:
    """How people are read, as the settings want it."""
    section = settings.keycloak
    return PeopleOptions(
        interval_s=section.people_interval_s,
        full_hour=section.people_full_hour,
        allowed=frozenset(status.casefold() for status in section.statuses_allowed),
        guard=Guard(settings.guard.rows, settings.guard.percent),
    )
