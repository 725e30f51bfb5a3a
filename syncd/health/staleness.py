"""The state of a tenant, computed by the reader from time stamps, so that a dead daemon is visible too. Pure."""

from enum import StrEnum

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


def state_of(tenant: TenantRow, now_ms: int, target_s: int = DEFAULT_TARGET_S) -> State:
    """Compute the state at `now_ms` (epoch milliseconds); `target_s` is the age in seconds a tenant's data must not exceed.

    Fresh means verified equal: the last turn succeeded within the target and the last comparison of digests agreed.
    """
    if tenant.paused_by is not None:
        return State.PAUSED
    if tenant.failures > 0:
        return State.FAILING
    if tenant.last_ok_at is None:
        return State.NEW
    if tenant.verified_equal is False:
        return State.FAILING
    if now_ms - tenant.last_ok_at > target_s * 1000 or tenant.verified_equal is None:
        return State.LATE
    return State.FRESH


def age_s(tenant: TenantRow, now_ms: int) -> int | None:
    """Seconds since the last turn that succeeded, None where none ever did; 0, not less, where a clock stepped back."""
    return None if tenant.last_ok_at is None else max(0, (now_ms - tenant.last_ok_at) // 1000)


def shown_code(tenant: TenantRow) -> str | None:
    """Name the code that explains a state which is not fresh: the last error, or that the copy differs."""
    if tenant.paused_by is not None:
        return Code.PAUSED
    if tenant.failures > 0:
        return tenant.last_code
    return "DIVERGED" if tenant.verified_equal is False else None
