"""The README as a stranger meets it: short, with a picture of the page, and a path that can be walked in half an hour. Reads files."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
MOST_WORDS = 900
MOST_FILES = 8
MOST_LINES = 1_200
MOST_IMAGE_BYTES = 150_000


def _path() -> list[Path]:
    """The files that the path names, in their order. The page it stands on has a limit of its own, in words."""
    section = README.split("### The stranger's path", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\d+\. `([^`]+)`", section, re.MULTILINE)
    assert len(named) == len(re.findall(r"^\d+\. ", section, re.MULTILINE)), "every step names one file, in code quotes"
    return [REPOSITORY / name for name in named]


def test_the_readme_is_read_in_a_few_minutes():
    assert len([word for word in README.split() if re.search(r"\w", word)]) <= MOST_WORDS


def test_every_file_of_the_stranger_s_path_exists():
    path = _path()
    assert len(path) > MOST_FILES // 2
    assert [str(file.relative_to(REPOSITORY)) for file in path if not file.is_file()] == []


def test_the_stranger_s_path_is_half_an_hour_long():
    path = _path()
    assert len(path) <= MOST_FILES
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in path) < MOST_LINES


def test_the_stranger_s_path_crosses_from_the_centre_to_the_tenant():
    assert {file.suffix for file in _path()} == {".md", ".py", ".php"}


def test_the_readme_shows_the_page_in_a_small_picture():
    shown = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", README)
    assert shown != []
    assert [name for name in shown if (REPOSITORY / name).stat().st_size > MOST_IMAGE_BYTES] == []
