"""All tenants at a glance, for the command line, the status page and the API. Reads the store, in two queries and one more."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, func, literal, select, union_all

from syncd.health.sentences import sentence
from syncd.health.staleness import DEFAULT_TARGET_S, State, age_s, shown_code, state_of
from syncd.model.tenant import TenantRow
from syncd.store import beats, tenants
from syncd.store.schema import held_deletion, live_count, rejection

DAEMON_DOWN_S = 90


@dataclass(frozen=True, slots=True)
class TenantStatus:
    """One line of the table. `code` explains a state that is not fresh; ages in seconds, None where never."""

    slug: str
    name: str
    agency: str
    state: State
    courses: int
    enrolments: int
    completions: int
    badge_classes: int
    assertions: int
    rejections: int
    held: int
    age_s: int | None
    verified: bool | None
    verified_age_s: int | None
    code: str | None
    error: str | None
    clock_skew_s: int | None

    def sentence(self, language: str = "id") -> str:
        """What the code means, who acts, what was kept."""
        return sentence(self.code, language)


@dataclass(frozen=True, slots=True)
class Summary:
    """Every tenant by slug, and the age of the daemon's last sign of life."""

    tenants: list[TenantStatus]
    daemon_age_s: int | None

    @property
    def daemon_down(self) -> bool:
        """Whether nobody is asking tenants; the states then grow late by themselves."""
        return self.daemon_age_s is None or self.daemon_age_s > DAEMON_DOWN_S


def summarise(conn: Connection, now_ms: int, target_s: int = DEFAULT_TARGET_S) -> Summary:
    """The state of all tenants at `now_ms` (epoch milliseconds)."""
    counts = _counts(conn)
    beat_at = beats.newest(conn)
    return Summary(
        [_status(row, counts[row.id], now_ms, target_s) for row in tenants.list_tenants(conn)],
        None if beat_at is None else max(0, (now_ms - beat_at) // 1000),
    )


def _counts(conn: Connection) -> defaultdict[int, defaultdict[str, int]]:
    """Live rows per kind, refused rows and held deletions of every tenant."""
    parts = union_all(
        select(live_count.c.tenant_id, live_count.c.kind, live_count.c.live),
        select(rejection.c.tenant_id, literal("rejection"), func.count()).group_by(rejection.c.tenant_id),
        select(held_deletion.c.tenant_id, literal("held"), func.sum(held_deletion.c.held)).group_by(held_deletion.c.tenant_id),
    )
    counts: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for tenant_id, kind, count in conn.execute(parts):
        counts[tenant_id][kind] = int(count)
    return counts


def _status(row: TenantRow, counts: defaultdict[str, int], now_ms: int, target_s: int) -> TenantStatus:
    code = shown_code(row)
    if code == "DIVERGED" and counts["held"]:
        code = "MASS_DELETE_HELD"
    return TenantStatus(
        slug=row.slug,
        name=row.name,
        agency=row.agency,
        state=state_of(row, now_ms, target_s),
        courses=counts["course"],
        enrolments=counts["enrolment"],
        completions=counts["completion"],
        badge_classes=counts["badge_class"],
        assertions=counts["assertion"],
        rejections=counts["rejection"],
        held=counts["held"],
        age_s=age_s(row, now_ms),
        verified=row.verified_equal,
        verified_age_s=None if row.verified_at is None else max(0, (now_ms - row.verified_at) // 1000),
        code=code,
        error=row.last_error,
        clock_skew_s=row.clock_skew_s,
    )
