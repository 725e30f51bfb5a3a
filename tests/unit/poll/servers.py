"""What the client's tests talk to: a server on raw sockets that does exactly what a test says, and an honest tenant's answers."""

import contextlib
import gzip
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_network

import pytest

from syncd.errors import TenantError
from syncd.keys import Signer, sha256_hex
from syncd.model.tenant import TenantAddress
from syncd.poll.address import AddressPolicy
from syncd.poll.client import FeedClient
from syncd.poll.transport import TransportOptions

CENTRE = "https://centre.example"
SITE = "5" * 32
LOOPBACK = AddressPolicy((ip_network("127.0.0.0/8"),))


@cache
def centre_keys() -> Signer:
    return Signer.generate(CENTRE)


@cache
def tenant_keys() -> Signer:
    return Signer.generate("https://unused.example")


def address_of(url: str) -> TenantAddress:
    document = tenant_keys().jwks_document()
    return TenantAddress(1, "balai-uji", url, SITE, document.decode(), sha256_hex(document))


def client(
    policy: AddressPolicy = LOOPBACK, *, connect_s: float = 5, total_s: float = 5, ca_file: str | None = None
) -> FeedClient:
    return FeedClient(centre_keys(), CENTRE, TransportOptions(policy, connect_s, total_s, ca_file))


@dataclass
class Request:
    """One request as it came over the wire."""

    head: bytes
    body: bytes

    @property
    def nonce(self) -> str:
        return json.loads(self.body)["nonce"]


def read_request(connection: socket.socket) -> Request | None:
    """The next request, None when the other side hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return Request(head, body)


@dataclass
class Server:
    """A listening socket; `behave(server, connection)` runs in a thread for each connection."""

    behave: Callable[["Server", socket.socket], None]
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    scheme: str = "http"

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.scheme = "https" if self.tls else "http"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/moodle"

    def request(self, connection: socket.socket) -> Request | None:
        request = read_request(connection)
        if request:
            self.requests.append(request)
        return request

    def close(self) -> None:
        if self.stop.is_set():
            return
        self.stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # a close alone waits for the thread in accept()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            try:
                if self.tls:
                    connection = self.tls.wrap_socket(connection, server_side=True)
                self.behave(self, connection)
            finally:
                connection.close()


@contextlib.contextmanager
def serving(behave: Callable[[Server, socket.socket], None], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(behave, tls)
    try:
        yield server
    finally:
        server.close()


def head(status: str = "200 OK", **headers: object) -> bytes:
    """The head of a response; underscores in names become dashes."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


FEED = "application/x-ndjson; charset=utf-8"


def whole(body: bytes, status: str = "200 OK", content_type: str = FEED, **headers: object) -> bytes:
    return head(status, Content_Type=content_type, Content_Length=len(body), **headers) + body


def answers(respond: Callable[[Server, Request], bytes]) -> Callable[[Server, socket.socket], None]:
    """A behaviour that keeps the connection and answers each request with these bytes."""

    def behave(server: Server, connection: socket.socket) -> None:
        while request := server.request(connection):
            connection.sendall(respond(server, request))

    return behave


def once(respond: Callable[[Server, Request], bytes]) -> Callable[[Server, socket.socket], None]:
    """A behaviour that sends these bytes for the first request and closes."""

    def behave(server: Server, connection: socket.socket) -> None:
        if request := server.request(connection):
            connection.sendall(respond(server, request))

    return behave


def handshake(url: str, nonce: str, /, **changes: object) -> dict[str, object]:
    return {
        "contract": 1,
        "site": SITE,
        "url": url,
        "epoch": "e" * 32,
        "nonce": nonce,
        "plugin": 2026112300,
        "release": "0.1.0",
        "moodle": "4.5.6",
        "php": "8.2.30",
        "clock": int(time.time()),
        "streams": ["catalogue"],
        "log": [7, "abcdefabcdef"],
        "paused": False,
        **changes,
    }


def sealed(lines: list[object], url: str, nonce: str, signer: Signer | None = None, centre: str = CENTRE) -> bytes:
    """The lines with the tenant's seal. A line given as bytes is sent as it is."""
    text = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    signer = signer or tenant_keys().for_issuer(url)
    return text + json.dumps({"seal": signer.sign_seal(centre, nonce, sha256_hex(text))}).encode() + b"\n"


def honest(server: Server, request: Request) -> bytes:
    """An empty ask answered as the contract says."""
    return sealed([handshake(server.url, request.nonce)], server.url, request.nonce)


def honest_response(server: Server, request: Request) -> bytes:
    return whole(gzip.compress(honest(server, request)), Content_Encoding="gzip")


def failure(server: Server, **options: float) -> TenantError:
    with pytest.raises(TenantError) as caught:
        client(**options).ask(address_of(server.url), [])
    return caught.value


def cut(response: bytes, *, reset: bool = False):
    """A behaviour that sends these bytes for the first request and ends, in order or with a reset."""

    def behave(server: Server, connection: socket.socket) -> None:
        server.request(connection)
        connection.sendall(response)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return behave
