"""The limits on a body where they are hard to reach over a socket."""

import gzip
import io

import pytest
from urllib3 import HTTPResponse

from syncd.errors import Code, TenantError
from syncd.poll import body
from syncd.poll.body import Limits, opened, read_body


def read(data: bytes, encoding: str, limits: Limits) -> tuple[bytes, int]:
    """(unpacked body, bytes on the wire)"""
    body = read_body(raw(data), encoding, limits)
    with opened(body, encoding, limits) as content:
        return content, len(body)


def raw(data: bytes) -> HTTPResponse:
    return HTTPResponse(io.BytesIO(data), preload_content=False)


def test_something_after_the_packed_answer_is_refused_also_when_it_comes_in_a_chunk_of_its_own(monkeypatch):
    data = gzip.compress(b"hello")
    monkeypatch.setattr(body, "_CHUNK", len(data))
    with pytest.raises(TenantError) as caught:
        read(data + b"x", "gzip", Limits())
    assert caught.value.code == Code.BAD_PAYLOAD


@pytest.mark.parametrize("chunk", [1, 2, 7, 1000])
def test_chunks_of_any_size_give_the_same_body(monkeypatch, chunk):
    monkeypatch.setattr(body, "_CHUNK", chunk)
    monkeypatch.setattr(body, "_STEP", 3)
    data = gzip.compress(b"hello, world")
    assert read(data, "gzip", Limits()) == (b"hello, world", len(data))


@pytest.mark.parametrize(("limits", "fits"), [(Limits(10, 10), True), (Limits(9, 10), False), (Limits(10, 9), False)])
def test_a_limit_is_the_largest_size_that_is_read(limits, fits):
    if fits:
        assert read(b"0123456789", "", limits) == (b"0123456789", 10)
    else:
        with pytest.raises(TenantError) as caught:
            read(b"0123456789", "", limits)
        assert caught.value.code == Code.TOO_BIG
