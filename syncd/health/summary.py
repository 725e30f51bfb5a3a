"""All tenants at a glance, for the command line, the status page and the API. Reads the store, in two queries and one more."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, literal, select, union_all

from syncd import clock
from syncd.health.heartbeat import DaemonHealth, daemon_health
from syncd.health.sentences import sentence
from syncd.health.staleness import DEFAULT_TARGET_S, ORDER, State, age_s, shown_code, state_of
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantRow
from syncd.store import beats, tenants
from syncd.store.schema import held_deletion, live_count, rejection, stream

_HELD_REFUSED = func.coalesce(held_deletion.c.refused, 0)


@dataclass(frozen=True, slots=True)
class TenantStatus:
    """One line of the table. `code` explains a state that is not fresh; ages in seconds, None where never.

    Counts are None where the tenant's admin has not switched the stream on, and nothing of it was ever kept.
    """

    slug: str
    name: str
    agency: str
    state: State
    courses: int | None
    enrolments: int | None
    completions: int | None
    badge_classes: int | None
    assertions: int | None
    ratings: int | None
    rejections: int
    held: int
    age_s: int | None
    verified: bool | None
    verified_age_s: int | None
    code: str | None
    error: str | None
    clock_skew_s: int | None

    @property
    def in_trouble(self) -> bool:
        """Whether there is anything to look at, also in a tenant that is fresh."""
        return self.state is not State.FRESH or bool(self.rejections or self.held)

    @property
    def rank(self) -> tuple[int, bool, str]:
        """Where it stands in a list: trouble first."""
        return ORDER.index(self.state), not self.in_trouble, self.name

    def sentence(self, language: str = "id") -> str:
        """What the code means, who acts, what was kept."""
        return sentence(self.code, language)


@dataclass(frozen=True, slots=True)
class Summary:
    """Every tenant by slug, and how the daemon is."""

    tenants: list[TenantStatus]
    daemon: DaemonHealth

    @property
    def daemon_age_s(self) -> int | None:
        """The age of the daemon's last sign of life."""
        return self.daemon.age_s

    @property
    def daemon_down(self) -> bool:
        """Whether nobody is asking tenants; the states then grow late by themselves."""
        return self.daemon.down

    @property
    def sound(self) -> bool:
        """Whether reading goes on as it should, whatever single tenants do."""
        return not (self.daemon.down or self.daemon.disagrees or self.daemon.short)


def summarise(conn: Connection, now_ms: int, target_s: int = DEFAULT_TARGET_S, *, only: int | None = None) -> Summary:
    """The state of all tenants at `now_ms` (epoch milliseconds, by the database's clock, which wrote all that is compared).

    `only`: of the one with this key.
    """
    counts = _counts(conn, only)
    return Summary(
        [_status(row, counts[row.id], now_ms, target_s) for row in tenants.listed(conn, only)],
        daemon_health(beats.every(conn), now_ms),
    )


def _counts(conn: Connection, only: int | None) -> defaultdict[int, defaultdict[str, int]]:
    """Live rows per kind, refused rows and held deletions of every tenant."""
    more = func.coalesce(stream.c.rejected_more, 0)
    held, held_refused = held_deletion.c.held + _HELD_REFUSED, _HELD_REFUSED
    parts = [
        select(live_count.c.tenant_id, live_count.c.kind, live_count.c.live),
        _per_tenant(rejection, "rejection", func.count()),
        _per_tenant(stream, "rejected_more", func.sum(more)),
        _per_tenant(held_deletion, "held", func.sum(held)),
        _per_tenant(held_deletion, "held_refused", func.sum(held_refused)),
    ]
    if only is not None:
        parts = [part.where(part.selected_columns.tenant_id == only) for part in parts]
    counts: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for tenant_id, kind, count in conn.execute(union_all(*parts)):
        counts[tenant_id][kind] = int(count)
    return counts


def _per_tenant(table: Table, name: str, count: ColumnElement[int]) -> Select[Any]:
    return select(table.c.tenant_id, literal(name), count).group_by(table.c.tenant_id)


def _count(row: TenantRow, counts: defaultdict[str, int], kind: str) -> int | None:
    """Nothing is not none: of a stream that is off nobody knows how many there are."""
    return counts[kind] if counts[kind] or KINDS[kind].stream in row.streams_on else None


def _status(row: TenantRow, counts: defaultdict[str, int], now_ms: int, target_s: int) -> TenantStatus:
    code = shown_code(row, now_ms)
    if code == "DIVERGED" and counts["held"]:
        code = "REFUSED_HELD" if counts["held_refused"] else "MASS_DELETE_HELD"
    elif code == "DIVERGED" and counts["rejected_more"]:
        code = "REJECTIONS_MANY"
    return TenantStatus(
        slug=row.slug,
        name=row.name,
        agency=row.agency,
        state=state_of(row, now_ms, target_s),
        courses=_count(row, counts, "course"),
        enrolments=_count(row, counts, "enrolment"),
        completions=_count(row, counts, "completion"),
        badge_classes=_count(row, counts, "badge_class"),
        assertions=_count(row, counts, "assertion"),
        ratings=_count(row, counts, "rating"),
        rejections=counts["rejection"] + counts["rejected_more"],
        held=counts["held"],
        age_s=age_s(row, now_ms),
        verified=row.verified_equal,
        verified_age_s=clock.age_s(row.verified_at, now_ms),
        code=code,
        error=row.last_error,
        clock_skew_s=row.clock_skew_s,
    )
