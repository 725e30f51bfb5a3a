"""A tenant objects to what LAN says about one of its courses (docs/contract.md section 7). Writes objections."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.requests import Request

from syncd.errors import NotFoundError, ObjectionKnownError
from syncd.foreign_text import is_sentence
from syncd.model.curated import MAX_WHY
from syncd.model.kinds import MAX_ID
from syncd.model.wire import CONTRACT
from syncd.serve.body import described, parsed, read_limited
from syncd.serve.centre import Centre
from syncd.serve.problem import ProblemError, bad_request, rate_limited
from syncd.serve.quota import Quota
from syncd.serve.tenants.caller import bearer_token, member
from syncd.store import objections
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, run_transaction

_A_MINUTE = 20


class ObjectionBody(BaseModel):
    """One objection: to which decision, and why. Another one to the same decision is refused, the same one is not."""

    contract: int = Field(ge=CONTRACT, le=CONTRACT)
    decision: int = Field(ge=1, le=MAX_ID)
    reason: str = Field(min_length=1, max_length=MAX_WHY)


def routes(centre: Centre) -> APIRouter:
    """The route."""
    router = APIRouter(prefix="/api/v1", tags=["membership"])
    quota = Quota(_A_MINUTE)

    @router.post("/objections", summary="Object to what LAN says about a course", openapi_extra=described(ObjectionBody))
    def objected(request: Request, raw: Annotated[bytes, Depends(read_limited)]) -> dict[str, object]:
        tenant, _claims = member(centre, bearer_token(request), "objection")
        if wait := quota.wait_s(tenant.slug):
            raise rate_limited(wait)
        body = parsed(raw, ObjectionBody)
        if not is_sentence(body.reason, MAX_WHY):
            raise bad_request("reason: is one line of text that can be seen.")

        def note(conn: Connection) -> int:
            return objections.object_to(conn, tenant.id, body.decision, body.reason, database_now_ms(conn))

        try:
            at = run_transaction(centre.engine, note)
        except NotFoundError:
            raise ProblemError(404, "decision_unknown", "Nothing that LAN says about this tenant now has this number.") from None
        except ObjectionKnownError:
            raise ProblemError(
                409, "objection_known", "This decision has been objected to already, for another reason."
            ) from None
        return {"decision": body.decision, "at": at // 1000}

    return router
