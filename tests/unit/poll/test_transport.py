"""Fault rows T01-T11, T14, P01, P03-P05: what a hostile or broken server can do to a request."""

import gzip
import json
import socket
import struct
import threading
import time
import tracemalloc
import zlib
from email.utils import formatdate

import pytest

from syncd.errors import Code, TenantError
from syncd.poll import connect
from syncd.poll.body import Limits
from tests.unit.poll.servers import (
    FEED,
    Server,
    address_of,
    answers,
    client,
    head,
    honest,
    honest_response,
    once,
    serving,
    whole,
)


def failure(server: Server, **options: float) -> TenantError:
    with pytest.raises(TenantError) as caught:
        client(**options).ask(address_of(server.url), [])
    return caught.value


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


def cut(response: bytes, *, reset: bool = False):
    def behave(server: Server, connection: socket.socket) -> None:
        server.request(connection)
        connection.sendall(response)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return behave


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


@pytest.mark.parametrize(
    ("status", "location"),
    [
        ("301 Moved", "same"),
        ("302 Found", "other"),
        ("307 Temporary Redirect", "other"),
        ("308 Permanent Redirect", "http://169.254.169.254/latest"),
        ("302 Found", "file:///etc/passwd"),
    ],
)
def test_t09_a_redirect_is_never_followed(status, location):
    with serving(answers(honest_response)) as target:
        places = {"same": "/moodle/local/asnunggul/feed.php", "other": f"{target.url}/x"}
        with serving(
            answers(lambda _s, _r: whole(b"moved", status, "text/html", Location=places.get(location, location)))
        ) as server:
            error = failure(server)
            assert error.code == Code.NOT_API
            assert "redirects" in error.detail
            assert len(server.requests) == 1
        assert target.connections == 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("1000000000", 3600), ("-5", 1), ("0", 1), ("soon", None), ("", None), ("99999999999999999999999", None)],
)
def test_t10_retry_after_in_seconds_is_honoured_within_an_hour(header, seconds):
    with serving(answers(lambda _s, _r: whole(b"", "429 Slow down", Retry_After=header))) as server:
        error = failure(server)
        assert (error.code, error.retry_after_s) == (Code.RATE_LIMITED, seconds)


def test_t10_retry_after_as_a_date_is_honoured():
    soon = formatdate(time.time() + 600, usegmt=True)
    with serving(answers(lambda _s, _r: whole(b"", "429 Slow down", Retry_After=soon))) as server:
        assert 590 <= (failure(server).retry_after_s or 0) <= 600


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "503 Unavailable", "504 Timeout", "599 What"])
def test_t11_server_errors_are_down_also_as_a_web_page(status):
    with serving(answers(lambda _s, _r: whole(b"<html>" + b"x" * 200_000, status, "text/html", Retry_After="7"))) as server:
        error = failure(server)
        assert (error.code, error.retry_after_s) == (Code.DOWN, 7)


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


@pytest.mark.parametrize("start", [b"SSH-2.0-OpenSSH\r\n", b"\x00" * 50, b"HTTP/1.1 abc\r\n\r\n", b"x" * 100_000])
def test_a_server_that_does_not_speak_http_is_not_the_api(start):
    with serving(cut(start)) as server:
        assert failure(server).code == Code.NOT_API


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"<html><form>login</form>", "text/html; charset=utf-8"),
        (b'{"exception":"moodle_exception","errorcode":"invalidtoken"}', "application/json"),
        (b"[]", "application/json"),
        (b"", "text/plain"),
    ],
)
def test_p01_p05_another_document_with_status_200_is_not_the_api(body, media_type):
    with serving(answers(lambda _s, _r: whole(body, content_type=media_type))) as server:
        assert failure(server).code == Code.NOT_API


def packed(change):
    """The honest answer, packed and then changed."""
    return once(lambda s, r: change(gzip.compress(honest(s, r))))


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(packed(lambda data: whole(data[: len(data) // 2], Content_Encoding="gzip")), id="gzip cut in half"),
        pytest.param(
            packed(lambda data: head(Content_Type=FEED, Content_Encoding="gzip", Connection="close") + data[: len(data) // 2]),
            id="gzip cut in half without a length",
        ),
        pytest.param(packed(lambda data: whole(data[:-8], Content_Encoding="gzip")), id="gzip without its checksum"),
        pytest.param(packed(lambda data: whole(data[:-8] + b"\0" * 8, Content_Encoding="gzip")), id="gzip with a wrong checksum"),
        pytest.param(packed(lambda data: whole(data + b"more", Content_Encoding="gzip")), id="gzip with something after it"),
        pytest.param(packed(lambda data: whole(data * 2, Content_Encoding="gzip")), id="gzip twice in a row"),
        pytest.param(packed(lambda data: whole(gzip.compress(data), Content_Encoding="gzip")), id="double gzip, said once"),
        pytest.param(
            packed(lambda data: whole(gzip.compress(data), Content_Encoding="gzip, gzip")), id="double gzip, said twice"
        ),
        pytest.param(packed(whole), id="gzip that is not announced"),
        pytest.param(once(lambda s, r: whole(honest(s, r), Content_Encoding="gzip")), id="announced gzip that is none"),
        pytest.param(once(lambda s, r: whole(zlib.compress(honest(s, r)), Content_Encoding="deflate")), id="deflate"),
        pytest.param(once(lambda s, r: whole(honest(s, r), Content_Encoding="br")), id="brotli"),
    ],
)
def test_p03_broken_packing_is_refused(behave):
    with serving(behave) as server:
        assert failure(server).code == Code.BAD_PAYLOAD


def test_an_unpacked_answer_is_accepted():
    with serving(answers(lambda s, r: whole(honest(s, r)))) as server:
        assert client().ask(address_of(server.url), []).received_bytes > 500


def endless(server: Server, connection: socket.socket) -> None:
    server.request(connection)
    connection.sendall(head(Content_Type=FEED))
    while not server.stop.is_set():
        connection.sendall(b"x" * 65536)


def test_p04_a_body_without_end_stops_at_the_cap():
    with serving(endless) as server:
        assert failure(server, total_s=20).code == Code.TOO_BIG


def test_p04_an_announced_size_over_the_cap_is_not_even_read():
    with serving(cut(head(Content_Type=FEED, Content_Length=Limits().wire + 1))) as server:
        assert failure(server).code == Code.TOO_BIG


def test_p04_a_gzip_bomb_is_never_unpacked():
    bomb = gzip.compress(b"\n" * 200_000_000, 6)
    assert len(bomb) < 1_000_000
    with serving(answers(lambda _s, _r: whole(bomb, Content_Encoding="gzip"))) as server:
        tracemalloc.start()
        code = failure(server, total_s=20).code
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert code == Code.TOO_BIG
        assert peak < 64 * 1024 * 1024


def test_an_error_page_that_is_a_bomb_does_no_harm():
    bomb = gzip.compress(b"<html>" + b" " * 50_000_000)
    with serving(answers(lambda _s, _r: whole(bomb, "503 Unavailable", "text/html", Content_Encoding="gzip"))) as server:
        assert failure(server).code == Code.DOWN


@pytest.mark.parametrize(
    ("status", "code", "expected", "says"),
    [
        ("401 Unauthorized", "unauthorised", Code.AUTH, "join again"),
        ("403 Forbidden", "", Code.AUTH, "firewall"),
        ("404 Not Found", "not_member", Code.AUTH, "no member"),
        ("404 Not Found", "", Code.NOT_API, "install"),
        ("400 Bad Request", "bad_request", Code.BAD_PAYLOAD, "tell LAN"),
        ("405 Not Allowed", "", Code.NOT_API, "no learning feed"),
        ("503 Unavailable", "maintenance", Code.DOWN, "in maintenance"),
        ("503 Unavailable", "upgrade_pending", Code.DOWN, "finish the upgrade"),
    ],
)
def test_every_refusal_gets_its_code_and_says_who_mends_it(status, code, expected, says):
    problem = json.dumps({"code": code, "detail": "ask[0].limit"}).encode()
    with serving(answers(lambda _s, _r: whole(problem, status, "application/problem+json"))) as server:
        error = failure(server)
        assert error.code == expected
        assert says in error.detail


def test_a_tenant_that_does_not_know_the_contract_is_an_old_plugin():
    problem = json.dumps({"code": "bad_request", "detail": "contract must be 0"}).encode()
    with serving(answers(lambda _s, _r: whole(problem, "400 Bad Request", "application/problem+json"))) as server:
        assert failure(server).code == Code.PLUGIN_OLD


def test_a_refusal_by_a_tenant_whose_clock_is_off_says_so():
    late = formatdate(time.time() - 1800, usegmt=True)
    with serving(answers(lambda _s, _r: whole(b"", "401 Unauthorized", Date=late))) as server:
        assert "behind, must be set" in failure(server).detail


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"code":{}}'])
def test_a_malformed_problem_document_is_no_worse_than_none(body):
    with serving(answers(lambda _s, _r: whole(body, "404 Not Found", "application/problem+json"))) as server:
        assert failure(server).code == Code.NOT_API


def test_no_text_of_the_tenant_and_no_token_is_in_a_sentence():
    secret = "Siti Aminah 198001012005011001"
    problem = json.dumps({"code": "bad_request", "detail": secret, "title": secret}).encode()
    for status in ("400 B", "401 U", "404 N", "429 S", "500 S", "302 F"):
        with serving(answers(lambda _s, _r, s=status: whole(problem, s, "application/problem+json", Location=secret))) as server:
            detail = failure(server).detail
            assert "Siti" not in detail
            assert "1980" not in detail
            assert "eyJ" not in detail


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
