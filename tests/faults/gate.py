"""A listener of its own before one simulated tenant, which can do to a connection whatever a network can. Loopback only."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from http.client import HTTPConnection
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

HOST = "127.0.0.1"
# Gets the connection and the whole HTTP answer; returns whether the connection stays open.
Behaviour = Callable[[socket.socket, bytes], bool]


def honest(conn: socket.socket, answer: bytes) -> bool:
    conn.sendall(answer)
    return True


class Gate:
    """Passes requests on to the simulator and gives its answers back as `behave` wants."""

    def __init__(self, upstream: str) -> None:
        self._upstream = str(urlsplit(upstream).netloc)
        self._listener: socket.socket | None = None
        self._fillers: list[socket.socket] = []
        self.tls: ssl.SSLContext | None = None
        self.behave: Behaviour = honest
        self.requests = 0
        self.connections = 0
        self.open()

    @property
    def address(self) -> str:
        return f"{HOST}:{self._port}"

    def open(self, backlog: int = 64, *, accepting: bool = True) -> None:
        """Listen, on the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, getattr(self, "_port", 0)))
        self._port = int(listener.getsockname()[1])
        listener.listen(backlog)
        self._listener = listener
        if accepting:
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def shut(self) -> None:
        """Stop listening: connections are refused."""
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for filler in self._fillers:
            filler.close()
        self._fillers.clear()

    def swallow(self) -> None:
        """Listen with a full queue: further connections get no answer at all, as behind a firewall that drops them."""
        self.shut()
        self.open(0, accepting=False)
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex((HOST, self._port))
            self._fillers.append(filler)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.shut()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                conn, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(conn,), daemon=True).start()

    def _serve(self, conn: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.closing(conn):
            secured = self.tls.wrap_socket(conn, server_side=True) if self.tls else conn
            with contextlib.closing(secured):
                while (request := _read_request(secured)) is not None:
                    self.requests += 1
                    if not self.behave(secured, self._pass_on(*request)):
                        return

    def _pass_on(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        upstream = HTTPConnection(self._upstream, timeout=10)
        try:
            upstream.request(method, path, body, headers)
            response = upstream.getresponse()
            content = response.read()
            kept = [
                (name, value) for name, value in response.getheaders() if name.lower() not in ("content-length", "connection")
            ]
        finally:
            upstream.close()
        lines = [f"HTTP/1.1 {response.status} {response.reason}", *(f"{name}: {value}" for name, value in kept)]
        return "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""]).encode() + content


def _read_request(conn: socket.socket) -> tuple[str, str, dict[str, str], bytes] | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = conn.recv(65536)
        if not more:
            return None
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    length = int({name.lower(): value for name, value in headers.items()}.get("content-length", "0"))
    while len(body) < length:
        body += conn.recv(65536)
    method, path, _ = first.split(" ")
    return method, path, {name: value for name, value in headers.items() if name.lower() != "host"}, body


# What a network, a proxy or a web server can do to an answer.


def half_closed(conn: socket.socket, answer: bytes) -> bool:
    """No length, and the connection ends in an orderly way after half of the body: HTTP calls that whole."""
    head, body = answer.split(b"\r\n\r\n", 1)
    head = b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length"))
    conn.sendall(head + b"\r\nConnection: close\r\n\r\n" + body[: len(body) // 2])
    return False


def reset_in_the_body(conn: socket.socket, answer: bytes) -> bool:
    conn.sendall(answer[: len(answer) - 100])
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def shorter_than_said(conn: socket.socket, answer: bytes) -> bool:
    conn.sendall(answer[:-100])
    return False


def chunked_without_end(conn: socket.socket, answer: bytes) -> bool:
    head, body = answer.split(b"\r\n\r\n", 1)
    head = b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length"))
    conn.sendall(head + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + f"{len(body):x}\r\n".encode() + body + b"\r\n")
    return False


def closes_silently(conn: socket.socket, answer: bytes) -> bool:
    """Says nothing about it and closes the connection: the next request on it meets a dead one."""
    conn.sendall(answer)
    return False


def no_http(conn: socket.socket, answer: bytes) -> bool:
    conn.sendall(b"220 mail.example ESMTP\r\n")
    return False


def late(seconds: float) -> Behaviour:
    """Always answers, but only after so many seconds."""

    def behave(conn: socket.socket, answer: bytes) -> bool:
        threading.Event().wait(seconds)
        return honest(conn, answer)

    return behave
