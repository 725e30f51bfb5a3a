"""Over real sockets: who asks nothing is sent away, and there is always a place for who does."""

import asyncio
import contextlib
import socket
import threading

import pytest
import uvicorn

from syncd.serve import connections
from syncd.serve.connections import Connection
from syncd.serve.framing import OneLength

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
SOON_S = 10


async def application(scope, _receive, send):
    await asyncio.sleep(1.5 if scope["path"] == "/slow" else 0)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"well"})


@pytest.fixture
def port(monkeypatch):
    monkeypatch.setattr(connections, "ASKS_WITHIN_S", 0.5)
    monkeypatch.setattr(connections, "_MOST_WAITING", 20)
    config = uvicorn.Config(
        OneLength(application), port=0, log_config=None, http=Connection, ws="none", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=asyncio.run, args=(server.serve([listener]),))
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(SOON_S)


def connected(port: int, first: bytes = b"") -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=SOON_S)
    sock.sendall(first)
    return sock


def rest(sock: socket.socket) -> bytes:
    """What comes until the other side ends."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while data := sock.recv(4096):
            found += data
    return found


@pytest.mark.parametrize(
    ("sent", "answers"),
    [(b"", 0), (b"GET / HTTP/1.1\r\nHost:", 0), (GET, 1), (GET + b"GET / HT", 1), (GET + GET, 2)],
    ids=["nothing", "half a head", "one request and no more", "half a second head", "two at once"],
)
def test_whoever_asks_nothing_more_is_sent_away_after_its_answers(port, sent, answers):
    with connected(port, sent) as sock:
        assert rest(sock).count(b"well") == answers


def test_a_request_that_takes_longer_than_that_is_answered(port):
    with connected(port, GET.replace(b"/", b"/slow", 1)) as sock:
        assert sock.recv(4096).startswith(b"HTTP/1.1 200")


def test_there_is_a_place_for_a_new_connection_however_many_ask_nothing(port):
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(connected(port))
        asking = stack.enter_context(connected(port, GET))
        assert asking.recv(4096).startswith(b"HTTP/1.1 200")
        assert len(connections._waiting) <= 21


@pytest.mark.parametrize("body", [b"0\r\n\r\n", b"", b"5\r\nwhole\r\n0\r\n\r\n"])
def test_a_request_that_says_its_length_twice_is_the_last_of_its_connection(port, body):
    """Else a proxy that believes the other length can be made to give one visitor another's answer."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(body)
    with connected(port, head + body + GET) as sock:
        told = rest(sock)
    assert told.startswith(b"HTTP/1.1 400")
    assert told.count(b"HTTP/1.1") == 1
    assert b"well" not in told


def test_the_application_of_a_centre_refuses_it_too(api):
    headers = {"Transfer-Encoding": "chunked", "Content-Length": "2"}
    answer = api.post("/api/v1/join/preview", content=b"{}", headers=headers)
    assert (answer.status_code, answer.headers["connection"]) == (400, "close")
    assert "both Content-Length and Transfer-Encoding" in answer.json()["detail"]
