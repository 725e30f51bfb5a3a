"""Who calls: the tenant behind a request, proven with its pinned keys (docs/contract.md section 2). Uses the tenant table."""

import structlog
from starlette.requests import Request

from syncd.foreign_text import is_text
from syncd.keys import BearerClaims, ReplayMemory, TokenRefusedError, claimed_issuer, verify_bearer
from syncd.keys.sign import Scope
from syncd.log import Event
from syncd.model.tenant import TenantRow
from syncd.serve.centre import Centre
from syncd.serve.problem import not_member, unauthorised
from syncd.store import tenants
from syncd.store.engine import reading, transaction

_log = structlog.get_logger()


def bearer_token(request: Request) -> str:
    """The token of the request, or 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthorised(token=False)
    return token


def proven(centre: Centre, token: str, jwks: str, url: str, scope: Scope, replay: ReplayMemory | None = None) -> BearerClaims:
    """What the token says, if the site at `url` signed it with a key of this set for this purpose; else 401.

    `replay`: where tokens of this purpose are remembered, if not among all others.
    """
    try:
        return verify_bearer(token, jwks, url, centre.url, scope, replay or centre.replay)
    except TokenRefusedError as error:
        _log.warning(Event.REQUEST_REFUSED, scope=scope, reason=str(error.reason))
        raise unauthorised() from None


def member(centre: Centre, token: str, scope: Scope) -> tuple[TenantRow, BearerClaims]:
    """The tenant that calls. 404 when no member has the address in the token, 401 when the token is not this member's."""
    tenant = member_at(centre, claimed_address(token))
    return tenant, proven(centre, token, str(tenant.jwks), tenant.url, scope)


def claimed_address(token: str) -> str:
    """The address of the site that the token says it is from, or 401. Nothing is proven by that."""
    url = claimed_issuer(token)
    if url is None or not is_text(url):
        raise unauthorised()
    return url


def member_at(centre: Centre, url: str) -> TenantRow:
    """The member with this address and its pinned keys, or 404."""
    with reading(centre.engine) as conn:
        tenant = tenants.by_url(conn, url)
    if tenant is None or tenant.jwks is None:
        raise not_member()
    return tenant


def pin_rotated_keys(centre: Centre, tenant: TenantRow, claims: BearerClaims) -> None:
    """If a believed token announces another key set than the pinned one, fetch and pin it. Waits for the tenant."""
    address = tenants.address_of(tenant)
    document = centre.feed.refresh_jwks(address, claims.jwks, claims.token)
    if document is None:
        return
    with transaction(centre.engine) as conn:
        pinned = tenants.pin_jwks(conn, tenant.id, document, claims.jwks, instead_of=address.jwks_sha256)
    if pinned:
        _log.info(Event.KEYS_PINNED, tenant=tenant.slug)
