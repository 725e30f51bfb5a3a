"""Guesses what a question with mistyped words meant, from words of courses that everybody may see. Reads the index."""

from tantivy import Searcher

from syncd import clock
from syncd.index import fields
from syncd.index.matching import count_of, every_of, has, seen_by
from syncd.index.question import MAX_WORDS
from syncd.index.typos import did_you_mean
from syncd.index.words import words

# A question with more unknown words than this is no question with a slip.
_MOST_UNKNOWN = 5
_ANEW_S = 60.0


class Vocabulary:
    """The words of the catalogue, looked up anew now and then: no word is like one that is newer, and that one is no slip."""

    def __init__(self) -> None:
        self._found: tuple[float, dict[str, int]] | None = None

    def mended(self, searcher: Searcher, text: str, agency: str | None) -> str | None:
        """The text with each word that stands nowhere replaced by the one that was probably meant; None where none is to be."""
        unknown = [word for word in words(text)[:MAX_WORDS] if not _is_known(searcher, word.text, agency)]
        if not 0 < len(unknown) <= _MOST_UNKNOWN:
            return None
        listed, found = self._listed(searcher), text
        for word in reversed(unknown):
            better = did_you_mean(word.text, listed)
            # What was taken out of everybody's sight since is offered to nobody.
            if better is not None and _is_known(searcher, better, None):
                found = found[: word.start] + better + found[word.end :]
        return None if found == text else found

    def _listed(self, searcher: Searcher) -> dict[str, int]:
        now = clock.monotonic()
        if self._found is None or now - self._found[0] > _ANEW_S:
            found = searcher.terms_with_prefix(fields.FOUND_BY_ALL, "")
            self._found = (now, {word: count for word, count in found if not fields.is_stem(word)})
        return self._found[1]


def _is_known(searcher: Searcher, word: str, agency: str | None) -> bool:
    # How often a word stands in the index says nothing: courses that were taken out are counted until their file is written anew,
    # and what stands where whoever asks must not look is as if it stood nowhere.
    return count_of(searcher, every_of((seen_by(agency), has(word, agency)))) > 0
