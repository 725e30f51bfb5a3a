"""Makes small mistakes in the modules that decide, and asks whether a test notices: `python -m tests.mutants`. Works in a copy.

Uses mutmut (`.venv/bin/pip install mutmut==3.8.1`), which is no part of the locked environment: this is run by hand, not by CI. What
survived when it was last read is explained in docs/mutants.md.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.architecture.tree import REPOSITORY, Tree

FOLDER = REPOSITORY / ".work" / "mutants"
# The modules that decide what is believed, stored and deleted, each group with the tests that are about it and take no time to wait.
GROUPS = {
    "page": (("syncd/validate/page.py", "syncd/validate/digest.py"), ("tests/unit/validate", "tests/unit/model")),
    "answer": (
        ("syncd/poll/answer.py", "syncd/poll/page.py", "syncd/keys/verify.py"),
        (
            *(f"tests/unit/poll/test_{name}.py" for name in ("answer", "seal", "packing", "refusal", "body", "budgets")),
            *(f"tests/unit/keys/test_{name}.py" for name in ("tokens", "seals", "keyset", "replay")),
        ),
    ),
    "rows": (
        ("syncd/store/rows.py",),
        (*(f"tests/store/test_{name}.py" for name in ("rows", "rows_noted", "refused", "limits")),),
    ),
    "guard": (
        ("syncd/sync/snapshot.py", "syncd/model/guard.py"),
        ("tests/unit/model/test_guard.py", *(f"tests/store/test_{name}.py" for name in ("sync", "held", "refused"))),
    ),
    "state": (
        ("syncd/health/staleness.py", "syncd/model/enrolling.py"),
        ("tests/unit/health/test_staleness.py", "tests/unit/model/test_enrolling.py"),
    ),
    "join": (
        tuple(f"syncd/serve/tenants/{name}.py" for name in ("codes", "preview", "join", "caller")),
        tuple(
            f"tests/unit/serve/test_{name}.py"
            for name in ("codes", "join_preview", "join", "join_client", "tenant_status", "foreign_bodies")
        ),
    ),
    "sign-in": (
        ("syncd/keys/identity.py", "syncd/serve/visitors.py"),
        ("tests/unit/keys/test_identity.py", "tests/unit/serve/test_visitors.py"),
    ),
    "ranking": (("syncd/ratings/formula.py",), ("tests/unit/ratings",)),
    "curation": (("syncd/store/curation.py",), ("tests/store/test_curation.py",)),
    "list": (("syncd/realm/hr_list.py",), ("tests/unit/realm",)),
}
OPTIONS = ("-q", "-p", "no:randomly", "-m", "not mariadb", "-x")


def copy(folder: Path) -> None:
    """A fresh copy of every tracked file."""
    shutil.rmtree(folder, ignore_errors=True)
    for file in Tree().all:
        (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file.path, folder / file.name)


def tell(modules: Sequence[str], tests: Sequence[str]) -> None:
    """Say to mutmut what to mutate, and which tests are about it."""
    lists = {
        "source_paths": ["syncd"],
        "only_mutate": list(modules),
        "also_copy": sorted({file.name.partition("/")[0] for file in Tree().all} - {"syncd"}),
        "pytest_add_cli_args_test_selection": list(tests),
        "pytest_add_cli_args": list(OPTIONS),
        # Seconds that do not count as endless: a busy machine must not be taken for a test that noticed.
        "timeout_constant": 600.0,
    }
    with (FOLDER / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[tool.mutmut]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in lists.items()))


def survivors() -> list[str]:
    """The mutants that no test noticed."""
    told = subprocess.run(_mutmut("results"), cwd=FOLDER, check=True, capture_output=True, text=True).stdout
    return [line.split(":")[0].strip() for line in told.splitlines() if line.rstrip().endswith(("survived", "no tests"))]


def _mutmut(*words: str) -> list[str]:
    return [sys.executable, "-m", "mutmut", *words]


def main() -> int:
    """Try the groups named on the command line, or all, and print what survived."""
    if find_spec("mutmut") is None:
        sys.exit(f"mutmut is not installed: {Path(sys.executable).parent / 'pip'} install mutmut==3.8.1")
    for group in sys.argv[1:] or GROUPS:
        copy(FOLDER)
        tell(*GROUPS[group])
        done = subprocess.run(_mutmut("run", "--max-children", "2"), cwd=FOLDER, check=False)
        if done.returncode:
            return done.returncode
        left = survivors()
        for name in left:
            print(f"\n=== {name}", flush=True)
            subprocess.run(_mutmut("show", name), cwd=FOLDER, check=False)
        print(f"\n{group}: {len(left)} mutants survived", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
