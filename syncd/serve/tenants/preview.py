"""Tells whom a join code makes a site, and uses nothing up (docs/contract.md section 7). Reads invitations and tenants."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request

from syncd.model.tenant import TenantRow
from syncd.model.wire import CONTRACT
from syncd.serve.body import described, parsed, read_limited
from syncd.serve.centre import Centre
from syncd.serve.tenants.codes import Codes
from syncd.store import tenants
from syncd.store.engine import Connection, reading
from syncd.store.invites import Invite


class PreviewBody(BaseModel):
    """A site that holds a code and wants to know what it means."""

    contract: int = Field(ge=CONTRACT, le=CONTRACT)
    code: str = Field(min_length=1, max_length=128)
    site: str = Field(pattern="^[0-9a-f]{32}$")


def add(router: APIRouter, centre: Centre, codes: Codes) -> None:
    """The route. Whoever holds a code could join by it, so the code alone opens it: nothing is fetched for it."""

    @router.post("/join/preview", summary="Whom a join code makes this site", openapi_extra=described(PreviewBody))
    def preview(request: Request, raw: Annotated[bytes, Depends(read_limited)]) -> dict[str, object]:
        body = parsed(raw, PreviewBody)
        invite = codes.check(request, body.code)
        with reading(centre.engine) as conn:
            tenant = _tenant(conn, invite, body.site)
        return {
            "contract": CONTRACT,
            "centre": centre.url,
            "tenant": tenant.slug if tenant else None,
            "name": tenant.name if tenant else invite.name,
            "agency": tenant.agency if tenant else invite.agency,
            "url": tenant.url if tenant else None,
            "issuer": centre.settings.keycloak.issuer,
        }


def _tenant(conn: Connection, invite: Invite, site: str) -> TenantRow | None:
    """The tenant a site with this id would be from then on; None for a new one. The same choice as the join's."""
    return tenants.by_site(conn, site) if invite.tenant_id is None else tenants.by_id(conn, invite.tenant_id)
