"""The documents: links lead somewhere, documented commands exist, and nothing names this or any other machine."""

import re
from pathlib import Path

import pytest
import yaml

from tests.architecture.project import REPOSITORY, files, name_of, text_of, tracked

# Written in two parts, so that this file does not contain what it looks for.
MACHINE_WORDS = re.compile(
    r"(?<![\w.])/(?:wo"
    r"rk|ro"
    r"ot)/|pypi\.o"
    r"rg|files\.pythonh"
    r"osted|registry\.np"
    r"mjs|deb\.deb"
    r"ian|proxy\.gol"
    r"ang"
)
FOREIGN = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//[^"']*|url\(\s*["']?(?:https?:)?//|@import""")
PAGES = ("syncd/serve/templates/*", "syncd/serve/static/*", "moodle-plugins/**/*.mustache", "moodle-plugins/**/*.css")
BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz"}


def _documents() -> list[Path]:
    return files("*.md", "docs/*.md", "docs/**/*.md", "moodle-plugins/*/*.md")


def test_every_link_between_documents_leads_to_a_file():
    broken = [
        f"{name_of(document)} → {target}"
        for document in _documents()
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(document))
        if not re.match(r"[a-z]+:", target) and not (document.parent / target).exists()
    ]
    assert broken == []


def test_every_file_the_readme_names_in_its_paths_exists():
    named = set(re.findall(r"`((?:syncd|docs|tests|bin|moodle-plugins)/[\w./-]+)`", text_of(REPOSITORY / "README.md")))
    assert {name for name in named if not (REPOSITORY / name).exists()} == set()


def _documented_commands() -> set[tuple[str, ...]]:
    """What follows `syncd` in code, as far as it can be the name of a command."""
    found = set()
    for document in _documents():
        for code in re.findall(r"`([^`\n]+)`|^ {4}(\S.*)$|^(syncd .*)$", text_of(document), re.MULTILINE):
            for words in re.findall(r"(?<![\w./-])syncd((?: [a-z][a-z-]*)+)", " ".join(code)):
                found.add(tuple(words.split()))
    return found


def test_every_command_the_documents_name_exists():
    cli = pytest.importorskip("syncd.cli", reason="there is no command line yet")
    typer = pytest.importorskip("typer")
    root = typer.main.get_command(cli.app)
    unknown = []
    for words in _documented_commands():
        command = root
        for word in words:
            commands = getattr(command, "commands", None)
            if commands is None:
                break  # what follows is an argument
            if word not in commands:
                unknown.append(" ".join(words))
                break
            command = commands[word]
    assert unknown == []


def test_no_file_names_a_machine_s_folder_or_a_package_registry():
    naming = [
        f"{name_of(file)}: {found.group(0)}"
        for file in tracked()
        if file.suffix not in BINARY and (found := MACHINE_WORDS.search(text_of(file)))
    ]
    assert naming == []


def test_no_page_loads_anything_from_a_foreign_host():
    loading = [
        f"{name_of(file)}: {found.group(0)}"
        for file in files(*PAGES)
        if file.suffix not in BINARY and (found := FOREIGN.search(text_of(file)))
    ]
    assert loading == []


def test_the_compose_file_gives_every_service_a_health_check():
    compose = yaml.safe_load(text_of(REPOSITORY / "docker-compose.yml"))
    assert {"mariadb", "keycloak", "moodle", "syncd"} <= compose["services"].keys()
    unchecked = [
        name for name, service in compose["services"].items() if "healthcheck" not in service and "profiles" not in service
    ]
    assert unchecked == []


def test_every_decision_is_in_the_list_of_decisions():
    decisions = {file.name for file in files("docs/decisions/0*.md")}
    listed = set(re.findall(r"\]\((0\d+[^)]*)\)", text_of(REPOSITORY / "docs" / "decisions" / "README.md")))
    assert decisions == listed
    assert decisions != set()
