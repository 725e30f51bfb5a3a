"""What Keycloak asks the centre in a tenant's place: its key set, and to end sessions there. Uses the store, asks for realm keys.

Keycloak must never wait for a tenant: the centre answers at once and passes the end of a session on as durable work.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from syncd.keycloak.clients import client_id
from syncd.model.tenant import TenantRow
from syncd.serve import logout_token
from syncd.serve.body import read_limited
from syncd.serve.centre import Centre
from syncd.serve.problem import ProblemError
from syncd.store import logouts, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction


def routes(centre: Centre) -> APIRouter:
    """The two addresses that a tenant's client at Keycloak names."""
    router = APIRouter(prefix="/api/v1/tenants/{slug}", tags=["identity issuer"])
    issuer_keys = centre.issuer_keys

    @router.get("/jwks.json", summary="The pinned key set of a tenant")
    def key_set(slug: str) -> Response:
        document = _joined(centre, slug).jwks
        return Response(document, media_type="application/json", headers={"Cache-Control": "max-age=60"})

    @router.post("/logout", summary="Back-channel logout for a tenant", openapi_extra=logout_token.FORM)
    def logout(slug: str, raw: Annotated[bytes, Depends(read_limited)]) -> Response:
        tenant = _joined(centre, slug)
        claims = logout_token.proven(raw, centre.settings.keycloak.issuer, issuer_keys, client_id(tenant.slug))

        def note(conn: Connection) -> bool:
            return logouts.receive(conn, tenant.id, claims.jti, claims.session, claims.subject, database_now_ms(conn))

        run_transaction(centre.engine, note)
        return Response(status_code=HTTPStatus.OK)

    return router


def _joined(centre: Centre, slug: str) -> TenantRow:
    with reading(centre.engine) as conn:
        tenant = tenants.find(conn, slug)
    if tenant is None or tenant.jwks is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_member", "No tenant of this centre has this name.")
    return tenant
