"""Parses JSON from outside without surprises: no duplicate members, NaN or infinity, no crash, no more than was agreed. Pure."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

# Everything but what a document is built of; and one kind of bracket for both.
_CONTENT = bytes(set(range(256)) - set(b'"[]{},'))
_ESCAPED, _PIECE = re.compile(rb"\\[\\\"]"), 256 * 1024
_BRACKETS = bytes.maketrans(b"{}", b"[]")
# Python keeps a text at the width of its widest character: four bytes beyond U+FFFF, two beyond U+00FF.
_WIDEST = 4
_FOUR, _TWO = re.compile(rb"[\xf0-\xff]|\\u[dD][89abAB]"), re.compile(rb"[\xc4-\xff]|\\u(?!00)")
_CONTINUED = bytes(range(0x80, 0xC0))


Bytes = bytes | memoryview


class JsonError(ValueError):
    """The text is not JSON as we accept it."""


class TooManyValuesError(JsonError):
    """The text has more values than may come, or more characters."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a document may hold: one byte of `[[],[],…` becomes a hundred in memory, so bytes alone bound nothing."""

    values: int = 100_000  # texts, numbers, lists, objects, and names of members
    depth: int = 16
    text: int = 32 * 1024 * 1024  # bytes that its characters take in memory: one wide one makes all of its text wide


_USUAL = Size()


def parse(data: Bytes, size: Size = _USUAL) -> object:
    """The value of a UTF-8 JSON document, or JsonError. Its values are counted before they are made; it is not copied."""
    _measure(data, size)
    try:
        return _DECODER.decode(str(data, "utf-8"))
    except (ValueError, RecursionError) as error:  # also: invalid UTF-8, a number of 5,000 digits, 100,000 brackets
        raise JsonError("not strict JSON") from error


def _measure(data: Bytes, size: Size) -> None:
    """Counts in the text. Of a text that is not JSON it counts right up to the first mistake, where the parser ends."""
    if len(data) * _WIDEST > size.text and _in_memory(data) > size.text:
        raise TooManyValuesError("too much text")
    plain = b"".join(_ESCAPED.sub(b"", piece).translate(None, _CONTENT) for piece in _pieces(data))
    if plain.count(b'"') > 2 * size.values:
        raise TooManyValuesError("too many values")
    # Every second part lies within a text.
    frame = b"".join(plain.split(b'"')[::2])
    if frame.count(b",") + frame.count(b"[") + frame.count(b"{") > size.values:
        raise TooManyValuesError("too many values")
    nested = frame.translate(_BRACKETS, b",")
    for _ in range(size.depth):
        nested = nested.replace(b"[]", b"")
    if nested:
        raise JsonError("too deep, or a bracket is not closed")


def _in_memory(data: Bytes) -> int:
    """The most bytes that the document takes as a text, or that all of its texts do."""
    characters = sum(len(piece.translate(None, _CONTINUED)) for piece in _pieces(data))
    return characters * (_WIDEST if _FOUR.search(data) else 2 if _TWO.search(data) else 1)


def _pieces(data: Bytes) -> Iterator[bytes]:
    """The text in small copies, none of which ends within an escape of two characters."""
    start = 0
    while start < len(data):
        piece = bytes(data[start : start + _PIECE])
        # Backslashes before the end stand for one another but for the last of an odd number.
        if start + len(piece) < len(data) and (len(piece) - len(piece.rstrip(b"\\"))) % 2:
            piece = piece[:-1]
        yield piece
        start += len(piece)


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise JsonError("a member occurs twice")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise JsonError("a number is too large")
    return number


def _refuse(_constant: str) -> NoReturn:
    raise JsonError("NaN or infinity")


_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_float=_finite, parse_constant=_refuse)
