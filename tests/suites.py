"""Runs the suites of `bin/test`, in two lanes, and says at the end which ran, with counts, which did not, and why. Stores nothing."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Lock
from time import monotonic
from xml.etree import ElementTree as ET

from tests import coverage_figures
from tests.mariadb_server import find
from tests.moodle.code_style import why_not as why_no_code_style
from tests.moodle.phpunit import why_not as why_no_phpunit
from tests.odd.parts import PARTS

REPOSITORY = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Some suites make Moodle sites and daemons; a suite that takes longer than this hangs.
SUITE_SECONDS = 2700
# Where suites leave what they ran of the program; none of them measures where it is not set.
COVERAGE = "ASN_UNGGUL_COVERAGE"
# These run the program in their own process; what daemons and servers that they begin run is not counted. Python 3.11 can only count by
# a tracer, which costs `unit` a third of its time: suites that repeat what these run, or mostly wait, go without.
MEASURED = ("unit", "store", "contract")
SITES = "sites"
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a suite: `failed`, and in words what ran, or why nothing did."""

    name: str
    ran: bool
    failed: bool
    words: str
    seconds: float = 0.0
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite: its name, what it does in words, its command (given a place for a JUnit report), and why it cannot be run here.

    `tells`: whether it writes that report. Suites that make Moodle sites share one tree in `.work`, so they are in the lane `sites`, one after the other; all others are in the
    lane `centre`, beside it.
    """

    name: str
    about: str
    command: Callable[[Path], list[str]]
    why_not: Callable[[], str | None] = lambda: None
    lane: str = "centre"
    tells: bool = True


def _tool(name: str, about: str, *command: str) -> Suite:
    return Suite(name, about, lambda _: [str(BIN / command[0]), *command[1:]], tells=False)


def _pytest(name: str, about: str, lane: str = "centre") -> Suite:
    return Suite(name, about, lambda report: [*_python(name), "-m", "pytest", f"tests/{name}", f"--junitxml={report}"], lane=lane)


def _python(name: str) -> list[str]:
    folder = os.environ.get(COVERAGE)
    if not folder or name not in MEASURED:
        return [sys.executable]
    return [sys.executable, "-m", "coverage", "run", f"--data-file={folder}/python.{name}"]


def _php_lint(_: Path) -> list[str]:
    check = 'for file; do php -l "$file" >/dev/null || failed=1; done; echo "$# PHP files read"; exit ${failed:-$(($# == 0))}'
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
        tells=False,
    ),
    Suite(
        "moodle-cs",
        "Moodle's code checker finds nothing in the plugins",
        lambda _: [sys.executable, "-m", "tests.moodle.code_style"],
        why_no_code_style,
        tells=False,
    ),
    _pytest("architecture", "shape of the project, the plugins and the documents"),
    _pytest("unit", "each module of syncd for itself"),
    _pytest("store", "the store on SQLite and on a private MariaDB"),
    _pytest("contract", "simulated and real tenants keep docs/contract.md"),
    _pytest("faults", "what goes wrong between tenants and centre, injected"),
    _pytest("independent", "a second implementation of a tenant, honest and lying, at a real centre"),
    _pytest("keycloak", "the realm, its clients and people at a real Keycloak", SITES),
    Suite(
        "phpunit",
        "Moodle's PHPUnit for the plugins",
        lambda report: [sys.executable, "-m", "tests.moodle.phpunit", "--log-junit", str(report)],
        why_no_phpunit,
        SITES,
    ),
    _pytest("sso", "a hostile issuer against real Moodle sites", SITES),
    _pytest("walk", "one login over two real sites, a real Keycloak and a browser", SITES),
    *(
        Suite(
            part.name,
            f"a real site on PostgreSQL 15, or of Moodle 5.0: {part.name}",
            lambda report, name=part.name: [sys.executable, "-m", "pytest", "tests/odd", "-m", name, f"--junitxml={report}"],
            part.why_unavailable,
            SITES,
        )
        for part in PARTS.values()
    ),
    _pytest("e2e", "two real Moodle sites and the real daemon", SITES),
)


@contextmanager
def _output(suite: Suite, turn: AbstractContextManager[object] | None) -> Iterator[int | None]:
    """Where a suite writes: straight on (None) where it runs alone; else into a file, printed whole when it ends, so that lanes do not mix."""
    title = f"\n=== {suite.name}: {suite.about}"
    if turn is None:
        print(title, flush=True)
        yield None
        return
    with turn:
        print(f"... {suite.name} begins", flush=True)
    with TemporaryFile() as file:
        yield file.fileno()
        file.seek(0)
        with turn:
            print(title, file.read().decode(errors="replace"), sep="\n", flush=True)


def run(suite: Suite, turn: AbstractContextManager[object] | None = None) -> Outcome:
    """Run one suite in a process of its own, its output passed on; `turn` is held while it is printed, where others run beside it."""
    with _output(suite, turn) as output, TemporaryDirectory(prefix="asn-suite-") as folder:
        if reason := suite.why_not():
            return Outcome(suite.name, ran=False, failed=False, words=reason)
        report, began = Path(folder) / "report.xml", monotonic()
        try:
            status = subprocess.run(
                suite.command(report), cwd=REPOSITORY, check=False, timeout=SUITE_SECONDS, stdout=output, stderr=output
            ).returncode
        except subprocess.TimeoutExpired:
            return Outcome(suite.name, ran=True, failed=True, words=f"stopped after {SUITE_SECONDS} s", seconds=SUITE_SECONDS)
        return _outcome(suite, status, report, monotonic() - began)


def run_all(suites: Sequence[Suite]) -> list[Outcome]:
    """Run each lane's suites one after the other, the lanes beside each other; the outcomes are in the order of `suites`."""
    lanes = sorted({suite.lane for suite in suites})
    turn = Lock() if len(lanes) > 1 else None
    with ThreadPoolExecutor(len(lanes)) as pool:
        done = pool.map(lambda lane: [run(suite, turn) for suite in suites if suite.lane == lane], lanes)
        outcomes = {outcome.name: outcome for lane in done for outcome in lane}
    return [outcomes[suite.name] for suite in suites]


def _outcome(suite: Suite, status: int, report: Path, seconds: float) -> Outcome:
    if not suite.tells or not report.exists():
        words = f"ended with {status}" if status or suite.tells else "ok"
        words += ", without a word of what it ran" if suite.tells else ""
        return Outcome(suite.name, ran=True, failed=bool(status) or suite.tells, words=words, seconds=seconds)
    cases = list(ET.parse(report).getroot().iter("testcase"))
    if not cases:
        # A runner that finds nothing to run may well say that all went well.
        return Outcome(suite.name, ran=True, failed=True, words="no test was found", seconds=seconds)
    skipped = [case.find("skipped") for case in cases if case.find("skipped") is not None]
    broken = tuple(
        f"{case.get('classname')}::{case.get('name')}: {_first_line(fault)}"
        for case in cases
        if (fault := next((case.find(kind) for kind in ("failure", "error") if case.find(kind) is not None), None)) is not None
    )
    reasons = sorted({(skip.get("message") or "marked so in the test") for skip in skipped if skip is not None})
    if len(skipped) == len(cases) and status == 0:
        return Outcome(suite.name, ran=False, failed=False, words="; ".join(reasons), seconds=seconds)
    words = f"{len(cases) - len(skipped) - len(broken)} passed, {len(broken)} failed, {len(skipped)} skipped"
    return Outcome(suite.name, ran=True, failed=status != 0, words="; ".join([words, *reasons]), seconds=seconds, broken=broken)


def _first_line(fault: ET.Element) -> str:
    """What went wrong, short: the end of a long output is often all that is kept of it."""
    words = (fault.get("message") or fault.text or "").strip()
    return " ".join(words.split())[:LONGEST_REASON]


def report(outcomes: Sequence[Outcome]) -> None:
    """The last lines of a run."""
    print("\n=== what ran")
    for outcome in outcomes:
        state = "FAILED " if outcome.failed else "ok     " if outcome.ran else "not run"
        print(f"{state}  {outcome.name:<13}{outcome.seconds:6.0f} s  {outcome.words}")
    for outcome in outcomes:
        for test in outcome.broken:
            print(f"failed in {outcome.name}: {test}")
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
    parser.add_argument("--no-coverage", action="store_true", help="do not measure what the tests run of the program")
    arguments = parser.parse_args()
    wanted = arguments.suite
    if unknown := sorted(set(wanted) - names.keys()):
        parser.error(f"there is no suite {', '.join(unknown)}; bin/test --help names them")
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    with TemporaryDirectory(prefix="asn-coverage-") as folder:
        if not arguments.no_coverage:
            os.environ[COVERAGE] = folder
        outcomes = run_all([names[name] for name in dict.fromkeys(wanted or names)])
        coverage_figures.tell(Path(folder), [outcome.name for outcome in outcomes if outcome.ran])
    report(outcomes)
    return int(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
