"""The pairs of words of families.toml. Reads that file."""

import tomllib
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parent / "families.toml").read_text(encoding="utf-8"))


def pairs(name: str) -> list[tuple[str, str]]:
    """Of the list with this name, the first word of each line with each of the others."""
    lines = [line.split() for line in _LISTS[name].splitlines()]
    return [(first, other) for first, *others in lines for other in others]
