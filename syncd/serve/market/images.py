"""Images of cards by their hash, for portal and Moodle, as the centre drew them anew. Reads the store."""

import re
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from syncd.model.picture import IMAGES
from syncd.serve.market.asking import not_found
from syncd.serve.origin import origin
from syncd.serve.threads import OwnThreads
from syncd.store import images
from syncd.store.engine import Engine, reading

_HASH = re.compile(r"[0-9a-f]{64}")
# A page shows many at once, and a whole agency may look through one address.
_AT_ONCE, _OF_ONE, _WAITING = 2, 64, 256
# Pages of one hour show the same images; a picture has a few kilobytes.
_KEPT = 512
_HEADERS = {
    # The bytes of a hash never change.
    "Cache-Control": "public, max-age=31536000, immutable",
    # Pages of every tenant's Moodle show them.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
}


def routes(engine: Engine) -> APIRouter:
    """The one address."""
    router = APIRouter(tags=["market"])
    threads, kept = OwnThreads("images", _AT_ONCE, each=_OF_ONE, waiting=_WAITING), dict[str, bytes]()

    def stored(sha256: str) -> bytes | None:
        with reading(engine) as conn:
            return images.read(conn, sha256)

    @router.get(f"{IMAGES}/{{sha256}}", summary="One image of a card", response_class=Response)
    async def image(request: Request, sha256: str) -> Response:
        if not _HASH.fullmatch(sha256):
            raise not_found()
        data = kept.get(sha256) or await threads.run(origin(request), partial(stored, sha256))
        if data is None:
            raise not_found()
        if len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[sha256] = data
        return Response(data, media_type="image/webp", headers=_HEADERS)

    return router
