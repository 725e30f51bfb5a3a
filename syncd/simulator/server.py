"""Serves a world of simulated tenants on loopback, each at `/s/<number>`, over real sockets. Listens; connects only to join."""

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from syncd.simulator.control import control_routes
from syncd.simulator.faults import Reply
from syncd.simulator.tenant import compressed, problem
from syncd.simulator.world import World

HOST = "127.0.0.1"
MAX_REQUEST_BYTES = 64 * 1024
_DRIP_S = 0.4
_TRANSPORT = "syncd.transport"


class SimulatorServer:
    """A world and its server, as a context (in a thread) or in the foreground."""

    def __init__(self, make_world: Callable[[str], World], *, port: int = 0, latency_s: float = 0.0) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((HOST, port))
        self.base_url = f"http://{HOST}:{self._socket.getsockname()[1]}"
        self.world = make_world(self.base_url)
        config = uvicorn.Config(
            create_app(self.world, latency_s),
            http=_OpenProtocol,
            log_config=None,
            access_log=False,
            date_header=False,  # each tenant has its own clock
            lifespan="off",
            backlog=2048,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
        )
        # Broken connections are what this server is for.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._server = _AnnouncingServer(config)
        self._thread = Thread(target=self.run, name="simulator", daemon=True)

    def run(self) -> None:
        """Serve until stopped or interrupted."""
        self._server.run([self._socket])

    def __enter__(self) -> Self:
        self._thread.start()
        self._server.started_event.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


def create_app(world: World, latency_s: float = 0.0) -> Starlette:
    """The web application: key sets, feeds and the remote control."""

    async def jwks(request: Request) -> Response:
        tenant = world.tenants.get(request.path_params["number"])
        return Response(tenant.jwks, media_type="application/json") if tenant else Response(status_code=404)

    async def feed(request: Request) -> Response:
        tenant = world.tenants.get(request.path_params["number"])
        if tenant is None:
            return Response(status_code=404)
        if latency_s:
            await asyncio.sleep(latency_s)
        body = await request.body()
        if len(body) > MAX_REQUEST_BYTES:
            return _Sent(problem(413, "too_large", "The request is larger than 64 KiB."))
        reply = await run_in_threadpool(tenant.answer, body, request.headers.get("Authorization", ""))
        reply = replace(reply, headers={"Date": formatdate(tenant.now(), usegmt=True)} | reply.headers)
        return _Sent(compressed(reply) if "gzip" in request.headers.get("Accept-Encoding", "") else reply)

    async def course(request: Request) -> Response:
        if request.path_params["number"] not in world.tenants:
            return Response(status_code=404)
        return PlainTextResponse("A simulated site has no pages; on a real one you would be inside this course now.\n")

    return Starlette(
        routes=[
            Route("/s/{number:int}/course/view.php", course),
            Route("/s/{number:int}/local/asnunggul/jwks.php", jwks),
            Route("/s/{number:int}/local/asnunggul/feed.php", feed, methods=["POST"]),
            *control_routes(world),
        ]
    )


class _Sent(Response):
    """A reply of a tenant on its way, with whatever happens to it there."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.body, reply.status, reply.headers)
        self._reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match self._reply.wire:
            case "refuse":
                scope[_TRANSPORT].abort()
            case "hang":
                await _until_disconnected(receive)
            case "cut":
                await self._begin(send)
                await send({"type": "http.response.body", "body": self.body[: len(self.body) // 2], "more_body": True})
            case "drip":
                await self._begin(send)
                await self._drip(scope, send)
            case _:
                await super().__call__(scope, receive, send)

    async def _begin(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})

    async def _drip(self, scope: Scope, send: Send) -> None:
        for byte in bytes(self.body):
            if scope[_TRANSPORT].is_closing():
                return
            await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
            await asyncio.sleep(_DRIP_S)


async def _until_disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _OpenProtocol(H11Protocol):
    """Shows the application its connection, so that a fault can break it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - passed on as they are
        super().__init__(*arguments, **options)
        app = self.app

        async def with_transport(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - uvicorn's own types are private
            scope[_TRANSPORT] = self.transport
            await app(scope, receive, send)

        self.app = with_transport


class _AnnouncingServer(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.started_event = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.started_event.set()
