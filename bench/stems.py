"""What the words of the index cost: loading the dictionary, a new word, a remembered one, a mistyped one. Starts processes."""

import subprocess
import sys
from random import Random
from statistics import median
from string import ascii_lowercase

from bench.measure import Json, seconds
from syncd.index.stems import stems
from syncd.index.typos import did_you_mean
from syncd.index.words import words
from syncd.simulator.topics import TOPICS

ROUNDS = 5
# In a process of its own: what is loaded stays loaded. The memory is what the process grows by.
LOAD = """
from os import sysconf
from time import perf_counter
def used():
    return int(open("/proc/self/statm").read().split()[1]) * sysconf("SC_PAGESIZE") / 2**20
before, began = used(), perf_counter()
from syncd.index.stems import stems
imported = perf_counter()
stems("pelatihan")
print(imported - began, perf_counter() - imported, used() - before)
"""


def run() -> Json:
    loads = [subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True) for _ in range(ROUNDS)]
    imported, loaded, grown = zip(*(map(float, done.stdout.split()) for done in loads), strict=True)
    draw = Random(1)
    text = " ".join(f"{topic.name} {topic.about}" for topic in TOPICS)
    said = sorted({word.text for word in words(text)})
    made = sorted(
        {f"{start}{word}{end}" for word in said for start in ("", "me", "pe", "di") for end in ("", "kan", "an", "nya")}
    )
    nonsense = ["".join(draw.choices(ascii_lowercase, k=draw.randint(5, 12))) for _ in range(5_000)]
    vocabulary = dict.fromkeys(
        (*said, *("".join(draw.choices(ascii_lowercase, k=draw.randint(4, 12))) for _ in range(100_000))), 1
    )
    mistyped = [word[:3] + word[4:] for word in said if len(word) > 5][:50]
    return {
        "import_s": round(median(imported), 3),
        "dictionary_loaded_s": round(median(loaded), 3),
        "memory_mib": round(median(grown), 1),
        "words": len(made),
        "new_word_us": _each(made),
        "new_nonsense_us": _each(nonsense),
        "remembered_word_us": round(seconds(lambda: [stems(word) for word in nonsense]) / len(nonsense) * 1e6, 2),
        "text_into_words_mb_per_s": round(len(text) * 20 / seconds(lambda: words(text * 20)) / 1e6, 2),
        "mistyped_word_ms_of_100000": round(
            seconds(lambda: [did_you_mean(word, vocabulary) for word in mistyped]) / len(mistyped) * 1e3, 2
        ),
    }


def _each(asked: list[str]) -> float:
    def once() -> float:
        stems.cache_clear()
        return seconds(lambda: [stems(word) for word in asked])

    return round(median(once() for _ in range(ROUNDS)) / len(asked) * 1e6, 1)
