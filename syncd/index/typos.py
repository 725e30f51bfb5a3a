"""What somebody who mistyped a word may have meant: "Mungkin maksud Anda …". Pure.

Words are compared as they are written, not by their stems: a stemmer makes something else of a word that is misspelt.
"""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A word this short has too many neighbours, one this long has none that anybody means.
_SHORTEST, _LONGEST = 4, 40
_TWO_SLIPS = 8  # letters from which on two slips are still the same word


def did_you_mean(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The word of the vocabulary that is nearest to a word in its normal form, and of two as near the one used more often.

    The vocabulary says how often each unstemmed word stands in the catalogue. None for a word that is in it, for one that is
    like none, and for one too short or too long to be a slip, which is not even compared.
    """
    if not _SHORTEST <= len(word) <= _LONGEST or word in vocabulary or not word.isalpha():
        return None
    slips = 2 if len(word) >= _TWO_SLIPS else 1
    near = process.extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
    # People seldom miss the first letter.
    ranked = [(distance, found[0] != word[0], -vocabulary[found], found) for found, distance, _ in near]
    return min(ranked)[-1] if ranked else None
