"""Shows where a text has the words somebody looks for: as plain parts, of which some are marked. Pure.

Never as HTML: whoever shows the parts escapes them like any other text of a tenant.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from syncd.index.stems import stems
from syncd.index.words import Word, words

# What fits into a card.
_LENGTH = 200
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `hit`: a word that was looked for."""

    text: str
    hit: bool = False


# Searches show the same courses again and again.
@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


class Marker:
    """Marks the words of one question in any text."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._forms = {form for word in wanted for form in (word, *stems(word))}

    def whole(self, text: str) -> tuple[Part, ...]:
        """The whole text."""
        return self._parts(text, 0, len(text), self._hits(text))

    def excerpt(self, text: str | None) -> tuple[Part, ...]:
        """The place of a long text that has most of the words; its beginning where it has none."""
        if not text:
            return ()
        hits = self._hits(text)
        if len(text) <= _LENGTH:
            return self._parts(text, 0, len(text), hits)
        start = self._best(hits)
        begin = _edge(text, max(0, start - _BEFORE)) if start > _BEFORE else 0
        end = min(len(text), begin + _LENGTH)
        if end < len(text):
            end = text.rfind(" ", begin + 1, end) if text.rfind(" ", begin + 1, end) > start else end
        parts = self._parts(text, begin, end, [one for one in hits if one.start >= begin and one.end <= end])
        before, after = (Part("… "),) if begin else (), (Part(" …"),) if end < len(text) else ()
        return (*before, *parts, *after)

    def _hits(self, text: str) -> list[Word]:
        if not self._forms:
            return []
        return [one for one in _words(text) if one.text in self._forms or not self._forms.isdisjoint(stems(one.text))]

    @staticmethod
    def _best(hits: list[Word]) -> int:
        """Where an excerpt begins that has the most different words."""
        best, most, first = 0, 0, 0
        inside: Counter[str] = Counter()
        for one in hits:
            inside[one.text] += 1
            while one.end - hits[first].start > _LENGTH - _BEFORE and hits[first] is not one:
                inside -= Counter((hits[first].text,))
                first += 1
            if len(inside) > most:
                best, most = hits[first].start, len(inside)
        return best

    @staticmethod
    def _parts(text: str, begin: int, end: int, hits: list[Word]) -> tuple[Part, ...]:
        found, place = [], begin
        for one in hits:
            if one.start < place:
                continue
            found += [Part(text[place : one.start]), Part(text[one.start : one.end], hit=True)]
            place = one.end
        return tuple(part for part in (*found, Part(text[place:end])) if part.text)


def _edge(text: str, place: int) -> int:
    """The beginning of the word after this place."""
    return text.find(" ", place) + 1 if " " in text[place : place + _BEFORE] else place
