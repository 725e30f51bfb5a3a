"""Reads the body of a response within limits on wire and unpacked bytes, whole or not at all. Reads from a response only."""

import threading
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO

from urllib3.response import BaseHTTPResponse

from syncd.errors import Code, TenantError
from syncd.poll.deadline import too_big

_CHUNK = 64 * 1024
_STEP = 1024 * 1024
# What unpacks to more than this is opened one at a time: memory is the whole process's, however many tenants answer at once,
# and a megabyte of short texts is ten when it is parsed.
# Nobody waits for a tenant here, only for the unpacking and parsing of bytes that have come.
_SMALL = 1024 * 1024
_LARGE = threading.Lock()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a body may have."""

    wire: int = 8 * 1024 * 1024
    unpacked: int = 32 * 1024 * 1024


def read_body(raw: BaseHTTPResponse, encoding: str, limits: Limits) -> bytes:
    """The body as it came over the wire. Raises TenantError TOO_BIG or BAD_PAYLOAD."""
    if _coding(encoding) not in ("", "identity", "gzip"):
        raise TenantError(
            Code.BAD_PAYLOAD, "The answer is packed in a way that was not asked for; only gzip or none is understood."
        )
    announced = raw.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and len(announced) < 20 and int(announced) > limits.wire:  # noqa: PLR2004 - digits of any size
        raise too_big()
    # A BytesIO hands out what it holds without a copy.
    body = BytesIO()
    while chunk := raw.read(_CHUNK, decode_content=False):
        body.write(chunk)
        if body.tell() > limits.wire:
            raise too_big()
    return body.getvalue()


@contextmanager
def opened(body: bytes, encoding: str, limits: Limits) -> Iterator[bytes]:
    """The content of a body as it came. Whoever opened a large one lets go of it and of what was made of it before the next."""
    content = BytesIO()
    with ExitStack() as room:
        for part in _unpacked(body) if _coding(encoding) == "gzip" and body else (body,):
            if content.tell() <= _SMALL < content.tell() + len(part):
                room.enter_context(_LARGE)
            if content.tell() + len(part) > limits.unpacked:
                raise too_big()
            content.write(part)
        yield content.getvalue()


def _coding(encoding: str) -> str:
    return encoding.strip().lower()


def _unpacked(packed: bytes) -> Iterator[bytes]:
    """The content in small parts, so that a bomb is noticed before it goes off."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    for start in range(0, len(packed), _CHUNK):
        rest = packed[start : start + _CHUNK]
        if unpacker.eof:
            raise _broken()
        while rest and not unpacker.eof:
            try:
                yield unpacker.decompress(rest, _STEP)
            except zlib.error:
                raise _broken() from None
            rest = unpacker.unconsumed_tail
    # A gzip stream that ends early, or is followed by something, is not the answer that was sent.
    if not unpacker.eof or unpacker.unused_data:
        raise _broken()


def read_some(raw: BaseHTTPResponse, encoding: str, limit: int) -> bytes:
    """The beginning of the body of an error, which only serves to find out what it is."""
    try:
        data = raw.read(limit, decode_content=False)
    except TenantError:  # a body without end is no reason not to see the status
        return b""
    return beginning(data, encoding, limit)


def beginning(body: bytes, encoding: str, limit: int) -> bytes:
    """The first bytes of a body's content, empty where it cannot be unpacked."""
    if _coding(encoding) != "gzip":
        return body[:limit]
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, limit)
    except zlib.error:
        return b""


def _broken() -> TenantError:
    return TenantError(
        Code.BAD_PAYLOAD, "The packed answer is broken or cut off; look at the tenant's web server and the proxies before it."
    )
