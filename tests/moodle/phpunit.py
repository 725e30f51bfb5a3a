"""Runs Moodle's own PHPUnit for this project's plugins, in a Moodle test site made for it. Prints what PHPUnit prints."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mariadb_server import find, private_server
from tests.moodle.master import PHPUNIT, Base, new_site, why_unavailable
from tests.moodle.tree import plugins


def run(arguments: Sequence[str], base: Base | None = None) -> int:
    """Run the test suites of all plugins, or what the PHPUnit arguments choose; the exit status is PHPUnit's."""
    # Measured once, on the usual base: what other bases run is the same code.
    folder = os.environ.get("ASN_UNGGUL_COVERAGE") if base is None else None
    with ExitStack() as stack:
        home = stack.enter_context(TemporaryDirectory(prefix="asn-phpunit-"))
        base = base or Base(stack.enter_context(private_server()))
        site = new_site("phpunit", Path(home), base, "http://www.example.com", PHPUNIT)
        site.php("admin/tool/phpunit/cli/util.php", "--buildconfig")
        suites = ",".join(f"{folder.name}_testsuite" for folder in plugins().values())
        engine, told = _measured(site.tree, Path(folder)) if folder and has_pcov() else ([], [])
        command = [
            str(find("php")),
            "-d",
            "max_input_vars=5000",
            *engine,
            str(base.edition.runner),
            "-c",
            "phpunit.xml",
            "--testsuite",
            suites,
            *told,
        ]
        return subprocess.run([*command, *arguments], cwd=site.tree, env=site.environment, check=False).returncode


def has_pcov() -> bool:
    """Whether PHP can be told to load pcov, which counts the lines that are run; it is not loaded otherwise."""
    asked = [str(find("php")), "-d", "extension=pcov", "-r", "exit(extension_loaded('pcov') ? 0 : 1);"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _measured(tree: Path, folder: Path) -> tuple[list[str], list[str]]:
    """What PHP and PHPUnit are told so that they write down which lines of the plugins' classes were run."""
    # Moodle names all of its own code for this; reading that takes longer than the tests do.
    config = tree / "phpunit.xml"
    config.write_text(
        re.sub(r"<coverage.*?</coverage>", "", config.read_text(encoding="utf-8"), flags=re.DOTALL), encoding="utf-8"
    )
    filters = [word for place in plugins() for word in ("--coverage-filter", f"{place}/classes")]
    engine = ["-d", "extension=pcov", "-d", "pcov.enabled=1", "-d", f"pcov.directory={tree}"]
    return engine, [*filters, "--coverage-clover", str(folder / "php.xml")]


def why_not() -> str | None:
    """Why Moodle's PHPUnit cannot be run here, or None."""
    if reason := why_unavailable():
        return reason
    return None if find("phpunit") else "PHPUnit is not installed (bin/setup-system installs it)"


if __name__ == "__main__":
    if reason := why_not():
        sys.exit(f"Moodle's PHPUnit was not run: {reason}")
    sys.exit(run(sys.argv[1:]))
