"""A site joins by code, or leaves (docs/contract.md section 7).

Writes invitations and tenants, fetches a joining site's keys, makes or removes its client at Keycloak.
"""

import hashlib
import json
from functools import partial
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from syncd import clock
from syncd.errors import Code, JoinRefusedError, LeaseLostError, NotFoundError, TenantError
from syncd.keycloak.clients import client_id
from syncd.keys import claimed_issuer, sha256_hex
from syncd.log import Event
from syncd.model.kinds import MAX_ID
from syncd.model.tenant import TenantRow
from syncd.model.wire import CONTRACT
from syncd.serve.body import described, parsed, read_limited
from syncd.serve.centre import Centre
from syncd.serve.problem import ProblemError, bad_request, not_member, rate_limited, unauthorised
from syncd.serve.tenants import preview
from syncd.serve.tenants.caller import bearer_token, member, proven
from syncd.serve.tenants.codes import Codes, refused
from syncd.serve.threads import OwnThreads
from syncd.store import invites, joins, removal
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, run_transaction

_log = structlog.get_logger()
_JOINS, _LEAVES = 16, 4
# LAN removes the same tenant at this moment.
_AGAIN_S = 30
_Version = Annotated[str, Field(min_length=1, max_length=40)]


class JoinBody(BaseModel):
    """What a joining site says of itself."""

    contract: int = Field(ge=CONTRACT, le=CONTRACT)
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
    """The routes of membership: what a code means, joining by it, and leaving."""
    router = APIRouter(prefix="/api/v1", tags=["membership"])
    codes, joins_under_way, leaves_under_way = Codes(centre.engine), OwnThreads("join", _JOINS), OwnThreads("leave", _LEAVES)
    preview.add(router, centre, codes)

    @router.post("/join", summary="Join by code", openapi_extra=described(JoinBody))
    async def join(request: Request, raw: Annotated[bytes, Depends(read_limited)]) -> dict[str, object]:
        token, body = bearer_token(request), parsed(raw, JoinBody)
        if claimed_issuer(token) != body.url:
            raise unauthorised()
        # Before anything is fetched: only who was invited can make the centre ask an address.
        await run_in_threadpool(codes.check, request, body.code)
        # A code is used up at the end only; until then one site at a time tries it.
        return await joins_under_way.run(sha256_hex(body.code.encode()), partial(_join, centre, token, body))

    @router.post("/leave", summary="Leave; every row of this site is deleted", openapi_extra=described(LeaveBody))
    async def leave(request: Request, raw: Annotated[bytes, Depends(read_limited)]) -> dict[str, object]:
        token, body = bearer_token(request), parsed(raw, LeaveBody)
        tenant, _claims = await run_in_threadpool(member, centre, token, "leave")
        if tenant.site != body.site:
            raise bad_request("site: not the site that signed this request.")
        # Millions of rows take minutes, and nobody else waits for them.
        return await leaves_under_way.run(tenant.slug, partial(_leave, centre, tenant))

    return router


def _join(centre: Centre, token: str, body: JoinBody) -> dict[str, object]:
    try:
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
            now = database_now_ms(conn)
            return joins.join(conn, invites.redeem(conn, body.code, now), applicant, now)

        tenant = run_transaction(centre.engine, admit)
    except JoinRefusedError as error:
        raise refused(error) from None
    _log.info(Event.TENANT_JOINED, tenant=tenant.slug)
    # A Keycloak that is away costs nobody the join: the daemon makes the client within a minute.
    centre.tenant_clients.bring_soon(tenant.slug)
    return {
        "contract": CONTRACT,
        "tenant": tenant.slug,
        "centre": centre.url,
        "jwks": json.loads(centre.keys.jwks_document()),
        "agency": tenant.agency,
        "oidc": _oidc(centre, tenant),
    }


def _oidc(centre: Centre, tenant: TenantRow) -> dict[str, str] | None:
    """The issuer and client with which the site signs people in; None if this centre has no realm."""
    issuer = centre.settings.keycloak.issuer
    return {"issuer": issuer, "client_id": client_id(tenant.slug)} if issuer else None


def _fetched_keys(centre: Centre, url: str) -> str:
    """The key set the site serves at its address, which proves that it controls the address."""
    try:
        return centre.feed.fetch_jwks(url)
    except TenantError as error:
        code = "url_blocked" if error.code == Code.URL_BLOCKED else "jwks_unreachable"
        raise JoinRefusedError(
            422, code, f"the centre could not read the key set at {url}/local/asnunggul/jwks.php: {error.detail}"
        ) from None


def _leave(centre: Centre, tenant: TenantRow) -> dict[str, object]:
    try:
        deleted = removal.remove(centre.engine, tenant.id)
    except NotFoundError:
        raise not_member() from None
    except LeaseLostError:
        raise rate_limited(_AGAIN_S) from None
    centre.tenant_clients.bring_soon(tenant.slug, remove=True)
    left = clock.now_ms() // 1000
    evidence = json.dumps([tenant.slug, tenant.site, left, deleted], sort_keys=True, separators=(",", ":"))
    receipt = hashlib.sha256(evidence.encode()).hexdigest()
    # The log keeps what the receipt stands for, so that both sides can compare it later.
    _log.info(Event.TENANT_LEFT, tenant=tenant.slug, site=tenant.site, left=left, deleted=deleted, receipt=receipt)
    return {"tenant": tenant.slug, "left": left, "deleted": deleted, "receipt": receipt}
