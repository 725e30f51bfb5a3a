"""The files under version control, as the architecture tests see them. Reads git and files, writes nothing."""

import subprocess
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PLUGINS = REPOSITORY / "moodle-plugins"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git tracks, or would track once it is added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(file for name in names if name and (file := REPOSITORY / name).is_file())


def files(*patterns: str) -> list[Path]:
    """The tracked files whose path in the repository fits one of the patterns."""
    return [file for file in tracked() if any(file.relative_to(REPOSITORY).match(pattern) for pattern in patterns)]


def python_files(folder: str = "") -> list[Path]:
    """The tracked Python files below a folder."""
    return [file for file in tracked() if file.suffix == ".py" and file.is_relative_to(REPOSITORY / folder)]


def plugin_folders() -> list[Path]:
    """The folder of each Moodle plugin."""
    return sorted(file.parent for file in files("moodle-plugins/*/version.php"))


def name_of(file: Path) -> str:
    """A file's path in the repository, for messages."""
    return str(file.relative_to(REPOSITORY))


def text_of(file: Path) -> str:
    """The text of a file."""
    return file.read_text(encoding="utf-8")
