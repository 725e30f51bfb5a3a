"""Refuses a request that says its length in two ways: a proxy may believe one and this server the other. Pure."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from syncd.serve.problem import bad_request, response

_LENGTHS = frozenset({b"content-length", b"transfer-encoding"})


class OneLength:
    """The application, for requests whose end nobody can see elsewhere than this server does.

    The connection ends with the refusal: what follows may be the rest of the request, made to look like another one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not {name for name, _ in scope["headers"]} >= _LENGTHS:
            await self._app(scope, receive, send)
            return

        async def ends(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        await response(bad_request("The request has both Content-Length and Transfer-Encoding."))(scope, receive, ends)
