"""Whatever stands in a header or a chunk's size, the client ends with an answer or with one of its own errors."""

import gc
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.errors import Code
from syncd.poll.refusal import refused, retry_after_s
from syncd.poll.transport import Reply
from tests.unit.poll.servers import cut, failure, serving

DATES = st.builds(
    "{}, {} {} {} {}:{}:{} {}{}".format,
    st.sampled_from(["Fri", "x", ""]),
    st.integers(-5, 10**20),
    st.sampled_from(["Dec", "Jan", "Foo", "12"]),
    st.integers(0, 10**25),
    st.integers(-1, 10**6),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from(["+", "-", "", "GMT"]),
    st.integers(0, 10**22),
)
ANY = st.one_of(DATES, st.text(max_size=60), st.integers().map(str), st.from_regex(r"[A-Za-z]{3}, \d+ Dec \d+ .{0,30}"))
# What a header's value may hold on the wire.
ON_THE_WIRE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=40)


@given(ANY)
def test_a_wait_that_is_asked_for_is_between_a_second_and_an_hour_or_none(value):
    seconds = retry_after_s(value)
    assert seconds is None or 1 <= seconds <= 3600


@given(ANY, ANY, st.sampled_from([401, 403, 429, 503, 418, 302]), ON_THE_WIRE)
def test_every_refusal_becomes_an_error_of_ours(date, wait, status, media_type):
    headers = {"Date": date, "Retry-After": wait, "Content-Type": media_type}
    assert refused(Reply(status, headers, b"{}", 0), "host").code in set(Code)


@pytest.mark.parametrize(
    "value", ["Fri, 31 Dec 99999999999999999999 00:00:00 GMT", "Fri, 31 Dec 2026 00:00:00 +99999999999999999999"]
)
def test_a_date_of_any_size_is_no_date(value):
    assert retry_after_s(value) is None


@pytest.mark.parametrize("size", ["-2", "-1", "x", "", "0x5", "99999999999999999999999", "5;" + "y" * 70_000, "\x00", "1_0"])
@pytest.mark.parametrize("status", ["200 OK", "500 Error"])
def test_a_chunk_of_any_size_is_an_error_of_ours(size, status):
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\nhello\r\n"
    with serving(cut(head.encode())) as server:
        assert failure(server).code in set(Code)


def test_a_reply_that_the_libraries_stumble_over_leaves_no_open_connection():
    ended = threading.Event()

    def behave(server, connection):
        server.request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello")
        if connection.recv(1) == b"":
            ended.set()

    gc.disable()
    try:
        with serving(behave) as server:
            error = failure(server)
            assert ended.wait(10), error
    finally:
        gc.enable()


HEADERS = st.sampled_from(
    ["Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Date", "Retry-After", "Content-Type", "Location"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(HEADERS, st.one_of(ON_THE_WIRE, st.integers().map(str))), max_size=4),
    st.sampled_from([200, 301, 401, 503]),
)
def test_a_reply_with_any_headers_is_an_error_of_ours(headers, status):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    with serving(cut(f"HTTP/1.1 {status} X\r\n{lines}\r\nbody".encode("latin-1"))) as server:
        assert failure(server).code in set(Code)
