"""What Keycloak asks the centre in a tenant's place: its key set, and to end sessions there. Uses the store, asks for realm keys.

Keycloak must never wait for a tenant: the centre answers at once and passes the end of a session on as durable work.
"""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, Depends
from starlette.responses import Response

from syncd.keycloak.clients import client_id
from syncd.keycloak.issuer_keys import IssuerKeys
from syncd.keys import Refusal, TokenRefusedError
from syncd.keys.logout import LogoutClaims, verify_logout
from syncd.log import Event
from syncd.model.tenant import TenantRow
from syncd.serve.body import read_limited
from syncd.serve.centre import Centre
from syncd.serve.problem import ProblemError, bad_request
from syncd.store import logouts, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction

_log = structlog.get_logger()
_RETRY_S = 30


def routes(centre: Centre) -> APIRouter:
    """The two addresses that a tenant's client at Keycloak names."""
    router = APIRouter(prefix="/api/v1/tenants/{slug}", tags=["identity issuer"])
    issuer_keys = centre.issuer_keys

    @router.get("/jwks.json", summary="The pinned key set of a tenant")
    def key_set(slug: str) -> Response:
        document = _joined(centre, slug).jwks
        return Response(document, media_type="application/json", headers={"Cache-Control": "max-age=60"})

    @router.post("/logout", summary="Back-channel logout for a tenant", openapi_extra=_FORM)
    def logout(slug: str, raw: Annotated[bytes, Depends(read_limited)]) -> Response:
        tenant = _joined(centre, slug)
        claims = _proven(centre, issuer_keys, tenant, _token_in(raw))

        def note(conn: Connection) -> bool:
            return logouts.receive(conn, tenant.id, claims.jti, claims.session, claims.subject, database_now_ms(conn))

        run_transaction(centre.engine, note)
        return Response(status_code=HTTPStatus.OK)

    return router


_FORM: dict[str, object] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "required": ["logout_token"], "properties": {"logout_token": {"type": "string"}}}
            }
        },
    }
}


def _joined(centre: Centre, slug: str) -> TenantRow:
    with reading(centre.engine) as conn:
        tenant = tenants.find(conn, slug)
    if tenant is None or tenant.jwks is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_member", "No tenant of this centre has this name.")
    return tenant


def _token_in(raw: bytes) -> str:
    try:
        fields = parse_qs(raw.decode("ascii"), strict_parsing=True, max_num_fields=4)
    except ValueError:
        raise bad_request("The body is not a form with a logout_token.") from None
    token = fields.get("logout_token", [""])
    if len(token) != 1 or not token[0]:
        raise bad_request("The body is not a form with one logout_token.")
    return token[0]


def _proven(centre: Centre, issuer_keys: IssuerKeys, tenant: TenantRow, token: str) -> LogoutClaims:
    """What the token says, if the issuer made it for this tenant."""
    issuer, document = centre.settings.keycloak.issuer, issuer_keys.document()
    if issuer is None or document is None:
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE, "maintenance", "The identity issuer's keys are not known now.", _RETRY_S
        )
    try:
        try:
            return verify_logout(token, document, issuer, client_id(tenant.slug))
        except TokenRefusedError as error:
            if error.reason is not Refusal.KEY:
                raise
            return verify_logout(token, issuer_keys.document(again=True) or document, issuer, client_id(tenant.slug))
    except TokenRefusedError as error:
        _log.warning(Event.REQUEST_REFUSED, scope="logout", tenant=tenant.slug, reason=str(error.reason))
        raise bad_request("This is no logout token of the identity issuer for this tenant.") from None
