"""Runs Moodle's own PHPUnit for this project's plugins, in a Moodle test site made for it. Prints what PHPUnit prints."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mariadb_server import find, private_server
from tests.moodle.master import PHPUNIT, new_site, why_unavailable
from tests.moodle.tree import plugins


def run(arguments: Sequence[str]) -> int:
    """Run the test suites of all plugins, or what the PHPUnit arguments choose; the exit status is PHPUnit's."""
    with private_server() as server, TemporaryDirectory(prefix="asn-phpunit-") as folder:
        site = new_site("phpunit", Path(folder), server, "http://www.example.com", PHPUNIT)
        site.php("admin/tool/phpunit/cli/util.php", "--buildconfig")
        suites = ",".join(f"{folder.name}_testsuite" for folder in plugins().values())
        command = [
            str(find("php")),
            "-d",
            "max_input_vars=5000",
            str(find("phpunit")),
            "-c",
            "phpunit.xml",
            "--testsuite",
            suites,
        ]
        return subprocess.run([*command, *arguments], cwd=site.tree, env=site.environment, check=False).returncode


def why_not() -> str | None:
    """Why Moodle's PHPUnit cannot be run here, or None."""
    if reason := why_unavailable():
        return reason
    return None if find("phpunit") else "PHPUnit is not installed (bin/setup-system installs it)"


if __name__ == "__main__":
    if reason := why_not():
        sys.exit(f"Moodle's PHPUnit was not run: {reason}")
    sys.exit(run(sys.argv[1:]))
