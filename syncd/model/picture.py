"""Where a picture is served, below the centre's address. Pure."""

IMAGES = "/images"


def address_of(sha256: str | None) -> str | None:
    """The address of the image with this hash."""
    return None if sha256 is None else f"{IMAGES}/{sha256}"
