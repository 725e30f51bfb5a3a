"""Each seeded mistake turns a test red that is green without it."""

import subprocess
import sys

import pytest

from tests.faults.seeded_mistakes import MISTAKES, REPOSITORY, Mistake, run

pytestmark = pytest.mark.mariadb

# One of each area; `python -m tests.faults.seeded_mistakes` makes all of them, and runs each test without the mistake as well.
QUICK = [mistake for mistake in MISTAKES if mistake.tests in ("test_payload.py", "test_identity.py", "test_history.py")]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_the_place_of_a_mistake_is_found_exactly_once(mistake: Mistake):
    assert (REPOSITORY / mistake.file).read_text().count(mistake.old) == 1


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_a_program_that_runs(mistake: Mistake):
    """A name that nobody knows would turn any test red, whatever it looks at."""
    written = (REPOSITORY / mistake.file).read_text().replace(mistake.old, mistake.new)
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E9,F821", "-"]
    checked = subprocess.run(command, input=written, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("mistake", QUICK, ids=lambda mistake: mistake.name)
def test_a_mistake_turns_a_test_red(mistake: Mistake):
    assert run(mistake, make=True) != []
