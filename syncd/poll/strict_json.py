"""Parses JSON from outside without surprises: no duplicate members, no NaN, no infinity, no crash. Pure."""

import json
import math
from typing import NoReturn


class JsonError(ValueError):
    """The text is not JSON as we accept it."""


def parse(data: bytes) -> object:
    """The value of a UTF-8 JSON document, or JsonError."""
    try:
        return _DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # also: invalid UTF-8, a number of 5,000 digits, 100,000 brackets
        raise JsonError("not strict JSON") from error


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
