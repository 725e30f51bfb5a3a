"""Reads the body of a response within limits on wire and unpacked bytes, whole or not at all. Reads from a response only."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from urllib3.response import BaseHTTPResponse

from syncd.errors import Code, TenantError

_CHUNK = 64 * 1024
_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a body may have."""

    wire: int = 8 * 1024 * 1024
    unpacked: int = 32 * 1024 * 1024


def read_body(raw: BaseHTTPResponse, encoding: str, limits: Limits) -> tuple[bytes, int]:
    """(unpacked body, bytes on the wire). Raises TenantError TOO_BIG or BAD_PAYLOAD."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip"):
        raise TenantError(
            Code.BAD_PAYLOAD, "The answer is packed in a way that was not asked for; only gzip or none is understood."
        )
    announced = raw.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and len(announced) < 20 and int(announced) > limits.wire:  # noqa: PLR2004 - digits of any size
        raise _too_big()
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    parts: list[bytes] = []
    wire = size = 0
    while chunk := raw.read(_CHUNK, decode_content=False):
        wire += len(chunk)
        for part in (chunk,) if unpacker is None else _unpacked(unpacker, chunk):
            size += len(part)
            if wire > limits.wire or size > limits.unpacked:
                raise _too_big()
            parts.append(part)
    # A gzip stream that ends early, or is followed by something, is not the answer that was sent.
    if unpacker is not None and wire and (not unpacker.eof or unpacker.unused_data):
        raise _broken()
    return b"".join(parts), wire


def _unpacked(unpacker: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    """The content of some packed bytes in small parts, so that a bomb is noticed before it goes off."""
    if unpacker.eof:
        raise _broken()
    while packed and not unpacker.eof:
        try:
            yield unpacker.decompress(packed, _STEP)
        except zlib.error:
            raise _broken() from None
        packed = unpacker.unconsumed_tail


def read_some(raw: BaseHTTPResponse, encoding: str, limit: int) -> bytes:
    """The beginning of the body of an error, which only serves to find out what it is."""
    data = raw.read(limit, decode_content=False)
    if encoding.strip().lower() == "gzip":
        try:
            return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, limit)
        except zlib.error:
            return b""
    return data


def _too_big() -> TenantError:
    return TenantError(
        Code.TOO_BIG,
        "The answer is larger than agreed and was not read to its end; ask for fewer rows or look for a faulty proxy.",
    )


def _broken() -> TenantError:
    return TenantError(
        Code.BAD_PAYLOAD, "The packed answer is broken or cut off; look at the tenant's web server and the proxies before it."
    )
