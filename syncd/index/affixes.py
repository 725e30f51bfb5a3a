"""Takes an Indonesian word apart by a hunspell dictionary and its affix rules. Reads the files it is given, nothing else.

Hunspell asks whether a word may be written so; a search asks which dictionary word it comes from. The rules of the dictionary
are read backwards for that: every prefix and ending a word could have is taken off, and what is left counts if the dictionary
lists it and allows it this prefix and this ending.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_WIDTH = 2  # FLAG long: each flag has two letters
_BOUND = "A1"  # CIRCUMFIX: this prefix comes only with its ending, and the ending only with its prefix


@dataclass(frozen=True, slots=True)
class Prefix:
    """One way to begin a word, and what the dictionary must say of the stem for it.

    `flag` allows it (none is needed for no prefix); `stripped` is the letter of the stem that it swallows (tulis → menulis).
    """

    flag: str
    stripped: str
    condition: re.Pattern[str]
    bound: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """One way to end a word: `flag` allows it; if it is bound, the prefix must be one of `prefixes`."""

    flag: str
    bound: bool
    prefixes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One way to take a word apart that ends at a word of the dictionary."""

    stem: str
    prefix: Prefix
    ending: Ending
    allowed: bool


_NO_PREFIX = Prefix("", "", re.compile(""), bound=False)
_NO_ENDING = Ending("", bound=False, prefixes=frozenset())


class Affixes:
    """The dictionary's words with their flags, and its prefixes and endings by how they are written."""

    def __init__(self, rules: Iterable[Path], words: Iterable[Path]) -> None:
        self._words = _entries(words)
        self._prefixes, self._endings = _rules([line for file in rules for line in _lines(file)])
        self._longest_prefix = max(map(len, self._prefixes))
        self._longest_ending = max(map(len, self._endings))

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def parts(self, word: str) -> Iterator[Part]:
        """Every way to take the word apart, the word as a whole left out; allowed by the dictionary or not."""
        endings = [
            (length, found)
            for length in self._lengths(word, self._longest_ending)
            if (found := self._endings.get(word[len(word) - length :]))
        ]
        for start in self._lengths(word, self._longest_prefix):
            for prefix in self._prefixes.get(word[:start], ()):
                for length, found in endings:
                    stem = prefix.stripped + word[start : len(word) - length]
                    flags = self._words.get(stem)
                    if flags is not None and stem != word and prefix.condition.match(stem):
                        yield from (
                            Part(stem, prefix, ending, _allowed(flags, prefix, ending))
                            for ending in found
                            if _belong(prefix, ending)
                        )

    @staticmethod
    def _lengths(word: str, longest: int) -> range:
        return range(min(longest, len(word) - 1) + 1)


def _belong(prefix: Prefix, ending: Ending) -> bool:
    """Whether the two can stand on one word."""
    return prefix.flag in ending.prefixes if ending.bound else not prefix.bound


def _allowed(flags: str, prefix: Prefix, ending: Ending) -> bool:
    own = {"", *(flags[place : place + _WIDTH] for place in range(0, len(flags), _WIDTH))}
    return ending.flag in own and (prefix.bound or prefix.flag in own)


def _entries(files: Iterable[Path]) -> dict[str, str]:
    """Words of the files with their flags; a later file adds to an earlier one. The first line says how many there are."""
    known: dict[str, str] = {}
    for file in files:
        for line in _lines(file)[1:]:
            word, _, flags = line.strip().partition("/")
            known[word.lower()] = known.get(word.lower(), "") + flags
    return known


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").splitlines()


def _rules(lines: Iterable[str]) -> tuple[dict[str, list[Prefix]], dict[str, list[Ending]]]:
    prefixes: dict[str, list[Prefix]] = defaultdict(list, {"": [_NO_PREFIX]})
    suffixes: list[tuple[str, str, set[str]]] = []
    for line in lines:
        kind, flag, stripped, written, *rest = [*line.partition("#")[0].split(), "", "", "", ""]
        # The head of a rule ("PFX B0 Y 2") has a number in the fourth place; a line of it may lack its condition.
        if kind not in {"PFX", "SFX"} or written.isdigit() or not written:
            continue
        added, _, follow = written.partition("/")
        flags = {follow[place : place + _WIDTH] for place in range(0, len(follow), _WIDTH)}
        added = added.replace("-", "").lower()
        if kind == "PFX":
            condition = re.compile(rest[0] or ".")
            prefixes[added].append(Prefix(flag, stripped.replace("0", ""), condition, _BOUND in flags))
        else:
            suffixes.append((flag, added, flags))
    endings: dict[str, list[Ending]] = defaultdict(list, {"": [_NO_ENDING]})
    for flag, written, flags in suffixes:
        ending = Ending(flag, _BOUND in flags, frozenset(flags - {_BOUND}))
        endings[written].append(ending)
        for second, more, _ in suffixes:
            if second in flags:
                endings[written + more].append(ending)
    return dict(prefixes), {written: list(dict.fromkeys(found)) for written, found in endings.items()}
