"""What the centre did with a tenant's data, for this tenant (docs/contract.md section 7). Reads the store, never a tenant."""

from fastapi import APIRouter, BackgroundTasks
from starlette.requests import Request

from syncd import clock
from syncd.health.staleness import state_of
from syncd.model.kinds import STREAMS
from syncd.model.tenant import TenantRow
from syncd.serve.caller import bearer_token, member, pin_rotated_keys
from syncd.serve.centre import Centre
from syncd.store import ledger, rejections, rows, streams
from syncd.store.engine import Connection, reading

NEWEST = 50


def routes(centre: Centre) -> APIRouter:
    """The report."""
    router = APIRouter(prefix="/api/v1", tags=["membership"])

    @router.get("/report", summary="What was read, refused and verified of the calling site")
    def report(request: Request, after: BackgroundTasks) -> dict[str, object]:
        tenant, claims = member(centre, bearer_token(request), "report")
        # After the answer: a small site may be unable to serve its keys while it waits for us.
        after.add_task(pin_rotated_keys, centre, tenant, claims)
        with reading(centre.engine) as conn:
            return report_of(conn, tenant, clock.now_ms())

    return router


def report_of(conn: Connection, tenant: TenantRow, now_ms: int) -> dict[str, object]:
    """The report of one tenant at `now_ms`."""
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
            for row in ledger.newest(conn, tenant.id, NEWEST)
        ],
    }


def _seconds(milliseconds: int | None) -> int | None:
    return None if milliseconds is None else milliseconds // 1000
