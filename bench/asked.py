"""Asks addresses in a process of its own, which nothing else slows down, and notes how long each answer took."""

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.request import urlopen

from bench.measure import Json

_PATIENCE_S = 60


@dataclass
class Answers:
    """When each request to an address began, on the clock that no administrator can move, and how many seconds it took."""

    of: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def between(self, begin: float, end: float) -> dict[str, Json]:
        """The milliseconds of the requests that began then."""
        return {url: _quantiles(sorted(took for at, took in found if begin <= at < end)) for url, found in self.of.items()}


@contextmanager
def asking(*urls: str) -> Iterator[Answers]:
    """Ask each of these in turn for as long as this lasts; the answers are there afterwards."""
    command = [sys.executable, "-m", "bench.asked", *urls]
    answers = Answers()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None or not process.stdout.readline():
                raise RuntimeError("nobody asks")
            yield answers
            said, _ = process.communicate(timeout=2 * _PATIENCE_S)
        finally:
            process.kill()
    answers.of |= json.loads(said)


def _quantiles(seconds: Sequence[float]) -> Json:
    if not seconds:
        raise RuntimeError("nothing was asked in this time")
    places = {"p50": len(seconds) // 2, "p99": len(seconds) * 99 // 100, "max": len(seconds) - 1}
    return {"asked": len(seconds)} | {name: round(1000 * seconds[place], 1) for name, place in places.items()}


def _ask(urls: Sequence[str]) -> dict[str, list[tuple[float, float]]]:
    """Until nobody listens any more."""
    found: dict[str, list[tuple[float, float]]] = {url: [] for url in urls}
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        for url, times in found.items():
            began = time.monotonic()
            with urlopen(url, timeout=_PATIENCE_S) as response:
                response.read()
            times.append((began, time.monotonic() - began))
    return found


if __name__ == "__main__":
    print(json.dumps(_ask(sys.argv[1:])))
