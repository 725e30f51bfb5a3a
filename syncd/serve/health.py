"""Answers whether the centre is alive and ready to work, and serves its public keys. Reads the store."""

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from syncd import __version__
from syncd.errors import ConfigurationError, StoreUnavailableError
from syncd.health.heartbeat import DaemonHealth, daemon_health
from syncd.serve.centre import Centre
from syncd.serve.local import is_local
from syncd.store import beats
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading
from syncd.store.migrate import require_current

# Whoever asks for health gives up soon; a database that hangs must not keep the answer.
_PATIENCE_S = 3.0


def routes(centre: Centre) -> APIRouter:
    """Probes for the machine's watch, and the key set for every tenant."""
    router = APIRouter()

    probe = _Probe(centre)

    # No thread is needed for these: they answer also when all threads wait for a database that hangs.
    @router.get("/.well-known/jwks.json", summary="The centre's public keys", tags=["keys"])
    async def jwks() -> Response:
        # Exactly the bytes whose sha256 our tokens carry. Short-lived, so that a rotation is seen.
        return Response(centre.keys.jwks_document(), media_type="application/json", headers={"Cache-Control": "max-age=60"})

    @router.get("/health/live", summary="The process answers", tags=["health"])
    async def live() -> dict[str, str]:
        return {"status": "live", "version": __version__}

    @router.get("/health/ready", summary="The store answers, its tables are current, the daemon works", tags=["health"])
    async def ready(request: Request) -> JSONResponse:
        found = await probe.ask()
        ok = found.store and found.tables and not found.daemon.down and not found.daemon.disagrees
        content: dict[str, object] = {"status": "ready" if ok else "not ready"}
        if is_local(request):  # which part is missing is nobody's business outside
            content |= {"store": found.store, "tables": found.tables, "daemon_silent_s": found.daemon.age_s}
            if wrong := found.daemon.sentences("en"):
                content["daemon"] = wrong
        return JSONResponse(content, 200 if ok else 503)

    return router


@dataclass(frozen=True, slots=True)
class _Found:
    """What the store said."""

    store: bool
    tables: bool
    daemon: DaemonHealth = field(default_factory=lambda: DaemonHealth(None))


class _Probe:
    """Looks at the store in a thread of its own, one look at a time, and waits for it no longer than a moment."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self._under_way: Future[_Found] | None = None
        self._lock = threading.Lock()

    async def ask(self) -> _Found:
        """What the store says, or that it does not answer in time."""
        with self._lock:
            # Who asks while a look hangs waits for that one: looks must not queue up behind a dead database.
            if self._under_way is None or self._under_way.done():
                self._under_way = self._thread.submit(_look, self._centre)
            look = self._under_way
        done, _ = await asyncio.wait([asyncio.wrap_future(look)], timeout=_PATIENCE_S)
        return look.result() if done else _Found(store=False, tables=False)


def _look(centre: Centre) -> _Found:
    try:
        require_current(centre.engine)
        with reading(centre.engine) as conn:
            return _Found(store=True, tables=True, daemon=daemon_health(beats.every(conn), database_now_ms(conn)))
    except StoreUnavailableError:
        return _Found(store=False, tables=False)
    except ConfigurationError:
        return _Found(store=True, tables=False)
