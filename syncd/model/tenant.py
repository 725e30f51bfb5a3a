"""A tenant as the centre knows it: where to ask, what it runs, and what was last heard. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TenantAddress:
    """What the feed client needs to ask a tenant and to believe the answer.

    `url` is Moodle's wwwroot without trailing slash; `site` the permanent site id (32 hex);
    `jwks` the pinned key set document as text.
    """

    tenant_id: int
    slug: str
    url: str
    site: str
    jwks: str
    jwks_sha256: str


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
    paused_by: str | None
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
