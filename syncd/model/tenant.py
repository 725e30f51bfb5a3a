"""A tenant as the centre knows it: where to ask, what it runs, and what was last heard. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from syncd.model.wire import CONTRACT


class Pause(StrEnum):
    """Who paused a tenant: LAN, so that it is not asked, or its own admin, so that it lets nothing be read."""

    LAN = "lan"
    TENANT = "tenant"


# LAN's pause takes the login away as well; a pause of reading by the tenant admin does not.
CLOSES_SIGN_IN = Pause.LAN

# A turn that waits longer for answers keeps a worker from others; for a well tenant it is a fraction of a second.
SLOW_MS = 3_000


@dataclass(frozen=True, slots=True)
class TenantAddress:
    """What the feed client needs to ask a tenant and to believe the answer.

    `url` is Moodle's wwwroot without trailing slash; `site` the permanent site id (32 hex);
    `jwks` the pinned key set document as text; `contract` the version it is asked in.
    """

    tenant_id: int
    slug: str
    url: str
    site: str
    jwks: str
    jwks_sha256: str
    contract: int = CONTRACT


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one tenant's rows: valid while the tenant row still carries this fence."""

    tenant_id: int
    owner: str
    fence: int


@dataclass(frozen=True, slots=True)
class TenantRow:
    """One tenant with everything a page, a state or a turn needs. Times in epoch milliseconds, None where never."""

    id: int
    slug: str
    name: str
    agency: str
    url: str
    site: str | None
    jwks: str | None
    jwks_sha256: str | None
    epoch: str | None
    plugin: int | None
    release: str | None
    moodle: str | None
    clock_skew_s: int | None
    streams_on: tuple[str, ...]
    paused_by: Pause | None
    joined_at: int
    next_sync_at: int
    lease_owner: str | None
    lease_until: int
    fence: int
    failures: int
    deaths: int
    last_code: str | None
    last_error: str | None
    last_tried_at: int | None
    last_ok_at: int | None
    verified_at: int | None
    verified_equal: bool | None
    unfinished: int | None = None
    waited_ms: int | None = None
    contract: int = CONTRACT
    agency_code: str | None = None
    sign_in: bool | None = None

    @property
    def sign_in_open(self) -> bool:
        """Whether people may sign in there."""
        return self.paused_by is not CLOSES_SIGN_IN

    @property
    def in_trouble(self) -> bool:
        """Whether its last turn failed, did not come to its end, or waited long: its like gets at most half of the workers."""
        return self.failures > 0 or bool(self.unfinished) or (self.waited_ms or 0) > SLOW_MS
