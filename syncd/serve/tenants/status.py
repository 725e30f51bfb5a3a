"""Tells a tenant what the centre did with its data (docs/contract.md section 7). Reads the store, never a tenant."""

from contextlib import suppress
from functools import partial

from fastapi import APIRouter, BackgroundTasks
from starlette.requests import Request

from syncd.health.staleness import state_of
from syncd.keys import BearerClaims
from syncd.model.kinds import STREAMS
from syncd.model.tenant import TenantRow
from syncd.serve.centre import Centre
from syncd.serve.problem import ProblemError, rate_limited
from syncd.serve.quota import Quota
from syncd.serve.tenants.caller import bearer_token, member, pin_rotated_keys
from syncd.serve.threads import OwnThreads
from syncd.store import curation, objections, rejections, review, rows, streams, syncs
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading
from syncd.store.objections import Objection

NEWEST = 50
_A_MINUTE = 60
_FETCHES = 8


def routes(centre: Centre) -> APIRouter:
    """The route."""
    router = APIRouter(prefix="/api/v1", tags=["membership"])
    quota, fetches = Quota(_A_MINUTE), OwnThreads("announced keys", _FETCHES)

    async def follow(tenant: TenantRow, claims: BearerClaims) -> None:
        # One at a time for each tenant; what is not fetched now is announced again by the next token and the next turn.
        with suppress(ProblemError):
            await fetches.run(tenant.slug, partial(pin_rotated_keys, centre, tenant, claims))

    @router.get("/status", summary="What was read, refused and verified of the calling site")
    def tenant_status(request: Request, after: BackgroundTasks) -> dict[str, object]:
        tenant, claims = member(centre, bearer_token(request), "status")
        if wait := quota.wait_s(tenant.slug):
            raise rate_limited(wait)
        if claims.jwks != tenant.jwks_sha256:
            # After the answer: a small site may be unable to serve its keys while it waits for us.
            after.add_task(follow, tenant, claims)
        with reading(centre.engine) as conn:
            return status_of(conn, tenant, database_now_ms(conn))

    return router


def status_of(conn: Connection, tenant: TenantRow, now_ms: int) -> dict[str, object]:
    """The status of one tenant at `now_ms`."""
    read, live = streams.of_tenant(conn, tenant.id), rows.live_counts(conn, tenant.id)
    return {
        "tenant": tenant.slug,
        "state": str(state_of(tenant, now_ms)),
        "as_of": now_ms // 1000,
        "streams": [
            {
                "stream": name,
                "last_ok": _seconds(read[name].last_ok_at),
                "rows": sum(live.get(kind.name, 0) for kind in kinds),
                "verified": read[name].verified_equal is True,
                "verified_at": _seconds(read[name].verified_at),
            }
            for name, kinds in STREAMS.items()
            if name in read
        ],
        "rejections": [
            {
                "kind": row["kind"],
                "id": row["row_id"],
                "field": row["field"],
                "reason": row["reason"],
                "detail": row["detail"],
                "first_seen": _seconds(row["first_seen_at"]),
            }
            for row in rejections.newest(conn, tenant.id, NEWEST)
        ],
        "curation": [
            {
                "decision": one.id,
                "course": one.course,
                "field": one.field,
                "value": one.value,
                "why": one.by.why,
                "since": _seconds(one.by.at),
            }
            for one in curation.current(conn, tenant.id, NEWEST)
        ],
        "objections": [_objection(one) for one in objections.of_tenant(conn, tenant.id, NEWEST)],
        "review": [
            {"course": one.course, "state": str(one.state), "since": _seconds(one.since)}
            for one in review.waiting(conn, tenant.id)[:NEWEST]
        ],
        "syncs": [
            {
                "started": _seconds(row["started_at"]),
                "ended": _seconds(row["ended_at"]),
                "outcome": row["outcome"],
                "rows": row["rows"],
                "gone": row["gone"],
                "rejected": row["rejected"],
                "error": row["error"],
            }
            for row in syncs.newest(conn, tenant.id, NEWEST)
        ],
    }


def _objection(one: Objection) -> dict[str, object]:
    said = one.answer
    about = {"decision": one.decision, "course": one.course, "field": one.field, "value": one.value}
    answer = {"answer": said and said.why, "answered": _seconds(said.at) if said else None}
    return about | {"reason": one.reason, "at": _seconds(one.at)} | answer


def _seconds(milliseconds: int | None) -> int | None:
    return None if milliseconds is None else milliseconds // 1000
