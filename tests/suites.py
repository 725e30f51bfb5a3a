"""Runs the suites of `bin/test` and says at the end which ran, with counts, and which did not, and why. Stores nothing."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from xml.etree import ElementTree as ET

from tests.mariadb_server import find
from tests.moodle.phpunit import why_not as why_no_phpunit

REPOSITORY = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Some suites make Moodle sites and daemons; a suite that takes longer than this hangs.
SUITE_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a suite: `failed`, and in words what ran, or why nothing did."""

    name: str
    ran: bool
    failed: bool
    words: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite: its name, what it does in words, its command (given a place for a JUnit report), and why it cannot be run here."""

    name: str
    about: str
    command: Callable[[Path], list[str]]
    why_not: Callable[[], str | None] = lambda: None


def _tool(name: str, about: str, *command: str) -> Suite:
    return Suite(name, about, lambda _: [str(BIN / command[0]), *command[1:]])


def _pytest(name: str, about: str) -> Suite:
    return Suite(name, about, lambda report: [sys.executable, "-m", "pytest", f"tests/{name}", f"--junitxml={report}"])


def _php_lint(_: Path) -> list[str]:
    check = 'for file; do php -l "$file" >/dev/null || failed=1; done; echo "$# PHP files read"; exit ${failed:-0}'
    return ["bash", "-c", check, "php-lint", *map(str, sorted(REPOSITORY.glob("moodle-plugins/**/*.php")))]


SUITES = (
    _tool("ruff", "Python style and mistakes", "ruff", "check", "."),
    _tool("format", "Python layout", "ruff", "format", "--check", "."),
    _tool("mypy", "Python types", "mypy"),
    _tool("imports", "direction of the dependencies between modules", "lint-imports", "--no-cache"),
    Suite(
        "php",
        "every PHP file can be read by PHP",
        _php_lint,
        lambda: None if find("php") else "PHP is not installed (bin/setup-system)",
    ),
    _pytest("architecture", "shape of the project, the plugins and the documents"),
    _pytest("unit", "each module of syncd for itself"),
    _pytest("store", "the store on SQLite and on a private MariaDB"),
    _pytest("contract", "simulated and real tenants keep docs/contract.md"),
    _pytest("faults", "what goes wrong between tenants and centre, injected"),
    _pytest("keycloak", "the realm, its clients and people at a real Keycloak"),
    Suite(
        "phpunit",
        "Moodle's PHPUnit for the plugins",
        lambda report: [sys.executable, "-m", "tests.moodle.phpunit", "--log-junit", str(report)],
        why_no_phpunit,
    ),
    _pytest("sso", "a hostile issuer against real Moodle sites"),
    _pytest("walk", "one login over two real sites, a real Keycloak and a browser"),
    _pytest("e2e", "two real Moodle sites and the real daemon"),
)


def run(suite: Suite) -> Outcome:
    """Run one suite in a process of its own, its output passed on."""
    print(f"\n=== {suite.name}: {suite.about}", flush=True)
    if reason := suite.why_not():
        print(f"not run: {reason}", flush=True)
        return Outcome(suite.name, ran=False, failed=False, words=reason)
    with TemporaryDirectory(prefix="asn-suite-") as folder:
        report, began = Path(folder) / "report.xml", monotonic()
        try:
            status = subprocess.run(suite.command(report), cwd=REPOSITORY, check=False, timeout=SUITE_SECONDS).returncode
        except subprocess.TimeoutExpired:
            return Outcome(suite.name, ran=True, failed=True, words=f"stopped after {SUITE_SECONDS} s", seconds=SUITE_SECONDS)
        return _outcome(suite, status, report, monotonic() - began)


def _outcome(suite: Suite, status: int, report: Path, seconds: float) -> Outcome:
    if not report.exists():
        words = "ok" if status == 0 else f"ended with {status}"
        return Outcome(suite.name, ran=True, failed=status != 0, words=words, seconds=seconds)
    cases = list(ET.parse(report).getroot().iter("testcase"))
    skipped = [case.find("skipped") for case in cases if case.find("skipped") is not None]
    broken = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    reasons = sorted({(skip.get("message") or "marked so in the test") for skip in skipped if skip is not None})
    if cases and len(skipped) == len(cases) and status == 0:
        return Outcome(suite.name, ran=False, failed=False, words="; ".join(reasons), seconds=seconds)
    words = f"{len(cases) - len(skipped) - broken} passed, {broken} failed, {len(skipped)} skipped"
    return Outcome(suite.name, ran=True, failed=status != 0, words="; ".join([words, *reasons]), seconds=seconds)


def report(outcomes: Sequence[Outcome]) -> None:
    """The last lines of a run."""
    print("\n=== what ran")
    for outcome in outcomes:
        state = "FAILED " if outcome.failed else "ok     " if outcome.ran else "not run"
        print(f"{state}  {outcome.name:<13}{outcome.seconds:6.0f} s  {outcome.words}")
    failed = [outcome.name for outcome in outcomes if outcome.failed]
    not_run = [outcome.name for outcome in outcomes if not outcome.ran]
    print(f"{len(outcomes) - len(not_run)} of {len(outcomes)} suites ran, not run: {', '.join(not_run) or 'none'}", end="; ")
    print(f"failed: {', '.join(failed)}" if failed else "all that ran passed", flush=True)


def main() -> int:
    """Run the suites named on the command line, or all."""
    names = {suite.name: suite for suite in SUITES}
    lines = "\n".join(f"  {suite.name:<14}{suite.about}" for suite in SUITES)
    parser = argparse.ArgumentParser(
        prog="bin/test",
        description="Runs the tests.",
        epilog=f"suites:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("suite", nargs="*", metavar="suite", help="the suites to run; all of them if none is named")
    wanted = parser.parse_args().suite
    if unknown := sorted(set(wanted) - names.keys()):
        parser.error(f"there is no suite {', '.join(unknown)}; bin/test --help names them")
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    outcomes = [run(names[name]) for name in (wanted or names)]
    report(outcomes)
    return int(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
