"""How the independent tenant listens and asks. Connects to the centre, listens on loopback."""

import contextlib
import socket
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


def request(url: str, method: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
    """Ask once; status and body."""
    parts = urlsplit(url)
    with contextlib.closing(HTTPConnection(str(parts.hostname), parts.port, timeout=60)) as connection:
        connection.request(method, parts.path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()


class Listener(ThreadingHTTPServer):
    """Listens for one tenant, a thread for each connection."""

    daemon_threads, block_on_close, request_queue_size = True, False, 128
    tenant: Any

    def __init__(self, *arguments: Any) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def cut(self) -> None:
        """End every connection that is kept."""
        for request in list(self._open):
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever breaks off while we lie to them is right."""
