"""Text from outside as it may be shown or logged: of bounded length, and nothing in it that steers a terminal. Pure."""

import re

# Escapes of terminals, and characters that turn the direction of what follows; line feed and tab stay.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with � in place of every character that steers."""
    return _STEERING.sub("\ufffd", text)


def is_text(value: str) -> bool:
    """Whether this can be written down: JSON knows halves of surrogate pairs, which are no characters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_sentence(value: str, most: int) -> bool:
    """Whether this is one line of so many characters at most, with something to read and nothing that cannot be seen."""
    return bool(value.strip()) and len(value) <= most and is_text(value) and value.isprintable()


def shortened(text: str, most: int) -> str:
    """The beginning and the end of a text, and how much is missing between them."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … ({len(text) - 2 * half} characters left out) … {text[-half:]}"


def escaped(json_text: str) -> str:
    """A JSON document with the same characters as escapes, so that its values stay what they are."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)
