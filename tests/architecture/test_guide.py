"""The tenant admin's guide says the same in Indonesian and in English: same sections, commands, lists and tables. Reads files."""

import json
import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = (REPOSITORY / "docs" / "tenant-admin.md").read_text(encoding="utf-8")
# What the two languages call by different names within a command.
SAME = {"NAMA": "NAME", "KELOMPOK": "BATCH", "daftar.csv": "list.csv"}
LEAST_SECTIONS = 7
LEAST_COMMANDS = 10
LEAST_CLAIMS = 7


def _halves() -> tuple[list[str], list[str]]:
    """The sections of the Indonesian half and of the English half, each with its heading."""
    indonesian, english = re.split(r"^---$", GUIDE, flags=re.MULTILINE)
    return _sections(indonesian), _sections(english)


def _sections(half: str) -> list[str]:
    return [part for part in re.split(r"^(?=#+ )", half, flags=re.MULTILINE) if part.strip()]


def _code(section: str) -> list[str]:
    """All code of a section in its order: commands, options, folders and setting names."""
    found = re.findall(r"`([^`]+)`", section)
    return [re.sub("|".join(map(re.escape, SAME)), lambda match: SAME[match.group(0)], code) for code in found]


def _counted(section: str) -> dict[str, int]:
    """How many of each thing a section has."""
    lines = section.splitlines()
    return {
        "depth of its heading": len(section) - len(section.lstrip("#")),
        "points": sum(bool(re.match(r"\s*\* ", line)) for line in lines),
        "steps": sum(bool(re.match(r"\s*\d+\. ", line)) for line in lines),
        "rows of tables": sum(line.lstrip().startswith("|") for line in lines),
        "words in bold": len(re.findall(r"\*\*[^*]+\*\*", section)),
        "paths through Moodle's menus": len(re.findall(r"(?<!\*)\*[^*]+ > [^*]+\*(?!\*)", section)),
    }


def test_both_languages_have_the_same_sections_with_as_many_points_steps_and_rows():
    indonesian, english = _halves()
    assert len(indonesian) >= LEAST_SECTIONS
    assert [_counted(section) for section in indonesian] == [_counted(section) for section in english]


def test_both_languages_name_the_same_commands_in_the_same_order():
    indonesian, english = _halves()
    commands = [_code(section) for section in indonesian]
    assert sum(code.startswith("php ") for section in commands for code in section) >= LEAST_COMMANDS
    assert commands == [_code(section) for section in english]


def test_both_languages_name_all_that_a_site_is_handed_in_the_modes_that_ask_nobody():
    fields = (REPOSITORY / "moodle-plugins/auth_asnsso/classes/local/account/profile_fields.php").read_text(encoding="utf-8")
    claims = re.findall(r"'(\w+)'", re.search(r"const CLAIMS = \[(.*?)\];", fields)[1])
    assert len(claims) >= LEAST_CLAIMS
    for half, language in zip(_halves(), ("id", "en"), strict=True):
        words = json.loads((REPOSITORY / f"keycloak-realm/texts/{language}.json").read_text(encoding="utf-8"))
        [step] = [step for section in half for step in re.split(r"^(?=\d+\. )", section, flags=re.MULTILINE) if "`auto`" in step]
        assert [claim for claim in ("email", *claims) if words[f"field.{claim}"] not in " ".join(step.split())] == []
