"""Runs Moodle's own code checker over this project's plugins, with the parts in the project's cache folder. Prints what it prints."""

import re
import subprocess
import sys

from tests.mariadb_server import find
from tests.moodle.tree import CACHE, REPOSITORY, plugins

# Where Moodle's checker and what it stands on lie: name of the repository, and a file that must be in it.
PARTS = {
    "PHP_CodeSniffer": "bin/phpcs",
    "moodle-cs": "moodle/ruleset.xml",
    "PHPCSUtils": "phpcsutils-autoload.php",
    "PHPCSExtra": "Universal/ruleset.xml",
}
PHPCS = CACHE / "PHP_CodeSniffer" / "bin" / "phpcs"
# moodle-cs does not know version 4.
VERSION = "3.13"


def why_not() -> str | None:
    """Why Moodle's checker cannot be run here, or None."""
    if find("php") is None:
        return "PHP is not installed (bin/setup-system installs it)"
    if missing := [name for name, file in PARTS.items() if not (CACHE / name / file).is_file()]:
        return f"{', '.join(missing)} not in the project's cache folder (the repositories of moodlehq and PHPCSStandards)"
    said = subprocess.run([str(find("php")), str(PHPCS), "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"version (\S+)", said)
    if version is None or not version.group(1).startswith(f"{VERSION}."):
        return f"PHP_CodeSniffer in the cache folder is {version.group(1) if version else 'no version at all'}, not {VERSION}"
    return None


def run() -> int:
    """Check every plugin by the moodle standard; warnings count like errors."""
    standards = ",".join(str(CACHE / name) for name in ("moodle-cs", "PHPCSUtils", "PHPCSExtra"))
    command = [str(find("php")), str(PHPCS), "--runtime-set", "installed_paths", standards, "--standard=moodle", "-s"]
    folders = [str(folder.relative_to(REPOSITORY)) for folder in plugins().values()]
    status = subprocess.run([*command, *folders], cwd=REPOSITORY, check=False).returncode
    seen = sum(1 for folder in plugins().values() for _ in folder.rglob("*.php"))
    print(f"{seen} PHP files checked", flush=True)
    return status if seen else 1


if __name__ == "__main__":
    if reason := why_not():
        sys.exit(f"moodle-cs was not run: {reason}")
    sys.exit(run())
