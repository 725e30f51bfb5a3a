"""What may be kept of the marketplace's answers, and for whom: answers to one audience are never those to another. Pure."""

from starlette.requests import Request
from starlette.responses import Response

from syncd.serve import cached
from syncd.serve.market.audience import Audience


def of(request: Request, audience: Audience, body: bytes) -> Response:
    """An answer to this audience."""
    response = cached.answer(request, body, "application/json", audience.kept_as)
    # Whoever keeps answers keeps them apart by what proves who asks.
    response.headers["Vary"] = "Authorization"
    return response
