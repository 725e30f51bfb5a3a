"""`python -m bench [name …]`: runs the benchmarks named, or all, and prints and keeps their figures as JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bench.measure import Json, machine

RESULTS = Path(__file__).parent / "results"
NAMES = (
    "export",
    "poll",
    "ingest",
    "end_to_end",
    "sweep",
    "numbering",
    "login",
    "people",
    "realm",
    "door",
    "logout",
    "liars",
    "beside",
    "stems",
    "relevance",
    "search",
    "portal",
    "ranking",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Runs benchmarks; figures are ratios within one run.")
    parser.add_argument("name", nargs="*", choices=[[], *NAMES], help="the benchmarks to run; all of them if none is named")
    parser.add_argument("--keep", action="store_true", help="keep the figures in bench/results")
    options = parser.parse_args()
    for name in options.name or NAMES:
        run: Callable[[], Json] = import_module(f"bench.{name}").run
        figures = json.dumps({"benchmark": name, "machine": machine(), **run()}, indent=1, ensure_ascii=False)
        print(figures, flush=True)
        if options.keep:
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / f"{name}.json").write_text(figures + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
