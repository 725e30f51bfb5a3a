"""Images that tenants send: drawn anew where they are small raster images, refused in words otherwise; never a crash."""

import struct
import zlib
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from syncd.simulator.pictures import PICTURES
from syncd.validate.image import LONGEST_SIDE, MOST_BYTES, ImageRefusedError, received, redrawn


def drawn(width, height, kind="PNG", mode="RGB", **more):
    written = BytesIO()
    Image.new(mode, (width, height), 0x40).save(written, kind, **more)
    return written.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def declared(width, height, lines=b""):
    """A PNG that declares so many pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("data", "mode"),
    [
        (drawn(480, 270), "RGB"),
        (drawn(1, 480, "JPEG"), "RGB"),
        (drawn(90, 90, "GIF", "P"), "RGB"),
        (drawn(90, 90, "WEBP"), "RGB"),
        (drawn(90, 90, "PNG", "RGBA"), "RGBA"),
        (drawn(90, 90, "PNG", "LA"), "RGBA"),
        (drawn(90, 90, "PNG", "1"), "RGB"),
        (drawn(90, 90, "PNG", "I;16"), "RGB"),
    ],
)
def test_a_small_raster_image_of_every_allowed_sort_is_drawn_anew_as_webp(data, mode):
    picture = redrawn(data)
    with Image.open(BytesIO(picture.data)) as seen:
        assert (seen.format, seen.size, seen.mode) == ("WEBP", (picture.width, picture.height), mode)
        assert len(picture.data) <= MOST_BYTES


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(SVG, "not_an_image", id="SVG"),
        pytest.param(b"GIF89a/*" + b" " * 20 + b"*/=alert(1);", "not_an_image", id="a script that begins like a GIF"),
        pytest.param(declared(60_000, 60_000), "not_an_image", id="a bomb"),
        pytest.param(declared(LONGEST_SIDE, LONGEST_SIDE), "not_an_image", id="less than it declares"),
        pytest.param(declared(1, 100_000), "too_many_pixels", id="one pixel wide"),
        pytest.param(declared(LONGEST_SIDE + 1, 1), "too_many_pixels", id="one pixel too wide"),
        pytest.param(declared(0, 10), "not_an_image", id="no pixels"),
        pytest.param(drawn(100, 100)[:60], "not_an_image", id="cut off"),
        pytest.param(drawn(100, 100, "BMP"), "not_an_image", id="a sort that is not read"),
        pytest.param(drawn(100, 100, "TIFF"), "not_an_image", id="another"),
        pytest.param(b"", "not_an_image", id="nothing"),
        pytest.param(b"\xff\xd8\xff\xe0", "not_an_image", id="nothing but a header"),
        pytest.param(drawn(9, 9) + b"x" * MOST_BYTES, "too_large", id="too many bytes"),
    ],
)
def test_anything_else_is_refused_and_says_why(data, why):
    with pytest.raises(ImageRefusedError, match=f"^{why}$"):
        redrawn(data)


def test_of_a_polyglot_and_of_what_is_written_beside_the_pixels_nothing_is_left():
    beside = PngImagePlugin.PngInfo()
    beside.add_text("Comment", PROGRAM.decode())
    beside.add_text("Long", "x" * 60_000, zip=True)
    data = drawn(64, 64, pnginfo=beside) + PROGRAM + b"PK\x03\x04"
    assert PROGRAM in data
    assert b"script" not in redrawn(data).data


def test_only_the_image_that_was_asked_for_is_taken():
    data = drawn(10, 10)
    asked = sha256(data).hexdigest()
    assert received(b64encode(data).decode(), asked).width == 10
    for text, wanted, why in (
        (None, asked, "missing"),
        ("%%%", asked, "not_base64"),
        ("é" * 8, asked, "not_base64"),
        ("A" * (2 * MOST_BYTES + 4), asked, "too_large"),
        (b64encode(data).decode(), "0" * 64, "other_image"),
    ):
        with pytest.raises(ImageRefusedError, match=f"^{why}$"):
            received(text, wanted)


def test_the_pictures_of_simulated_tenants_are_taken():
    for sha, data in PICTURES.items():
        assert received(b64encode(data).decode(), sha).data
