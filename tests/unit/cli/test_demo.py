"""Demos do not disturb each other, and their options may come in any order."""

import fcntl
import subprocess

import pytest
from typer.testing import CliRunner

from syncd.cli import app
from syncd.cli.demo import _TO_TRY
from tests.architecture.tree import REPOSITORY
from tests.walk.stage import alone


def test_a_demo_that_runs_is_not_wiped_by_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = tmp_path / ".work" / "demo" / "syncd.db"
    shown.parent.mkdir(parents=True)
    shown.write_text("what the first demo shows")
    with (tmp_path / ".work" / "demo.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended = CliRunner().invoke(app, ["demo", "--once"])
    assert ended.exit_code == 75
    assert "another demo runs" in ended.stderr
    assert shown.read_text() == "what the first demo shows"


def test_the_demo_of_the_one_login_is_not_wiped_either_and_its_screenshots_have_a_folder_of_their_own(tmp_path):
    with (
        alone(tmp_path / "demo-sso") as first,
        alone(tmp_path / "demo-sso") as second,
        alone(tmp_path / "demo-sso-once") as other,
    ):
        assert (first, second, other) == (True, False, True)
    with alone(tmp_path / "demo-sso") as again:
        assert again


@pytest.mark.parametrize("options", [("--sso", "--once", "--no-such"), ("--once", "--sso", "--no-such")])
def test_the_options_of_a_demo_come_in_any_order(options):
    ended = subprocess.run(
        [str(REPOSITORY / "bin" / "demo"), *options], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "bin/demo --sso: error: unrecognized arguments: --no-such" in ended.stderr


def test_the_demo_names_the_portal_first_and_then_the_status_page():
    portal, status = (_TO_TRY.index(f"{{centre}}{path}\n") for path in ("/", "/status"))
    assert portal < status
