"""The files under version control in a folder, as the architecture rules see them. Reads git and files, writes nothing."""

import ast
import re
import subprocess
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NOT_TEXT = {".png", ".jpg", ".ico", ".woff2", ".gz"}


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """A glob in which `**/` stands for any number of folders, none included, and `*` stays within one name."""
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return re.compile("".join(parts.get(part) or re.escape(part) for part in re.split(r"(\*\*/|\*\*|\*)", pattern)))


@lru_cache(maxsize=2000)
def parsed(text: str) -> ast.Module:
    """The syntax tree of a Python text; read once, however many rules look at it."""
    return ast.parse(text)


@dataclass(frozen=True, eq=False)
class File:
    """One file: its name from the root of the tree, and what is in it."""

    root: Path
    name: str

    @property
    def path(self) -> Path:
        return self.root / self.name

    @property
    def base(self) -> str:
        return self.path.name

    @property
    def stem(self) -> str:
        return self.path.stem

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @property
    def python(self) -> ast.Module:
        return parsed(self.text)

    def line_of(self, position: int) -> str:
        """The place of a position in the text, for messages."""
        return f"{self.name}:{self.text.count(chr(10), 0, position) + 1}"


class Tree:
    """Every file git tracks in a folder, or would track once it is added."""

    def __init__(self, root: Path = REPOSITORY) -> None:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.split("\0")
        self.root = root
        self.all = [File(root, name) for name in dict.fromkeys(names) if name and (root / name).is_file()]

    def files(self, *patterns: str) -> list[File]:
        """The files whose name fits one of the patterns."""
        wanted = [_pattern(pattern) for pattern in patterns]
        return [file for file in self.all if any(pattern.fullmatch(file.name) for pattern in wanted)]

    def text(self, name: str) -> str:
        """The text of this file, empty if there is none."""
        path = self.root / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def has(self, name: str) -> bool:
        """Whether there is such a file or folder."""
        return (self.root / name).exists()

    def plugins(self) -> list[str]:
        """The names of the Moodle plugins."""
        return sorted(file.path.parent.name for file in self.files("moodle-plugins/*/version.php"))
