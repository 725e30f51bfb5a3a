"""Tells a tenant which of its people may not sign in anywhere any more (docs/contract.md section 9). Reads the people directory.

Keycloak tells of the end of sessions. Of a person who has none, nobody would be told, though a site's app may still be signed in.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request

from syncd.model.wire import CONTRACT
from syncd.serve.body import described, parsed, read_limited
from syncd.serve.centre import Centre
from syncd.serve.problem import bad_request, rate_limited
from syncd.serve.quota import Quota
from syncd.serve.tenants.caller import bearer_token, member
from syncd.store import people
from syncd.store.engine import reading

_A_MINUTE = 120
_AT_ONCE = 500
_Subject = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]


class BarredBody(BaseModel):
    """People of one issuer whom a site knows."""

    contract: int = Field(ge=CONTRACT, le=CONTRACT)
    issuer: str = Field(min_length=1, max_length=255)
    subjects: list[_Subject] = Field(max_length=_AT_ONCE)


def routes(centre: Centre) -> APIRouter:
    """The route. Who is not in the directory is not named: that may be somebody whom the centre has not read yet."""
    router = APIRouter(prefix="/api/v1", tags=["identity issuer"])
    quota = Quota(_A_MINUTE)

    @router.post("/barred", summary="Which of these people may not sign in any more", openapi_extra=described(BarredBody))
    def barred(request: Request, raw: Annotated[bytes, Depends(read_limited)]) -> dict[str, object]:
        tenant, _claims = member(centre, bearer_token(request), "barred")
        if wait := quota.wait_s(tenant.slug):
            raise rate_limited(wait)
        body = parsed(raw, BarredBody)
        if body.issuer != centre.settings.keycloak.issuer:
            raise bad_request("issuer: not the identity issuer of this centre.")
        with reading(centre.engine) as conn:
            return {"barred": sorted(people.barred_of(conn, set(body.subjects), gone=True))}

    return router
