"""A site joins by code, or leaves (docs/contract.md section 7).

Writes invitations and tenants, fetches a joining site's keys, makes or removes its client at Keycloak.
"""

import hashlib
import json
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request

from syncd import clock
from syncd.errors import Code, JoinRefusedError, TenantError
from syncd.keycloak.clients import client_id
from syncd.keys import claimed_issuer, sha256_hex
from syncd.log import Event
from syncd.model.kinds import MAX_ID
from syncd.model.tenant import TenantRow
from syncd.model.wire import CONTRACT
from syncd.serve.body import parsed, read_limited
from syncd.serve.caller import bearer_token, member, proven
from syncd.serve.centre import Centre
from syncd.serve.problem import ProblemError, bad_request, unauthorised
from syncd.store import invites, joins, removal
from syncd.store.engine import Connection, reading, run_transaction

_log = structlog.get_logger()
_Version = Annotated[str, Field(min_length=1, max_length=40)]


class JoinBody(BaseModel):
    """What a joining site says of itself."""

    contract: Literal[1]
    code: str = Field(min_length=1, max_length=128)
    site: str = Field(pattern="^[0-9a-f]{32}$")
    url: str = Field(min_length=1, max_length=255)
    name: str = Field(min_length=1, max_length=1333)
    plugin: int = Field(ge=0, le=MAX_ID)
    release: _Version
    moodle: _Version
    php: _Version


class LeaveBody(BaseModel):
    """The site that leaves."""

    site: str = Field(pattern="^[0-9a-f]{32}$")


def routes(centre: Centre) -> APIRouter:
    """The two routes of membership."""
    router = APIRouter(prefix="/api/v1", tags=["membership"])

    @router.post("/join", summary="Join by code", openapi_extra=_body(JoinBody))
    def join(request: Request, raw: Annotated[bytes, Depends(read_limited)]) -> dict[str, object]:
        return _join(centre, bearer_token(request), parsed(raw, JoinBody))

    @router.post("/leave", summary="Leave; every row of this site is deleted", openapi_extra=_body(LeaveBody))
    def leave(request: Request, raw: Annotated[bytes, Depends(read_limited)]) -> dict[str, object]:
        body = parsed(raw, LeaveBody)
        tenant, _claims = member(centre, bearer_token(request), "leave")
        if tenant.site != body.site:
            raise bad_request("site: not the site that signed this request.")
        return _leave(centre, tenant)

    return router


def _join(centre: Centre, token: str, body: JoinBody) -> dict[str, object]:
    if claimed_issuer(token) != body.url:
        raise unauthorised()
    try:
        # Before anything is fetched: only who was invited can make the centre ask an address.
        with reading(centre.engine) as conn:
            invites.check(conn, body.code, clock.now_ms())
        document = _fetched_keys(centre, body.url)
        claims = proven(centre, token, document, body.url, "join")
        if claims.jwks != sha256_hex(document.encode()):
            raise ProblemError(
                422,
                "jwks_unreachable",
                "jwks.php of this site gives an old answer: let no proxy or cache before the site keep it.",
            )
        applicant = joins.Applicant(body.site, body.url, document, claims.jwks, body.plugin, body.release, body.moodle, body.php)

        def admit(conn: Connection) -> TenantRow:
            now = clock.now_ms()
            return joins.join(conn, invites.redeem(conn, body.code, now), applicant, now)

        tenant = run_transaction(centre.engine, admit)
    except JoinRefusedError as error:
        _log.warning(Event.JOIN_REFUSED, code=error.code)
        raise ProblemError(error.status, error.code, _sentence(error.detail)) from None
    _log.info(Event.TENANT_JOINED, tenant=tenant.slug)
    # A Keycloak that is away costs nobody the join: the daemon makes the client within a minute.
    centre.clients.bring_soon(tenant.slug)
    return {
        "contract": CONTRACT,
        "tenant": tenant.slug,
        "centre": centre.url,
        "jwks": json.loads(centre.keys.jwks_document()),
        "agency": tenant.agency,
        "oidc": _oidc(centre, tenant),
    }


def _oidc(centre: Centre, tenant: TenantRow) -> dict[str, str] | None:
    """What the site signs its people in with; None where this centre has no realm."""
    issuer = centre.settings.keycloak.issuer
    return {"issuer": issuer, "client_id": client_id(tenant.slug)} if issuer else None


def _fetched_keys(centre: Centre, url: str) -> str:
    """The key set the site serves at its address, which proves that it controls the address."""
    try:
        return centre.client.fetch_jwks(url)
    except TenantError as error:
        code = "url_blocked" if error.code == Code.URL_BLOCKED else "jwks_unreachable"
        raise JoinRefusedError(
            422, code, f"the centre could not read the key set at {url}/local/asnunggul/jwks.php: {error.detail}"
        ) from None


def _leave(centre: Centre, tenant: TenantRow) -> dict[str, object]:
    deleted = removal.remove(centre.engine, tenant.id)
    centre.clients.bring_soon(tenant.slug, remove=True)
    left = clock.now_ms() // 1000
    evidence = json.dumps([tenant.slug, tenant.site, left, deleted], sort_keys=True, separators=(",", ":"))
    receipt = hashlib.sha256(evidence.encode()).hexdigest()
    # The log keeps what the receipt stands for, so that both sides can compare it later.
    _log.info(Event.TENANT_LEFT, tenant=tenant.slug, site=tenant.site, left=left, deleted=deleted, receipt=receipt)
    return {"tenant": tenant.slug, "left": left, "deleted": deleted, "receipt": receipt}


def _body(model: type[BaseModel]) -> dict[str, object]:
    """The OpenAPI description of a body that is read by hand because of its limits."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
