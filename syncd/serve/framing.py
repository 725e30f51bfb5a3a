"""What concerns the frame of requests and answers alone: two lengths, a query too long, HEAD, where a redirect leads. Pure."""

from urllib.parse import urlsplit, urlunsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from syncd.serve.problem import bad_request, response

_LENGTHS = frozenset({b"content-length", b"transfer-encoding"})


# 200 choices with the names of agencies; nobody writes as much by hand.
MAX_QUERY = 24 * 1024


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


class ShortQuery:
    """The application, for requests whose query is short enough to be taken apart."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["query_string"]) > MAX_QUERY:
            await response(bad_request(f"The query has more than {MAX_QUERY} bytes."))(scope, receive, send)
        else:
            await self._app(scope, receive, send)


class HeadAsGet:
    """The application, which answers HEAD as it would GET, with the same headers and no body: monitors and previews ask so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def headers_only(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, headers_only)


class OwnAddresses:
    """The application, whose redirects to this host lead to a path of it, by whatever name and scheme the caller came here.

    The framework makes an address of the name that the caller gave this host; a redirect to anywhere else is meant.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def pathed(message: Message) -> None:
            if message["type"] == "http.response.start":
                here = next((value for name, value in scope["headers"] if name == b"host"), b"")
                headers = message["headers"]
                message["headers"] = [(name, _path(value, here) if name == b"location" else value) for name, value in headers]
            await send(message)

        await self._app(scope, receive, pathed if scope["type"] == "http" else send)


def _path(location: bytes, here: bytes) -> bytes:
    parts = urlsplit(location)
    if parts.netloc not in (b"", here):
        return location
    return urlunsplit((b"", b"", b"/" + parts.path.lstrip(b"/"), parts.query, b""))
