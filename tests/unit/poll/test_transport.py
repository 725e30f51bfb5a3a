"""Fault rows T01-T08 and T14: servers that are away, slow or break off, and kept connections."""

import socket
import threading
import time

import pytest

from syncd.errors import Code, TenantError
from syncd.poll import connect
from tests.unit.poll.servers import (
    FEED,
    Server,
    address_of,
    answers,
    client,
    cut,
    failure,
    head,
    honest,
    honest_response,
    once,
    serving,
    whole,
)


def test_an_honest_tenant_is_believed():
    with serving(answers(honest_response)) as server:
        assert client().ask(address_of(server.url), []).handshake.plugin == 2026112300


def test_t01_a_refused_connection_is_down():
    with serving(answers(honest_response)) as server:
        pass
    error = failure(server)
    assert error.code == Code.DOWN
    assert "refused the connection" in error.detail


def test_t02_a_full_backlog_is_down_after_the_connect_timeout():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    port = listener.getsockname()[1]
    waiting = []
    try:
        for _ in range(3):  # the kernel takes one or two before it goes silent
            waiting.append(socket.socket())
            waiting[-1].setblocking(False)
            waiting[-1].connect_ex(("127.0.0.1", port))
        began = time.monotonic()
        with pytest.raises(TenantError) as caught:
            client(connect_s=0.3).ask(address_of(f"http://127.0.0.1:{port}"), [])
        assert time.monotonic() - began < 2
        assert caught.value.code == Code.DOWN
    finally:
        for sock in (*waiting, listener):
            sock.close()


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long")])
def test_t03_a_name_without_an_address_is_down(monkeypatch, error):
    def fails(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(connect.socket, "getaddrinfo", fails)
    with pytest.raises(TenantError) as caught:
        client().ask(address_of("https://nowhere.example"), [])
    assert caught.value.code == Code.DOWN
    assert "DNS" in caught.value.detail


def test_t03_a_resolver_that_hangs_costs_no_more_than_the_connect_timeout(monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(connect.socket, "getaddrinfo", lambda *_a, **_k: released.wait(20) and [])
    began = time.monotonic()
    with pytest.raises(TenantError) as caught:
        client(connect_s=0.2).ask(address_of("https://nowhere.example"), [])
    released.set()
    assert time.monotonic() - began < 2
    assert caught.value.code == Code.DOWN


def silent(server: Server, connection: socket.socket) -> None:
    server.request(connection)
    server.stop.wait(20)


def drip(data: bytes, at_once: int):
    """Sends the first bytes at once and the rest one by one, faster than any read time-out would notice."""

    def behave(server: Server, connection: socket.socket) -> None:
        server.request(connection)
        connection.sendall(data[:at_once])
        for byte in data[at_once:]:
            if server.stop.wait(0.05):
                return
            connection.sendall(bytes([byte]))

    return behave


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(silent, id="t04 never answers"),
        pytest.param(drip(head(Content_Type=FEED) + b"x" * 1000, 0), id="t05 drips its head"),
        pytest.param(drip(head(Content_Type=FEED, Content_Length=5000) + b"x" * 5000, 90), id="t05 drips a body of known length"),
        pytest.param(drip(head(Content_Type=FEED) + b"x" * 5000, 60), id="t05 drips a body without length"),
        pytest.param(drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 500, 0), id="t05 drips provisional responses"),
        pytest.param(
            drip(head("500 Oops", Content_Type="text/html", Content_Length=5000) + b"x" * 5000, 100), id="t05 drips an error page"
        ),
    ],
)
def test_the_total_deadline_ends_a_request_whatever_it_waits_for(behave):
    with serving(behave) as server:
        began = time.monotonic()
        error = failure(server, total_s=0.5)
        assert time.monotonic() - began < 2
        assert error.code == Code.SLOW
        assert len(server.requests) == 1


def test_t05_the_deadline_ends_a_request_that_the_server_does_not_read():
    def behave(server: Server, connection: socket.socket) -> None:
        server.stop.wait(20)

    with serving(behave) as server:
        assert failure(server, total_s=0.4).code == Code.SLOW


def test_t06_an_answer_just_before_the_deadline_is_used():
    def behave(server: Server, connection: socket.socket) -> None:
        request = server.request(connection)
        server.stop.wait(0.5)
        connection.sendall(honest_response(server, request))

    with serving(behave) as server:
        assert client(total_s=3).ask(address_of(server.url), []).pages == []


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(
            once(
                lambda server, request: head(Content_Type=FEED, Connection="close") + honest(server, request).splitlines(True)[0]
            ),
            id="t07 half-closed after a valid line",
        ),
        pytest.param(
            once(lambda server, request: head(Content_Type=FEED, Connection="close") + honest(server, request)[:-1]),
            id="t07 all but the last byte",
        ),
        pytest.param(cut(head(Content_Type=FEED, Content_Length=100) + b'{"contract":1'), id="t08 content length not reached"),
        pytest.param(cut(head(Content_Type=FEED, Transfer_Encoding="chunked") + b"5\r\nabcde\r\n"), id="t08 chunks without end"),
        pytest.param(
            cut(head(Content_Type=FEED, Transfer_Encoding="chunked") + b"zz\r\nabcde\r\n"), id="t08 chunks without size"
        ),
        pytest.param(cut(head(Content_Type=FEED, Content_Length=100) + b"{", reset=True), id="t08 reset in the body"),
        pytest.param(cut(whole(b"")), id="nothing"),
    ],
)
def test_an_answer_that_ends_too_early_is_refused(behave):
    with serving(behave) as server:
        assert failure(server).code == Code.BAD_PAYLOAD


def test_t14_a_kept_connection_that_was_closed_is_replaced_with_a_new_token_and_nonce():
    def behave(server: Server, connection: socket.socket) -> None:
        if server.connections == 1:
            connection.sendall(honest_response(server, server.request(connection)))
            server.request(connection)  # take the second request and close without a word
        else:
            answers(honest_response)(server, connection)

    with serving(behave) as server:
        asking, address = client(), address_of(server.url)
        asking.ask(address, [])
        asking.ask(address, [])
        assert server.connections == 2
        assert len(server.requests) == 3
        assert len({request.nonce for request in server.requests}) == 3
        tokens = {next(line for line in request.head.split(b"\r\n") if b"Bearer" in line) for request in server.requests}
        assert len(tokens) == 3


def test_t14_after_a_restart_of_the_server_no_stale_connection_is_tried_twice():
    """Several kept connections, all dead: the second try must not take another dead one."""
    calm = threading.Event()
    together = threading.Barrier(4)

    def behave(server: Server, connection: socket.socket) -> None:
        while request := server.request(connection):
            if calm.is_set() and server.connections <= 4:
                return  # the connections of before the restart die at their next request
            if not calm.is_set():
                together.wait(10)
            connection.sendall(honest_response(server, request))

    with serving(behave) as server:
        asking, address = client(), address_of(server.url)
        threads = [threading.Thread(target=asking.ask, args=(address, [])) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert server.connections == 4
        calm.set()
        assert asking.ask(address, []).pages == []


def test_a_new_connection_that_closes_without_an_answer_is_down_and_not_tried_again():
    def behave(server: Server, connection: socket.socket) -> None:
        server.request(connection)

    with serving(behave) as server:
        assert failure(server).code == Code.DOWN
        assert server.connections == 1


def test_connections_are_kept():
    with serving(answers(honest_response)) as server:
        asking, address = client(), address_of(server.url)
        for _ in range(5):
            asking.ask(address, [])
        assert server.connections == 1


def test_cookies_of_a_tenant_are_not_sent_back():
    with serving(answers(lambda s, r: whole(honest(s, r), Set_Cookie="MoodleSession=abc; path=/"))) as server:
        asking, address = client(), address_of(server.url)
        asking.ask(address, [])
        asking.ask(address, [])
        assert not any(b"cookie" in request.head.lower() for request in server.requests)


def test_proxies_and_netrc_of_the_environment_are_not_used(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password something\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(answers(honest_response)) as server:
        client().ask(address_of(server.url), [])
        assert b"Basic" not in server.requests[0].head


def test_many_threads_share_one_client():
    """Threads share one transport; each gets the answer to its own request."""
    with serving(answers(honest_response)) as server:
        asking, address = client(), address_of(server.url)
        results: list[int] = []

        def work() -> None:
            results.extend(len(asking.ask(address, []).pages) for _ in range(10))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert results == [0] * 80
        assert server.connections <= 8


def test_a_transport_can_be_closed_and_used_again():
    with serving(answers(honest_response)) as server:
        asking, address = client(), address_of(server.url)
        asking.ask(address, [])
        asking.close()
        assert asking.ask(address, []).pages == []
