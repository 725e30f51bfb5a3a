"""Takes a text apart into words in their normal form, with the place of each in the text. Pure.

The text of a course, the query of a civil servant and the word that is highlighted all go through here, so that they agree.
"""

import re
import unicodedata
from typing import NamedTuple

LONGEST = 80  # characters of a word that are kept; what is longer is no word of a language

# Each character of a text by what it does for a word; the sixth is not seen, and the last parts words.
_LETTER, _DIGIT, _HYPHEN, _APOSTROPHE, _POINT, _UNSEEN, _OTHER = "a0-'.~ "
_SIGNS = {
    **dict.fromkeys("-\u2010\u2011\ufe63\uff0d", _HYPHEN),
    **dict.fromkeys("'\u2018\u2019\u02bc\u02bb\u02bf\u02be\u0060\u00b4\uff07", _APOSTROPHE),
    **dict.fromkeys(".,", _POINT),
}
_BY_CATEGORY = {"L": _LETTER, "M": _LETTER, "N": _DIGIT}
# Letters and digits, and what does not part a word when it stands between them: Jum'at, 4.0, anak-anak.
_RUN = re.compile(r"[a0](?:['~]*[a0])*(?:-[a0](?:['~]*[a0])*|(?<=0)[.](?=0)0+)*")
_PART = re.compile(r"[^-]+")
_TWICE = 2
_REMEMBERED = 0x3000  # where the alphabets end
_READ = 4 * LONGEST  # characters of a word that are looked at: a letter may be written as several
_NOT_HEARD = str.maketrans("", "", "-'`")


class Word(NamedTuple):
    """A word in its normal form, and where it stands: from start to end is what the author wrote. No two words overlap."""

    text: str
    start: int
    end: int


class _Shapes(dict[int, str]):
    """What each character does for a word, as `str.translate` asks; remembered for alphabets, not for a million characters."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        by_category = _UNSEEN if category == "Cf" else _BY_CATEGORY.get(category[0], _OTHER)
        found = _SIGNS.get(character, by_category)
        if code < _REMEMBERED:
            self[code] = found
        return found


_SHAPES = _Shapes()


def words(text: str) -> list[Word]:
    """The words of a text in their order.

    *anak-anak* and *undang-undang* are said twice and mean the word: one word. *e-learning* and *S-1* are written with and
    without the hyphen: one word without it. All other parts between hyphens are words of their own.
    """
    shape = text.translate(_SHAPES)
    found: list[Word] = []
    for run in _RUN.finditer(shape):
        start, end = run.span()
        written = text[start:end]
        # Nearly every word is like this, and an index of the whole catalogue has millions of them.
        if written.isascii() and written.isalnum():
            found.append(Word(written[:LONGEST].lower(), start, end))
        else:
            found += _of_run(text, shape, start, end)
    return found


def normal(written: str) -> str:
    """The normal form of one word: one way to write each letter, small letters, nothing that is not heard."""
    if written.isascii():
        return written[:_READ].lower().translate(_NOT_HEARD)[:LONGEST]
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written[:_READ]).casefold())
    shape = folded.translate(_SHAPES)
    return "".join(c for c, sort in zip(folded, shape, strict=True) if sort in (_LETTER, _DIGIT, _POINT)).strip(".")[:LONGEST]


def _of_run(text: str, shape: str, start: int, end: int) -> list[Word]:
    places = [part.span() for part in _PART.finditer(shape, start, end)]
    parts = [word for first, last in places if (word := Word(normal(text[first:last]), first, last)).text]
    if len(places) == 1 or not parts or parts[0].text.isdigit():
        return parts
    if [part.text for part in parts] == [parts[0].text] * _TWICE:
        return [Word(parts[0].text, start, end)]
    if len(parts[0].text) == 1:
        return [Word("".join(part.text for part in parts)[:LONGEST], start, end)]
    return parts
