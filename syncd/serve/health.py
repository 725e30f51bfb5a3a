"""Whether the centre lives and is ready to work, and its public keys. Reads the store."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from syncd import __version__, clock
from syncd.errors import ConfigurationError, StoreUnavailableError
from syncd.serve.centre import Centre
from syncd.serve.local import is_local
from syncd.store import beats
from syncd.store.engine import reading
from syncd.store.migrate import require_current

_DAEMON_SILENT_S = 90


def routes(centre: Centre) -> APIRouter:
    """Probes for the machine's watch, and the key set for every tenant."""
    router = APIRouter()

    @router.get("/.well-known/jwks.json", summary="The centre's public keys", tags=["keys"])
    def jwks() -> Response:
        # Exactly the bytes whose sha256 our tokens carry. Short-lived, so that a rotation is seen.
        return Response(centre.keys.jwks_document(), media_type="application/json", headers={"Cache-Control": "max-age=60"})

    @router.get("/health/live", summary="The process answers", tags=["health"])
    def live() -> dict[str, str]:
        return {"status": "live", "version": __version__}

    @router.get("/health/ready", summary="The store answers, its tables are current, the daemon works", tags=["health"])
    def ready(request: Request) -> JSONResponse:
        store, tables, silent_s = _checks(centre)
        ok = store and tables and silent_s is not None and silent_s <= _DAEMON_SILENT_S
        content: dict[str, object] = {"status": "ready" if ok else "not ready"}
        if is_local(request):  # which part is missing is nobody's business outside
            content |= {"store": store, "tables": tables, "daemon_silent_s": silent_s}
        return JSONResponse(content, 200 if ok else 503)

    return router


def _checks(centre: Centre) -> tuple[bool, bool, int | None]:
    """(the store answers, its tables are this program's, seconds since a daemon's last sign of life)."""
    try:
        require_current(centre.engine)
        with reading(centre.engine) as conn:
            beat_at = beats.newest(conn)
    except StoreUnavailableError:
        return False, False, None
    except ConfigurationError:
        return True, False, None
    return True, True, None if beat_at is None else max(0, clock.now_ms() - beat_at) // 1000
