"""Rules about the documents: links lead somewhere, documented commands exist, and nothing names this or any other machine."""

import ast
import re
from collections.abc import Iterator

import typer
import yaml

from syncd.cli import app
from tests.architecture.rule import rule, too_few
from tests.architecture.tree import NOT_TEXT, File, Tree
from tests.faults.shown import CODES, WORDS

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
FOREIGN = re.compile(
    r"""(?:src|srcset|href|action|poster|data)\s*=\s*["']?(?:https?:)?//[^"'\s>]*"""
    r"""|url\(\s*["']?(?:https?:)?//[^)]*|@import[^;]*|(?:import|fetch)\(\s*["'](?:https?:)?//[^"']*""",
    re.IGNORECASE,
)
DOCUMENTS = ("*.md", "docs/**/*.md", "moodle-plugins/*/*.md", "keycloak-realm/*.md", "tests/**/*.md")
PROMISES = ("README.md", "docs/tenant-admin.md", "moodle-plugins/*/README.md")
PAGES = ("syncd/**/templates/*", "syncd/**/static/*", *(f"moodle-plugins/**/*.{kind}" for kind in ("mustache", "css", "js")))


@rule("Every link between documents leads to a file", *DOCUMENTS, at_least=45)
def links_lead_somewhere(_tree: Tree, files: list[File]) -> Iterator[str]:
    links = []
    for file in files:
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", file.text)
        links += targets
        for target in targets:
            if not re.match(r"[a-z]+:", target) and not (file.path.parent / target).exists():
                yield f"{file.name} leads to {target}"
    yield from too_few("links", links, 25)


@rule("Every file the README names in its paths exists", "README.md", at_least=1)
def readme_names_files_that_exist(tree: Tree, files: list[File]) -> Iterator[str]:
    named = re.findall(r"`((?:syncd|docs|tests|bin|moodle-plugins)/[\w./-]+)`", files[0].text)
    yield from (f"README.md names {name}" for name in named if not tree.has(name))
    yield from too_few("paths in README.md", set(named), 5)


def _documented(files: list[File]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What follows `syncd` in code, as far as it can be the name of a command."""
    for file in files:
        for code in re.findall(r"`([^`\n]+)`|^ {4}(\S.*)$|^(syncd .*)$", file.text, re.MULTILINE):
            for words in re.findall(r"(?<![\w./-])syncd((?: [a-z][a-z-]*)+)", " ".join(code)):
                yield file.name, tuple(words.split())


@rule("Every command the documents name exists", *DOCUMENTS, at_least=45)
def documented_commands_exist(_tree: Tree, files: list[File]) -> Iterator[str]:
    root = typer.main.get_command(app)
    documented = set(_documented(files))
    for name, words in documented:
        command = root
        for word in words:
            commands = getattr(command, "commands", None)
            if commands is None:
                break  # what follows is an argument
            if word not in commands:
                yield f"{name}: syncd {' '.join(words)}"
                break
            command = commands[word]
    yield from too_few("commands in documents", {words for _, words in documented}, 20)


@rule("No file names a machine's folder or a package registry", "**", at_least=890)
def no_machine_is_named(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        if file.path.suffix not in NOT_TEXT and (found := MACHINE_WORDS.search(file.text)):
            yield f"{file.line_of(found.start())} names {found.group(0)}"


@rule("No page loads anything from a foreign host", *PAGES, at_least=25)
def pages_load_nothing_foreign(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        if file.path.suffix not in NOT_TEXT and (found := FOREIGN.search(file.text)):
            yield f"{file.line_of(found.start())}: {found.group(0)}"


@rule("The compose file gives every service a health check", "docker-compose.yml", at_least=1)
def services_have_health_checks(_tree: Tree, files: list[File]) -> Iterator[str]:
    services = yaml.safe_load(files[0].text)["services"]
    yield from (f"docker-compose.yml lacks {name}" for name in {"mariadb", "keycloak", "moodle", "syncd"} - services.keys())
    for name, service in services.items():
        if "healthcheck" not in service and "profiles" not in service:
            yield f"docker-compose.yml: {name} has no health check"


@rule("Every decision is in the list of decisions", "docs/decisions/0*.md", at_least=30)
def decisions_are_listed(tree: Tree, files: list[File]) -> Iterator[str]:
    listed = set(re.findall(r"\]\((0\d+[^)]*)\)", tree.text("docs/decisions/README.md")))
    yield from (f"{file.name} is not listed" for file in files if file.base not in listed)
    yield from (f"docs/decisions/{name} is listed and missing" for name in listed - {file.base for file in files})


@rule("The table of faults says what the tests of faults say", "tests/faults/test_*.py", at_least=13)
def fault_table_is_the_tests(tree: Tree, files: list[File]) -> Iterator[str]:
    table = dict(re.findall(r"^\|[^|]*\| `(test_\w+\.py)` \|([^|]*)\|$", tree.text("tests/faults/README.md"), re.MULTILINE))
    told_by_any = set()
    for file in files:
        told = set(_told(file))
        told_by_any |= told
        row = {word for word in re.split(r",\s*", table.get(file.base, "").strip()) if word}
        if told and file.base not in table:
            yield f"{file.name} has no row in the table"
        # What no turn of a tenant shows is said in words.
        yield from (f"{file.base}: {word} is in the table and not in the tests" for word in (row & WORDS) - told)
        yield from (f"{file.base}: {word} is in the tests and not in the table" for word in told - row)
    yield from too_few("words the fault tests tell", told_by_any, 15)


def _told(file: File) -> Iterator[str]:
    """What the tests of a file say is shown: in words, or by the codes their cases name."""
    calls = [
        node.args[0]
        for node in ast.walk(file.python)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "shown"
    ]
    for said in calls:
        if isinstance(said, ast.Constant):
            yield from str(said.value).split(", ")
    if any(not isinstance(said, ast.Constant) for said in calls):
        yield from (str(node.value) for node in ast.walk(file.python) if isinstance(node, ast.Constant) and node.value in CODES)


@rule("Documents name the versions of Moodle that the plugins declare, and no newer one", *PROMISES, at_least=4)
def declared_moodles_are_promised(tree: Tree, files: list[File]) -> Iterator[str]:
    for plugin in tree.plugins():
        version = f"moodle-plugins/{plugin}/version.php"
        declared = re.search(r"->supported = \[(\d)(\d\d), (\d)(\d\d)\]", tree.text(version))
        if declared is None:
            yield f"{version} declares no first and last version of Moodle"
            continue
        first, last = (f"{declared[at]}.{int(declared[at + 1])}" for at in (1, 3))
        for file in files:
            halves = re.split(r"^---$", file.text, flags=re.MULTILINE)
            if any(not re.search(rf"Moodle {first} (?:or|atau) {last}\b(?!\.)", half) for half in halves):
                yield f"{file.name} does not promise Moodle {first} and {last}, as {version} does"
            newer = re.findall(r"\b(\d\.\d) (?:and newer|dan yang lebih baru)", file.text)
            yield from (f"{file.name} speaks of Moodle {one}" for one in newer if one > last)
