"""Says whether the realm can be reached, which of its clients are late and which tenants were not told of ended sessions.

Computed when it is read. Reads the store.
"""

from dataclasses import dataclass

from syncd import clock
from syncd.health.sentences import sentence
from syncd.store import clients, directory, logouts
from syncd.store.engine import Connection

# One interval, one turn and a retry later than the newest look, nobody can say that a disabled person is signed out.
_SILENT_S = 360
_NAMED = 10


@dataclass(frozen=True, slots=True)
class RealmHealth:
    """`code` explains what is wrong, None where all is well.

    `held`: people whose removal waits; `late`: tenants' clients; `untold`: tenants that do not hear which sessions have ended.
    """

    code: str | None
    error: str | None
    age_s: int | None
    held: int
    late: tuple[str, ...]
    untold: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether people are read, and nobody's removal waits for LAN. A client that is late the daemon corrects by itself."""
        return self.code is None and not self.held

    def sentences(self, language: str = "id") -> list[str]:
        """What is wrong, who acts, what was kept."""
        codes = [self.code] if self.code else []
        codes += ["PEOPLE_HELD"] if self.held else []
        codes += ["CLIENT_LATE"] if self.late else []
        said = [sentence(code, language) for code in codes]
        if self.untold:
            said.append(
                f"{sentence('LOGOUT_WAITING', language)} ({', '.join(self.untold[:_NAMED])}{', …' * (len(self.untold) > _NAMED)})"
            )
        return said


def realm_health(conn: Connection, now_ms: int) -> RealmHealth:
    """The state of the realm when the daemon last asked it."""
    state = directory.state(conn)
    age_s = clock.age_s(state.last_ok_at, now_ms)
    if state.failures > 0 or (age_s is not None and age_s > _SILENT_S):
        code: str | None = "ISSUER_DOWN"
    else:
        code = "CLOCK_WAS_AHEAD" if clock.is_ahead(state.last_ok_at, now_ms) else None
    return RealmHealth(code, state.last_error, age_s, state.held, tuple(clients.late(conn)), tuple(logouts.untold(conn)))
