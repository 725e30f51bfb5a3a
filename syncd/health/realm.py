"""Whether the realm can be reached and what at it is late, computed by the reader from the store. Reads the store."""

from dataclasses import dataclass

from sqlalchemy import Connection

from syncd.health.sentences import sentence
from syncd.store import clients, directory

# One interval, one turn and a retry later than the newest look, nobody can say that a disabled person is signed out.
_SILENT_S = 360


@dataclass(frozen=True, slots=True)
class RealmHealth:
    """`code` explains what is wrong, None where all is well. `held`: people whose removal waits; `late`: tenants' clients."""

    code: str | None
    error: str | None
    age_s: int | None
    held: int
    late: tuple[str, ...]

    def sentences(self, language: str = "id") -> list[str]:
        """What is wrong, who acts, what was kept."""
        codes = [self.code] if self.code else []
        codes += ["PEOPLE_HELD"] if self.held else []
        codes += ["CLIENT_LATE"] if self.late else []
        return [sentence(code, language) for code in codes]


def realm_health(conn: Connection, now_ms: int) -> RealmHealth:
    """How the realm was when it was last asked."""
    state = directory.state(conn)
    age_s = None if state.last_ok_at is None else max(0, (now_ms - state.last_ok_at) // 1000)
    down = state.failures > 0 or (age_s is not None and age_s > _SILENT_S)
    return RealmHealth("IDP_DOWN" if down else None, state.last_error, age_s, state.held, tuple(clients.late(conn)))
