"""What an answer may cost is counted in what it costs: bytes at the socket before a library reads them, values before they are made."""

import contextlib
import gzip
import json
import socket
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.errors import Code
from syncd.poll import client as poll_client
from syncd.poll.client import FeedClient
from syncd.poll.line import MANY_VALUES, VALUES_A_ROW
from syncd.strict_json import JsonError, Size, TooManyValuesError, parse
from tests.authority import Authority
from tests.unit.poll.pages import CHANGES, END, NONCE, URL, head, prove, refused
from tests.unit.poll.servers import (
    FEED,
    Server,
    address_of,
    answers,
    client,
    failure,
    handshake,
    sealed,
    serving,
    tenant_keys,
    whole,
)
from tests.unit.poll.servers import head as http

MEGABYTE = 1024 * 1024
MOST = 64 * MEGABYTE


def pouring(start: bytes, sent: list[int]):
    """Sends this, then bytes as long as anybody takes them; counts what was taken."""

    def behave(server: Server, connection: socket.socket) -> None:
        server.request(connection)
        connection.settimeout(5)
        connection.sendall(start)
        for _ in range(MOST // MEGABYTE):
            connection.sendall(b"x" * MEGABYTE)
            sent.append(MEGABYTE)

    return behave


CHUNKED = http(Content_Type=FEED, Transfer_Encoding="chunked")
FRAMES = {
    "a chunk of size -1": CHUNKED + b"-1\r\n",
    "a chunk of more than there is": CHUNKED + b"7fffffffffffffff\r\n",
    "a length of -1": http(Content_Type=FEED, Content_Length=-1),
    "no length": http(Content_Type=FEED),
    "an error with a chunk of size -1": http("500 No", Content_Type=FEED, Transfer_Encoding="chunked") + b"-1\r\n",
}


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize("start", FRAMES.values(), ids=FRAMES)
def test_no_trick_of_framing_makes_the_client_read_more_than_agreed(tmp_path, start, tls):
    sent: list[int] = []
    authority = Authority(tmp_path)
    with serving(pouring(start, sent), authority.context() if tls else None) as server:
        tracemalloc.start()
        error = failure(server, total_s=20, ca_file=str(authority.file))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert error.code == (Code.DOWN if b"500" in start else Code.TOO_BIG)
    assert sum(sent) < 20 * MEGABYTE  # what the sockets of both sides hold comes on top of what was read
    assert peak < 40 * MEGABYTE


HEADS = {
    "headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (number, b"y" * 60_000) for number in range(60)),
    "provisional responses": b"HTTP/1.1 100 Continue\r\n\r\n" * 200_000,
}


@pytest.mark.parametrize("start", HEADS.values(), ids=HEADS)
def test_a_head_of_megabytes_is_cut(start):
    with serving(answers(lambda _server, _request: start)) as server:
        assert failure(server, total_s=20).code == Code.TOO_BIG


def test_what_nobody_sealed_is_not_parsed():
    """33 KB on the wire, 32 MiB unpacked, gigabytes as lists."""
    bomb = gzip.compress(b"[" + b"[]," * (10 * MEGABYTE) + b"[]]\n" + b'{"seal":"a.b.c"}\n', 6)
    with serving(answers(lambda _server, _request: whole(bomb, Content_Encoding="gzip"))) as server:
        tracemalloc.start()
        error = failure(server, total_s=20)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert error.code in (Code.BAD_PAYLOAD, Code.TOO_BIG)
    assert peak < 110 * MEGABYTE


def content(member: str, values: str) -> bytes:
    lists = dict.fromkeys(("columns", "rows", "gone", "erased"), "[]") | {member: values}
    return ('{"course":{' + ",".join(f'"{name}":{text}' for name, text in lists.items()) + "}}").encode()


MANY = MANY_VALUES + CHANGES.limit * VALUES_A_ROW + 1
BOMBS = {
    "lists": content("rows", "[" + ",".join(["[]"] * MANY) + "]"),
    "objects": content("rows", "[" + ",".join(["{}"] * MANY) + "]"),
    "numbers": content("gone", "[" + ",".join(["1"] * MANY) + "]"),
    "texts": content("gone", "[" + ",".join(['""'] * MANY) + "]"),
    "members": content("rows", "[{" + ",".join(f'"{number:x}":1' for number in range(MANY)) + "}]"),
}


@pytest.mark.parametrize("line", BOMBS.values(), ids=BOMBS)
def test_a_sealed_page_with_more_values_than_rows_could_have_is_refused_before_they_are_made(line):
    lines = [handshake(URL, NONCE), head(CHANGES), line, {**END, "count": MANY}]
    body = sealed(lines, URL, NONCE)
    tracemalloc.start()
    error = refused(lines, CHANGES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.code == Code.TOO_BIG
    assert peak < 8 * len(body) + 4 * MEGABYTE


WIDE = {
    "four bytes": "\U0001f4bb",
    "four bytes, escaped": "\\ud83d\\uDCBB",
    "two bytes": "\u0100",
    "two bytes, escaped": "\\u0100",
}


@pytest.mark.parametrize("character", WIDE.values(), ids=WIDE)
def test_one_wide_character_does_not_make_a_long_text_many_times_as_large(character):
    """Python keeps all characters of a text at the width of its widest: 30 MiB would be 120, several times over."""
    line = b'["' + b"T" * (30 * MEGABYTE) + character.encode() + b'"]'
    tracemalloc.start()
    with pytest.raises(TooManyValuesError):
        parse(line)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * MEGABYTE


def test_a_text_of_several_megabytes_may_have_any_character():
    for character in ("\U0001f4bb", "\u0100", "\u00e9", "T"):
        text = character * (7 * MEGABYTE)
        assert parse(json.dumps([text], ensure_ascii=False).encode()) == [text]
    assert parse(json.dumps(["\u00e9" + "T" * (14 * MEGABYTE)]).encode())


@given(st.text(st.sampled_from("aé\u0100\u4e2d\U0001f4bb\\"), min_size=1, max_size=8), st.booleans())
def test_what_a_text_takes_in_memory_is_never_counted_as_less(text, escaped):
    data = json.dumps([text], ensure_ascii=escaped).encode()
    with pytest.raises(TooManyValuesError):
        parse(data, Size(text=max(map(kept, (text, data.decode()))) - 1))


def kept(text: str) -> int:
    """The bytes that Python keeps a text in."""
    widest = max(map(ord, text))
    return len(text) * (4 if widest > 0xFFFF else 2 if widest > 0xFF else 1)


def test_a_line_is_not_copied_where_it_is_counted_and_parsed():
    line = memoryview(b'["' + b"T" * (30 * MEGABYTE) + b'"]')
    tracemalloc.start()
    parse(line)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * MEGABYTE  # as a text, and in it


def test_a_value_that_lies_too_deep_refuses_its_page():
    line = content("rows", "[[1," + "[" * 900 + "]" * 900 + "]]")
    assert refused([handshake(URL, NONCE), head(CHANGES), line, {**END, "count": 1}], CHANGES).code == Code.BAD_PAYLOAD


def test_texts_full_of_brackets_commas_and_quotes_are_no_values():
    """A page of full size with the worst texts an honest site can have."""
    text = '[{,"\\' * 333
    rows = [[number, text] for number in range(1, 1001)]
    line = json.dumps({"course": {"columns": ["id", "title"], "rows": rows, "gone": [], "erased": []}}).encode()
    assert prove([handshake(URL, NONCE), head(CHANGES), line, {**END, "count": 1000}], CHANGES).pages[0].count == 1000


def test_as_many_escapes_as_fit_into_a_text_are_no_values():
    assert parse(b'["' + rb"\\\"" * 1_000_000 + b'"]', Size(values=4, depth=1)) == ['\\"' * 1_000_000]


def test_a_long_handshake_head_or_seal_is_refused():
    long = {"more": "x" * 70_000}
    assert refused([handshake(URL, NONCE, **long)]).code == Code.BAD_PAYLOAD
    assert refused([handshake(URL, NONCE), head(CHANGES, **long), {}, END], CHANGES).code == Code.BAD_PAYLOAD
    assert refused([handshake(URL, NONCE), head(CHANGES), {}, {**END, **long}], CHANGES).code == Code.BAD_PAYLOAD


def test_an_honest_answer_larger_than_a_small_one_is_read():
    """What unpacks to more than 1 MiB is opened alone; the next one is opened after it."""
    with serving(answers(lambda server, request: _large(server, request.nonce))) as server:
        asking, address = client(total_s=20), address_of(server.url)
        assert [len(asking.ask(address, [CHANGES]).pages) for _ in range(2)] == [1, 1]


def test_large_answers_of_several_liars_at_once_are_opened_one_after_the_other(monkeypatch):
    """All of them are sealed and have come whole before the first is let go: memory is the whole process's."""
    liars, answered, inside = 4, threading.Semaphore(0), threading.Barrier(2)
    send, prove_answer, met = FeedClient._send, poll_client.parse_answer, []

    def noting(asking, request, **options):
        reply = send(asking, request, **options)
        answered.release()
        return reply

    def waiting(body, asked, wire_bytes):
        for _ in range(liars if not met else 0):
            assert answered.acquire(timeout=20)
        met.append(False)
        with contextlib.suppress(threading.BrokenBarrierError):
            inside.wait(0.5)
            met.append(True)
        return prove_answer(body, asked, wire_bytes)

    monkeypatch.setattr(FeedClient, "_send", noting)
    monkeypatch.setattr(poll_client, "parse_answer", waiting)
    with contextlib.ExitStack() as stack:
        large = answers(lambda server, request: _large(server, request.nonce))
        addresses = [address_of(stack.enter_context(serving(large)).url) for _ in range(liars)]
        asking = client(total_s=20)
        found = list(stack.enter_context(ThreadPoolExecutor(liars)).map(lambda one: asking.ask(one, [CHANGES]), addresses))
    assert [len(one.pages) for one in found] == [1] * liars
    assert met == [False] * liars


def _large(server: Server, nonce: str) -> bytes:
    rows = [[number, "x" * 2000] for number in range(1, 3001)]
    line = json.dumps({"course": {"columns": ["id", "title"], "rows": rows, "gone": [], "erased": []}}).encode()
    lines = [handshake(server.url, nonce), head(CHANGES), line, {**END, "count": 3000}]
    return whole(gzip.compress(sealed(lines, server.url, nonce, tenant_keys().for_issuer(server.url))), Content_Encoding="gzip")


texts = st.text(st.sampled_from('"\\[]{},:a\u00e9\n'), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def counted(value: object) -> int:
    match value:
        case list():
            return 1 + sum(map(counted, value))
        case dict():
            return 1 + sum(map(counted, value.values()))
        case _:
            return 1


def deep(value: object) -> int:
    match value:
        case list():
            return 1 + max(map(deep, value), default=0)
        case dict():
            return 1 + max(map(deep, value.values()), default=0)
        case _:
            return 0


@given(values, st.booleans(), st.integers(2, 9))
def test_values_and_depth_are_counted_as_they_are_whatever_stands_in_texts(value, escaped, piece):
    text = memoryview(json.dumps(value, ensure_ascii=escaped).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("syncd.strict_json._PIECE", piece)
        assert_counted(text, value)


def assert_counted(text, value):
    number, depth = counted(value), deep(value)
    assert parse(text, Size(values=2 * number, depth=depth)) == value
    if depth:
        with pytest.raises(JsonError):
            parse(text, Size(values=2 * number, depth=depth - 1))
    if number > 1:
        with pytest.raises(TooManyValuesError):
            parse(text, Size(values=(number - 1) // 2, depth=depth))
