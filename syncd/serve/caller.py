"""Who calls: the tenant behind a request, proven with its pinned keys (docs/contract.md section 2). Uses the tenant table."""

import structlog
from starlette.requests import Request

from syncd.keys import BearerClaims, TokenRefusedError, claimed_issuer, verify_bearer
from syncd.keys.sign import Scope
from syncd.log import Event
from syncd.model.tenant import TenantAddress, TenantRow
from syncd.serve.centre import Centre
from syncd.serve.problem import ProblemError, unauthorised
from syncd.store import tenants
from syncd.store.engine import reading, transaction

_log = structlog.get_logger()


def bearer_token(request: Request) -> str:
    """The token of the request, or 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise unauthorised()
    return token


def proven(centre: Centre, token: str, jwks: str, url: str, scope: Scope) -> BearerClaims:
    """What the token says, if the site at `url` signed it with a key of this set for this purpose; else 401."""
    try:
        return verify_bearer(token, jwks, url, centre.url, scope, centre.replay)
    except TokenRefusedError as error:
        _log.warning(Event.REQUEST_REFUSED, scope=scope, reason=str(error.reason))
        raise unauthorised() from None


def member(centre: Centre, token: str, scope: Scope) -> tuple[TenantRow, BearerClaims]:
    """The tenant that calls. 404 when no member has the address in the token, 401 when the token is not this member's."""
    url = claimed_issuer(token)
    if url is None:
        raise unauthorised()
    with reading(centre.engine) as conn:
        tenant = tenants.by_url(conn, url)
    if tenant is None or tenant.site is None or tenant.jwks is None:
        raise ProblemError(404, "not_member", "This site has not joined this centre, or has left it.")
    return tenant, proven(centre, token, tenant.jwks, tenant.url, scope)


def pin_rotated_keys(centre: Centre, tenant: TenantRow, claims: BearerClaims) -> None:
    """After the answer: a believed token that announces another key set has it fetched and pinned."""
    if claims.jwks == tenant.jwks_sha256 or tenant.site is None or tenant.jwks is None or tenant.jwks_sha256 is None:
        return
    address = TenantAddress(tenant.id, tenant.slug, tenant.url, tenant.site, tenant.jwks, tenant.jwks_sha256)
    document = centre.client.refresh_jwks(address, claims.jwks)
    if document is not None:
        with transaction(centre.engine) as conn:
            tenants.pin_jwks(conn, tenant.id, document, claims.jwks)
        _log.info(Event.KEYS_PINNED, tenant=tenant.slug)
