"""`bin/test` is green only for what it looked at: a suite that finds nothing to do has failed."""

import subprocess

import pytest

from tests import suites
from tests.moodle import code_style
from tests.suites import SUITES, Suite

CASES = '<testsuite><testcase classname="a" name="b"/></testsuite>'
NONE = '<testsuites><testsuite name="x" tests="0"/></testsuites>'
SKIPPED = '<testsuite><testcase classname="a" name="b"><skipped message="no such server"/></testcase></testsuite>'


def outcome(script: str, report: str | None = None, *, tells: bool = True):
    """What becomes of a suite that runs this, having written this report."""

    def command(place):
        if report is not None:
            place.write_text(report)
        return ["bash", "-c", script]

    return suites.run(Suite("planted", "planted", command, tells=tells))


def test_a_suite_that_passes_has_run_something():
    found = outcome("exit 0", CASES)
    assert (found.ran, found.failed, found.words) == (True, False, "1 passed, 0 failed, 0 skipped")


@pytest.mark.parametrize("status", [0, 5])
def test_a_suite_without_a_test_has_failed_whatever_its_runner_says(status):
    found = outcome(f"exit {status}", NONE)
    assert (found.failed, found.words) == (True, "no test was found")


def test_a_suite_that_leaves_no_report_has_failed():
    assert outcome("exit 0").failed


def test_a_suite_in_which_all_was_skipped_did_not_run_and_says_why():
    found = outcome("exit 0", SKIPPED)
    assert (found.ran, found.failed, found.words) == (False, False, "no such server")


@pytest.mark.parametrize("status", [0, 1])
def test_a_tool_that_writes_no_report_is_believed_by_its_status(status):
    assert outcome(f"exit {status}", tells=False).failed == bool(status)


def test_what_runs_tests_writes_a_report():
    assert [one.name for one in SUITES if not one.tells] == ["ruff", "format", "mypy", "imports", "php", "moodle-cs"]


def test_php_files_that_are_not_found_are_no_success(monkeypatch, tmp_path):
    php = next(one for one in SUITES if one.name == "php")
    monkeypatch.setattr(suites, "REPOSITORY", tmp_path)
    assert subprocess.run(php.command(tmp_path), check=False, capture_output=True).returncode == 1


def test_a_checker_of_style_that_looks_at_no_file_has_failed(monkeypatch):
    monkeypatch.setattr(code_style, "plugins", dict)
    monkeypatch.setattr(code_style, "find", lambda _: "/bin/true")
    assert code_style.run() == 1
