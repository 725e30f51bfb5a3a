"""Fault rows P03 and P04: packing that is broken or a bomb, and bodies without end."""

import gzip
import socket
import tracemalloc
import zlib

import pytest

from syncd.errors import Code
from syncd.poll.body import Limits
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
    once,
    serving,
    whole,
)


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
