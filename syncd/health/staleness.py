"""The state of a tenant, computed by the reader from time stamps, so that a dead daemon is visible too. Pure."""

from enum import StrEnum

from syncd import clock
from syncd.errors import Code
from syncd.model.tenant import TenantRow

DEFAULT_TARGET_S = 600


class State(StrEnum):
    """What the status page shows; `fresh` is the only green one."""

    NEW = "new"
    FRESH = "fresh"
    LATE = "late"
    FAILING = "failing"
    PAUSED = "paused"


# What needs attention comes first.
ORDER = (State.FAILING, State.LATE, State.NEW, State.PAUSED, State.FRESH)


def state_of(tenant: TenantRow, now_ms: int, target_s: int = DEFAULT_TARGET_S) -> State:
    """Compute the state at `now_ms` (epoch milliseconds); `target_s` is the age in seconds a tenant's data must not exceed.

    Fresh means verified equal: the last turn succeeded within the target and the last comparison of digests agreed. What is said
    to have happened in the future did not happen: it makes nothing fresh.
    """
    if tenant.paused_by is not None:
        return State.PAUSED
    if tenant.failures > 0:
        return State.FAILING
    if tenant.last_ok_at is None:
        return State.NEW
    if tenant.verified_equal is False:
        return State.FAILING
    elapsed = clock.elapsed_ms(tenant.last_ok_at, now_ms)
    young = elapsed is not None and elapsed <= target_s * 1000 and not clock.is_ahead(tenant.verified_at, now_ms)
    return State.FRESH if young and tenant.verified_equal else State.LATE


def age_s(tenant: TenantRow, now_ms: int) -> int | None:
    """Seconds since the last turn that succeeded, None where none ever did, or where it would have been in the future."""
    return clock.age_s(tenant.last_ok_at, now_ms)


def is_ahead(tenant: TenantRow, now_ms: int) -> bool:
    """Whether what is known of the tenant was written by a clock that was ahead: nobody can say how old it is."""
    return any(clock.is_ahead(then, now_ms) for then in (tenant.last_ok_at, tenant.last_tried_at, tenant.verified_at))


def shown_code(tenant: TenantRow, now_ms: int | None = None) -> str | None:
    """Name the code that explains a state which is not fresh: the last error, that the copy differs, a clock that was wrong."""
    if tenant.paused_by is not None:
        return Code.PAUSED
    if tenant.failures > 0:
        return tenant.last_code
    if tenant.verified_equal is False:
        return "DIVERGED"
    return "CLOCK_WAS_AHEAD" if now_ms is not None and is_ahead(tenant, now_ms) else None
