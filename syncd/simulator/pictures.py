"""Small images for simulated courses and tenants: coloured shapes, made by code. Pure."""

import struct
import zlib
from hashlib import sha256

WIDTH, HEIGHT = 320, 180
_SIDE = 48
# Ground and shape of each picture, and of the logo in the same place.
_COLOURS = (
    ((0x1D, 0x4E, 0x89), (0x8F, 0xC1, 0xE3)),
    ((0x2E, 0x7D, 0x32), (0xC5, 0xE1, 0xA5)),
    ((0x8E, 0x24, 0xAA), (0xE1, 0xBE, 0xE7)),
    ((0xB7, 0x1C, 0x1C), (0xFF, 0xCC, 0xBC)),
    ((0x00, 0x69, 0x5C), (0xB2, 0xDF, 0xDB)),
    ((0x5D, 0x40, 0x37), (0xFF, 0xE0, 0x82)),
    ((0x28, 0x35, 0x93), (0xFF, 0xF5, 0x9D)),
    ((0xAD, 0x14, 0x57), (0xF8, 0xBB, 0xD0)),
)
_Colour = tuple[int, int, int]


def _png(width: int, height: int, lines: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")


def _discs(width: int, height: int, ground: _Colour, shape: _Colour, turn: int) -> bytes:
    """Three discs along a slanting line on a plain ground."""
    centres = [(width * (2 * step + 1) // 6, height * ((step + turn) % 3 + 1) // 4, height // (3 + step)) for step in range(3)]
    lines = bytearray()
    for y in range(height):
        line = bytearray(bytes(ground) * width)
        for x, middle, radius in centres:
            half = int(max(0, radius**2 - (y - middle) ** 2) ** 0.5)
            begin, end = max(0, x - half), min(width, x + half)
            line[3 * begin : 3 * end] = bytes(shape) * max(0, end - begin)
        lines += b"\0" + line
    return _png(width, height, bytes(lines))


_COURSES = [_discs(WIDTH, HEIGHT, *colours, turn) for turn, colours in enumerate(_COLOURS)]
_LOGOS = [_discs(_SIDE, _SIDE, shape, ground, turn) for turn, (ground, shape) in enumerate(_COLOURS)]
PICTURES: dict[str, bytes] = {sha256(one).hexdigest(): one for one in (*_COURSES, *_LOGOS)}


def of_course(number: int) -> str:
    """The sha256 of a picture for a course."""
    return sha256(_COURSES[number % len(_COURSES)]).hexdigest()


def of_tenant(number: int) -> tuple[str, str]:
    """Colour and sha256 of the logo of a tenant."""
    ground, _shape = _COLOURS[number % len(_COLOURS)]
    return "#{:02x}{:02x}{:02x}".format(*ground), sha256(_LOGOS[number % len(_LOGOS)]).hexdigest()
