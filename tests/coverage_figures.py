"""How much of the program the tests ran, per package, from what coverage.py and PHPUnit wrote down. Reads their files only."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

REPOSITORY = Path(__file__).resolve().parents[1]


class Count:
    """Lines, and branches where they are known: how many there are and how many were run."""

    def __init__(self) -> None:
        self.lines, self.lines_run, self.branches, self.branches_run = 0, 0, 0, 0

    def add(self, lines: int, lines_run: int, branches: int = 0, branches_run: int = 0) -> None:
        """Count these too."""
        self.lines += lines
        self.lines_run += lines_run
        self.branches += branches
        self.branches_run += branches_run

    def __str__(self) -> str:
        lines = f"lines {_percent(self.lines_run, self.lines)}"
        return f"{lines}   branches {_percent(self.branches_run, self.branches)}" if self.branches else lines


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} % of {whole:5}" if whole else "none"


def of_python(folder: Path) -> Iterator[str]:
    """A line for each package of syncd, from the data files that the suites left in the folder."""
    if not any(folder.glob("python.*")):
        return
    command = [sys.executable, "-m", "coverage"]
    data = f"--data-file={folder / 'all'}"
    parts = map(str, folder.glob("python.*"))
    subprocess.run([*command, "combine", "-q", "--keep", data, *parts], cwd=REPOSITORY, check=True)
    told = folder / "python.json"
    subprocess.run([*command, "json", "-q", data, "-o", str(told)], cwd=REPOSITORY, check=True)
    packages: defaultdict[str, Count] = defaultdict(Count)
    for file, figures in json.loads(told.read_text(encoding="utf-8"))["files"].items():
        found = figures["summary"]
        for name in ("syncd", _package(file)):
            packages[name].add(found["num_statements"], found["covered_lines"], found["num_branches"], found["covered_branches"])
    yield from (f"{name:<42}{packages[name]}" for name in sorted(packages))


def _package(file: str) -> str:
    folders = Path(file).parts[:-1]
    return "/".join(folders[:2]) if len(folders) > 1 else f"{folders[0]}/*.py"


def of_php(folder: Path) -> Iterator[str]:
    """A line for each folder of the plugins' classes, from the Clover file that PHPUnit left in the folder."""
    told = folder / "php.xml"
    if not told.is_file():
        return
    folders: defaultdict[str, Count] = defaultdict(Count)
    for file in ET.parse(told).getroot().iter("file"):
        figures = file.find("metrics")
        name = str(file.get("name"))
        if figures is None or "/classes/" not in name:
            continue
        # …/local/asnunggul/classes/local/feed/kind/x.php: the plugin, and two folders of its classes.
        before, _, inside = name.partition("/classes/")
        plugin = "_".join(before.split("/")[-2:])
        for place in {plugin, "/".join([plugin, *inside.split("/")[:-1][:2]])}:
            folders[place].add(int(figures.get("statements", 0)), int(figures.get("coveredstatements", 0)))
    yield from (f"{name:<42}{folders[name]}" for name in sorted(folders))


def tell(folder: Path, ran: Sequence[str]) -> None:
    """Print what was measured; nothing fails by it, and what could not be measured is said."""
    lines = [*of_python(folder), *of_php(folder)]
    if "phpunit" in ran and not any(folder.glob("php.xml")):
        lines.append("PHP was not measured: pcov is not installed (bin/setup-system installs it)")
    if lines:
        print("\n=== what the tests ran of the program (in their own processes)", *lines, sep="\n", flush=True)
