"""How many requests may be under way at once; health and keys are always answered. Pure but for a number."""

from starlette.types import ASGIApp, Receive, Scope, Send

from syncd.serve.problem import ProblemError, response

_BACK_IN_S = 5


class Crowd:
    """The application behind a door that lets in so many at once."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most, self._inside = app, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _always(scope["path"]):
            await self._app(scope, receive, send)
            return
        if self._inside >= self._most:
            await response(_full())(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._inside -= 1


def _always(path: str) -> bool:
    return path.startswith("/health/") or path.endswith("/jwks.json")


def _full() -> ProblemError:
    return ProblemError(503, "maintenance", "Too many requests are under way; try again soon.", _BACK_IN_S)
