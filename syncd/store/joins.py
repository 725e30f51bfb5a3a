"""Makes a site a tenant, or recognises it as the tenant it was. Writes the tenant table."""

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from syncd.errors import JoinRefusedError
from syncd.model.tenant import TenantRow
from syncd.store import centre_keys, leases, syncs, tenants
from syncd.store.invites import Invite
from syncd.store.schema import tenant

SLUG_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Applicant:
    """A site that has proved control of its address and of its key (docs/contract.md section 7)."""

    site: str
    url: str
    jwks: str
    jwks_sha256: str
    plugin: int
    release: str
    moodle: str
    php: str


def join(conn: Connection, invite: Invite, applicant: Applicant, now: int, slug: str | None = None) -> TenantRow:
    """The tenant this site is from now on, due at once.

    The same site with the same address and key keeps its data. Anything else that is known already is refused, unless LAN
    made the invitation for exactly this tenant: a copy of a site must not take its place silently. `slug`: of a new tenant, where
    its site knows it by that already; else it is made from the name.
    """
    centre_keys.lock(conn)
    same_site = tenants.by_site(conn, applicant.site)
    same_url = tenants.by_url(conn, applicant.url)
    reset = {}
    if invite.tenant_id is not None:
        tenant_id = invite.tenant_id
        if tenants.by_id(conn, tenant_id).site != applicant.site:
            # No site is in this epoch: the first answer begins a new one, and everything is read afresh.
            reset = {"epoch": ""}
        if any(known is not None and known.id != tenant_id for known in (same_site, same_url)):
            raise _conflict("this site or its address belongs to another tenant")
    elif same_site is not None:
        if same_site.url != applicant.url or same_site.jwks_sha256 != applicant.jwks_sha256:
            raise _conflict(
                "this site is known under another address or another key; ask LAN for an invitation made for this tenant"
            )
        tenant_id = same_site.id
    elif same_url is not None:
        raise _conflict("this address is known as another site; ask LAN for an invitation made for this tenant")
    else:
        tenant_id = _create(conn, invite, applicant, now, slug or _free_slug(conn, invite.name, applicant.site))
    if leases.being_removed(conn, tenant_id):
        raise _conflict("the rows of this site are still being deleted; try again in a minute")
    # A turn under way asks whoever was the tenant until now: it must store nothing more, and pin no key of theirs.
    syncs.close_lost(conn, tenant_id, now)
    here = conn.execute(
        update(tenant)
        .where(tenant.c.id == tenant_id)
        .values(
            fence=tenant.c.fence + 1,
            lease_owner=None,
            lease_until=0,
            site=applicant.site,
            url=applicant.url,
            jwks=applicant.jwks,
            jwks_sha256=applicant.jwks_sha256,
            plugin=applicant.plugin,
            release=applicant.release,
            moodle=applicant.moodle,
            php=applicant.php,
            failures=0,
            deaths=0,
            next_sync_at=0,
            last_tried_at=None,
            **reset,
        )
    )
    if here.rowcount != 1:
        raise _conflict("this site has left at this very moment; try again")
    return tenants.by_id(conn, tenant_id)


def _conflict(detail: str) -> JoinRefusedError:
    return JoinRefusedError(409, "conflict", detail)


def _create(conn: Connection, invite: Invite, applicant: Applicant, now: int, slug: str) -> int:
    if tenants.find(conn, slug) is not None:
        raise _conflict(f"another tenant has the short name {slug}")
    values = {
        "slug": slug,
        "name": invite.name,
        "agency": invite.agency,
        "url": applicant.url,
        "site": applicant.site,
        "joined_at": now,
        "next_sync_at": 0,
    }
    key = conn.execute(insert(tenant).values(values)).inserted_primary_key
    if key is None:
        raise RuntimeError("the database returned no key for the new tenant")
    return int(key[0])


def _free_slug(conn: Connection, name: str, site: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-") or "tenant"
    if conn.execute(select(tenant.c.id).where(tenant.c.slug == slug)).first() is None:
        return slug
    # Part of the site id makes it unique without counting, which two joins at once could do twice.
    return f"{slug[: SLUG_LENGTH - 9].strip('-')}-{site[:8]}"
