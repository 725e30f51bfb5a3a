"""Looks at an image that a tenant sent and draws it anew, so that nothing of what was sent is ever served. Pure."""

from base64 import b64decode
from binascii import Error as NotBase64Error
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image

# What docs/contract.md section 3 allows: bytes as sent, and pixels on a side.
MOST_BYTES, LONGEST_SIDE = 64 * 1024, 480
# By their first bytes; SVG is a program, and none of these.
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_QUALITY = 80


class ImageRefusedError(Exception):
    """This is not served; the message is one of a few words that say why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP image of this centre's own drawing."""

    data: bytes
    width: int
    height: int


def received(text: str | None, wanted: str) -> Picture:
    """The picture for what was sent as base64; ImageRefusedError unless it has this sha256 and is allowed."""
    if text is None:
        raise ImageRefusedError("missing")
    if len(text) > MOST_BYTES * 2:
        raise ImageRefusedError("too_large")
    try:
        data = b64decode(text, validate=True)
    except (NotBase64Error, ValueError):
        raise ImageRefusedError("not_base64") from None
    if sha256(data).hexdigest() != wanted:
        raise ImageRefusedError("other_image")
    return redrawn(data)


def redrawn(data: bytes) -> Picture:
    """The picture of these bytes, first frame only, without anything but its pixels."""
    if len(data) > MOST_BYTES:
        raise ImageRefusedError("too_large")
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            # What it declares decides before a pixel is unpacked.
            small = 1 <= min(image.size) <= max(image.size) <= LONGEST_SIDE
            picture = _drawn(image) if small else None
    except Exception as error:
        raise ImageRefusedError("not_an_image") from error
    if picture is None:
        raise ImageRefusedError("too_many_pixels")
    return picture


def _drawn(image: Image.Image) -> Picture:
    see_through = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    pixels = image.convert("RGBA" if see_through else "RGB")
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    written = BytesIO()
    clean.save(written, "WEBP", quality=_QUALITY, method=4)
    width, height = clean.size
    return Picture(written.getvalue(), width, height)
