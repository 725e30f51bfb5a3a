"""Answers that may be kept for a moment, and that are not sent again to whoever has them. Pure."""

from hashlib import blake2b
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

# A course that is taken out is gone from kept answers after so long.
FRESH_S = 30
_KEPT, _KEPT_BY_ONE = f"public, max-age={FRESH_S}", f"private, max-age={FRESH_S}"


def answer(request: Request, body: bytes, media_type: str, audience: str | None = None) -> Response:
    """This body, or 304 where the caller has it already. `audience`: who may have it, where that is not everybody."""
    mark = f'W/"{blake2b(body, digest_size=12, key=_short(audience)).hexdigest()}"'
    headers = {"ETag": mark, "Cache-Control": _KEPT if audience is None else _KEPT_BY_ONE}
    if mark in _known(request):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _known(request: Request) -> list[str]:
    return [one.strip() for one in request.headers.get("if-none-match", "").split(",")]


def _short(audience: str | None) -> bytes:
    """What tells equal bytes for different people apart; nothing where they are for everybody."""
    return b"" if audience is None else blake2b(audience.encode(), digest_size=16).digest()
