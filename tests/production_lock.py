"""What a centre needs to run, out of requirements.lock: `python -m tests.production_lock` writes requirements-centre.lock.

The tools of the tests have no business on a machine that holds the centre's keys.
"""

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]
EVERYTHING = REPOSITORY / "requirements.lock"
CENTRE = REPOSITORY / "requirements-centre.lock"
_HEAD = "# Made from requirements.lock by `python -m tests.production_lock`: what a centre needs to run, without the tools of the tests.\n"


def needed() -> set[str]:
    """The packages that the program's own dependencies lead to, here."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    # What builds the program when it is installed without a network of its own.
    waiting = [Requirement(line) for line in (*project["project"]["dependencies"], *project["build-system"]["requires"])]
    found: dict[str, set[str]] = {}
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found and one.extras <= found[name]:
            continue
        found.setdefault(name, set()).update(one.extras)
        for line in requires(name) or []:
            next_one = Requirement(line)
            if next_one.marker is None or any(next_one.marker.evaluate({"extra": extra}) for extra in (*one.extras, "")):
                waiting.append(next_one)
    return set(found)


def blocks() -> dict[str, str]:
    """Each package of requirements.lock with its version, hashes and comments."""
    text = EVERYTHING.read_text()
    parts = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    return {canonicalize_name(re.match(r"[A-Za-z0-9._-]+", part)[0]): part for part in parts if re.match(r"[A-Za-z0-9]", part)}


def lock() -> str:
    """The text of the lock file."""
    every = blocks()
    return _HEAD + "".join(_without_reasons(every[name]) for name in sorted(needed() & every.keys()))


def _without_reasons(block: str) -> str:
    """Who needs a package is said in requirements.lock; here half of those would be missing."""
    return "".join(line for line in block.splitlines(keepends=True) if not line.lstrip().startswith("#"))


if __name__ == "__main__":
    CENTRE.write_text(lock())
