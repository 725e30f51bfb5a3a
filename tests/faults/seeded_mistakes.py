"""Proves that the fault tests notice mistakes: makes each of these in a copy of the program and runs the tests that should turn red.

Run it as `python -m tests.faults.seeded_mistakes`. Writes into a temporary folder only.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS = 240


@dataclass(frozen=True, slots=True)
class Mistake:
    """A change of the program that must turn at least one of these tests red. `old` is in the file exactly once."""

    name: str
    file: str
    old: str
    new: str
    tests: str  # a pytest expression


MISTAKES = (
    Mistake(
        "the cursor is committed before the rows",
        "syncd/changes.py",
        "    turn.store(work)\n    turn.count(found)",
        "    turn.store(lambda conn: streams.advance(conn, turn.tenant.id, row.name, to))\n    turn.store(work)\n    turn.count(found)",
        "test_processes.py::test_K02_kill_9_at_every_crash_point_in_turn_loses_and_doubles_nothing",
    ),
    Mistake(
        "rows are inserted, not put in the place of older ones",
        "syncd/store/upsert.py",
        '        f"ON CONFLICT (tenant_id, id) DO UPDATE SET "\n',
        '        f"ON CONFLICT (tenant_id, id) DO NOTHING" and "ON CONFLICT (tenant_id, id) DO UPDATE SET generation = generation, "\n',
        "test_history.py::test_C01_changes_that_arrive_newest_first_end_in_the_same_rows",
    ),
)


class CodeMovedError(Exception):
    """The text a mistake replaces is not in its file exactly once: the mistake must be written anew."""


def run(mistake: Mistake | None, tests: Sequence[str]) -> list[str]:
    """The tests that failed on a copy of the program with this mistake, or with none."""
    with TemporaryDirectory(prefix="asn-mistake-") as folder:
        copy = Path(folder)
        for name in ("syncd", "tests"):
            shutil.copytree(REPOSITORY / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "pyproject.toml", copy)
        if mistake:
            _make(mistake, copy / mistake.file)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:randomly",
            "-p",
            "no:cacheprovider",
            "--durations=0",
            *tests,
        ]
        environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the tests could not be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return re.findall(r"^(?:FAILED|ERROR) tests/faults/(\S+)", done.stdout, re.MULTILINE)


def _make(mistake: Mistake, file: Path) -> None:
    source = file.read_text()
    if source.count(mistake.old) != 1:
        raise CodeMovedError(f"{mistake.file} holds the text of '{mistake.name}' {source.count(mistake.old)} times")
    file.write_text(source.replace(mistake.old, mistake.new))


def selected(mistake: Mistake) -> list[str]:
    """The tests of a mistake as pytest wants them."""
    return [f"tests/faults/{test}" for test in mistake.tests.split()]


def main() -> int:
    """Make every mistake in turn; print which test turned red."""
    missed = 0
    everything = sorted({test for mistake in MISTAKES for test in selected(mistake)})
    broken = run(None, everything)
    print(f"without a mistake: {', '.join(broken) or 'all green'}", flush=True)
    for mistake in MISTAKES:
        red = run(mistake, selected(mistake))
        missed += not red
        print(f"{mistake.name:<60} {red[0] if red else 'NOT NOTICED'}", flush=True)
    return int(bool(missed or broken))


if __name__ == "__main__":
    sys.exit(main())
