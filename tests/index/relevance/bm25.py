"""A plain ranking by BM25 over words, stems and other names, in memory: what the parts of `syncd.index` can do without an engine."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from math import log

from syncd.index.sayings import also_called
from syncd.index.stems import stems
from syncd.index.typos import did_you_mean
from syncd.index.words import words
from tests.index.relevance.judge import Offering

K1, B = 1.2, 0.75
FIELDS = {"title": 3.0, "agency": 2.0, "training_type": 2.0, "category": 1.0, "summary": 1.0}
ALSO_CALLED = 2.0
SURFACE = 0.5  # a stem counts one, the word as it is written half as much again


def build(offerings: Sequence[Offering]) -> Callable[[str], list[int]]:
    """A search over these offerings: the keys of the best first."""
    return Ranking(offerings).search


class Ranking:
    """The terms of all offerings with their weights, and the words they are written in."""

    def __init__(self, offerings: Sequence[Offering]) -> None:
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._vocabulary: Counter[str] = Counter()
        self._lengths: dict[int, float] = {}
        for offering in offerings:
            weights = self._weights(offering)
            self._lengths[offering.key] = sum(weights.values())
            for term, weight in weights.items():
                self._postings[term][offering.key] = weight
        self._mean = sum(self._lengths.values()) / len(self._lengths)

    def search(self, query: str) -> list[int]:
        scores: Counter[int] = Counter()
        for word in words(query):
            meant = None if self._found(word.text) else did_you_mean(word.text, self._vocabulary)
            for term, share in _terms(meant or word.text):
                listed = self._postings.get(term, {})
                rare = log(1 + (len(self._lengths) - len(listed) + 0.5) / (len(listed) + 0.5))
                for key, weight in listed.items():
                    length = 1 - B + B * self._lengths[key] / self._mean
                    scores[key] += share * rare * weight * (K1 + 1) / (weight + K1 * length)
        return sorted(scores, key=lambda key: (-scores[key], key))[:10]

    def _weights(self, offering: Offering) -> Counter[str]:
        weights: Counter[str] = Counter()
        for field, weight in FIELDS.items():
            said = [word.text for word in words(getattr(offering, field))]
            also = also_called(said)
            self._vocabulary.update([*said, *also])
            for word, factor in [*((word, weight) for word in said), *((word, weight / ALSO_CALLED) for word in also)]:
                for term, share in _terms(word):
                    weights[term] += share * factor
        return weights

    def _found(self, word: str) -> bool:
        return any(term in self._postings for term, _ in _terms(word))


def _terms(word: str) -> list[tuple[str, float]]:
    return [(f"={word}", SURFACE), *((stem, 1.0) for stem in sorted(stems(word)))]
