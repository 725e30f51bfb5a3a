"""Each guide says the same in Indonesian and in English: same sections, commands, lists and tables. Reads files."""

import json
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TENANT_ADMIN, OPERATIONS = "docs/tenant-admin.md", "docs/operations.md"
# What the two languages call by different names within a command.
SAME = {
    "NAMA": "NAME",
    "KELOMPOK": "BATCH",
    "daftar.csv": "list.csv",
    "KODE": "CODE",
    "LAMA": "OLD",
    "BARU": "NEW",
    "127.0.0.1:8640 pusat": "127.0.0.1:8640 centre",
}
# Guide -> at least so many sections and commands in a half, and what its commands begin with.
GUIDES = {TENANT_ADMIN: (7, 10, "php "), OPERATIONS: (12, 60, "syncd ")}
LEAST_CLAIMS = 7


def _halves(guide: str) -> list[list[str]]:
    """The sections of the Indonesian half and of the English half, each with its heading."""
    text = (REPOSITORY / guide).read_text(encoding="utf-8")
    halves = re.split(r"^(?=# )", text, flags=re.MULTILINE)[1:]
    assert len(halves) == len(("Indonesian", "English"))
    return [re.split(r"^(?=#+ )", half, flags=re.MULTILINE)[1:] for half in halves]


def _code(section: str) -> list[str]:
    """All code of a section in its order: commands, options, folders and setting names, and the lines of its blocks."""
    # Beside a command in a block stands, after a gap, what it does.
    found = re.findall(r"`([^`]+)`|^ {4,}(\S.*?)(?: {2,}.*)?$", section, flags=re.MULTILINE)
    return [re.sub("|".join(map(re.escape, SAME)), lambda match: SAME[match.group(0)], inline or line) for inline, line in found]


def _steps(section: str) -> list[str]:
    """What is before the first numbered step of a section, and each of its steps."""
    return re.split(r"^(?=\d+\. )", section, flags=re.MULTILINE)


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


@pytest.mark.parametrize("guide", GUIDES)
def test_both_languages_have_the_same_sections_with_as_many_points_steps_and_rows(guide):
    indonesian, english = _halves(guide)
    assert len(indonesian) >= GUIDES[guide][0]
    assert [_counted(section) for section in indonesian] == [_counted(section) for section in english]


@pytest.mark.parametrize("guide", GUIDES)
def test_both_languages_name_the_same_commands_in_the_same_order(guide):
    indonesian, english = _halves(guide)
    commands = [_code(section) for section in indonesian]
    _sections, least, beginning = GUIDES[guide]
    assert sum(code.startswith(beginning) for section in commands for code in section) >= least
    for here, there in zip(indonesian, english, strict=True):
        assert [_code(step) for step in _steps(here)] == [_code(step) for step in _steps(there)]


def test_both_languages_limit_who_asks_keycloak_and_let_systemd_wait_before_it_begins_anew():
    for half in _halves(OPERATIONS):
        code = [line for section in half for line in _code(section)]
        assert [line for line in code if line.startswith("limit_req_zone $binary_remote_addr ")]
        assert [line for line in code if line.startswith("limit_req zone=")]
        # Less, and systemd gives a service up that finds no database five times within ten seconds.
        assert code.count("RestartSec=5") == 1


def test_both_languages_name_all_that_a_site_is_handed_in_the_modes_that_ask_nobody():
    fields = (REPOSITORY / "moodle-plugins/auth_asnsso/classes/local/account/profile_fields.php").read_text(encoding="utf-8")
    claims = re.findall(r"'(\w+)'", re.search(r"const CLAIMS = \[(.*?)\];", fields)[1])
    assert len(claims) >= LEAST_CLAIMS
    for half, language in zip(_halves(TENANT_ADMIN), ("id", "en"), strict=True):
        words = json.loads((REPOSITORY / f"keycloak-realm/texts/{language}.json").read_text(encoding="utf-8"))
        [step] = [step for section in half for step in _steps(section) if "`auto`" in step]
        assert [claim for claim in ("email", *claims) if words[f"field.{claim}"] not in " ".join(step.split())] == []
