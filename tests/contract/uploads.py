"""Files that owners upload as the image of a course: a good one, and such as must never leave. Pure."""

import struct
import zlib
from hashlib import sha256

PROGRAM = b"<script>alert(1)</script>"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, lines: bytes | None = None) -> bytes:
    """A PNG that declares so many pixels, and has them unless other lines are given."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    lines = (b"\0" + bytes((200, 30, 60)) * width) * height if lines is None else lines
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND", b"")


GOOD = png(64, 36)
HOSTILE = {
    "SVG": ("gambar.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + PROGRAM + b"</svg>"),
    "SVG called PNG": ("gambar.png", b'<svg xmlns="http://www.w3.org/2000/svg">' + PROGRAM + b"</svg>"),
    "a bomb": ("bom.png", png(60_000, 60_000, b"\0" * 100_000)),
    "one pixel wide and very long": ("garis.png", png(1, 100_000)),
    "a script that begins like a GIF": ("skrip.gif", b"GIF89a/*" + b" " * 20 + b"*/=alert(1);"),
    "HTML": ("gambar.jpg", b"<html>" + PROGRAM),
}


def digest(image: bytes) -> str:
    """The sha256 in hex."""
    return sha256(image).hexdigest()


def is_image(upload: bytes) -> bool:
    """Whether these bytes begin a PNG of a size that is allowed, as far as a tenant without a decoder can tell."""
    return upload[:8] == GOOD[:8] and max(struct.unpack(">II", upload[16:24])) <= 480
