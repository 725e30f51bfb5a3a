"""What else a text is called: abbreviations, old names and English words for what it says. Reads one table, once.

A title says *Pelatihan Kepemimpinan Administrator*, and people search for PKA. What a text is also called is indexed with it, so
that a search needs to know nothing of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from syncd.index.words import words

_TABLE = Path(__file__).parent / "dictionary" / "sebutan.txt"
Phrase = tuple[str, ...]


def also_called(text: Sequence[str]) -> list[str]:
    """The words, in normal form, by which others call what a text says; its own words come in normal form and in their order."""
    table = _phrases()
    said = set(text)
    found: dict[str, None] = {}
    for place, word in enumerate(text):
        for phrase, others in table.get(word, ()):
            if tuple(text[place : place + len(phrase)]) == phrase:
                found |= dict.fromkeys(other for other in others if other not in said)
    return list(found)


@cache
def _phrases() -> dict[str, list[tuple[Phrase, list[str]]]]:
    """Each phrase under its first word, with the words of all that mean the same."""
    table: dict[str, list[tuple[Phrase, list[str]]]] = defaultdict(list)
    for group in _groups():
        for phrase in group:
            table[phrase[0]].append((phrase, [word for other in group if other != phrase for word in other]))
    return dict(table)


def _groups() -> Iterator[list[Phrase]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [tuple(word.text for word in words(phrase)) for phrase in line.split("=")]
