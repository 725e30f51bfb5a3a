"""Rules about the Python code: sizes, names, and which module may touch what."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rule import rule, too_few
from tests.architecture.tree import File, Tree

MAX_LINES = 300
MAX_TEST_LINES = 700  # one promise after the other, read one at a time
ALL = "**/*.py"
INDEPENDENT = "tests/independent/tenant/*.py"
PACKAGE = "syncd/**/*.py"
FORBIDDEN_NAME = re.compile(r"(?:^|_)(utils?|helpers?|managers?|handlers?|processors?|services?)(?:$|_)", re.IGNORECASE)
FORBIDDEN_CLASS = re.compile(r"(Utils?|Helpers?|Managers?|Handlers?|Processors?|Services?)$")
# The package on the left is imported only below the places on the right, and in each of them it is.
ONLY_IN = {
    "authlib": ("syncd/keycloak/sign_in.py",),
    "requests": ("syncd/poll/", "syncd/keycloak/sign_in.py"),
    "urllib3": ("syncd/poll/", "syncd/keycloak/connection.py"),
    "sqlalchemy": ("syncd/store/", "syncd/health/summary.py"),
    "alembic": ("syncd/store/",),
    "joserfc": ("syncd/keys/", "syncd/simulator/"),
    "fastapi": ("syncd/serve/",),
    "uvicorn": ("syncd/serve/", "syncd/simulator/"),
    "jinja2": ("syncd/serve/",),
    "typer": ("syncd/cli/",),
    "rich": ("syncd/cli/",),
    "schedule": ("syncd/daemon/",),
    "keycloak": ("syncd/keycloak/",),
    "tantivy": ("syncd/index/",),
}
# A dependency whose module has another name than it.
MODULES = {"pillow": "PIL", "pystemmer": "Stemmer", "python-keycloak": "keycloak"}
# A dependency that no module imports, and why it is one.
NOT_IMPORTED = {"cryptography": "joserfc takes any; which one reads foreign keys and checks signatures is ours to say"}
# What nobody in the program calls, and who does.
CALLED_FROM_ELSEWHERE = {
    "init_poolmanager": "requests",
    "cert_verify": "requests",
    "_new_conn": "urllib3",
    "_schedule_next_run": "schedule",
    "refresh_token": "python-keycloak",
    "withhold_course": "the simulator's door, by name",
    "present_course": "the suite of the contract, at the simulator",
    "open_between": "the suite of the contract, at the simulator as at a real site",
    "for_issuer": "tests that sign as a tenant does",
    "published_with": "tests that sign as a tenant does",
    "sign_seal": "tests that sign as a tenant does",
}
CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}

# Tokens, logs, receipts and comparisons of clocks need the host's own (docs/decisions/0016).
HOSTS_CLOCK = (
    "syncd/keys/",
    "syncd/poll/",
    "syncd/log.py",
    "syncd/daemon/loop.py",
    "syncd/sync/closing.py",
    "syncd/cli/doctor.py",
    "syncd/cli/simulator.py",  # simulated people act by the clock of their host
    "syncd/serve/tenants/join.py",
    "syncd/index/search.py",  # sites say by their own clocks when their doors open, and search asks no database
)


def imported(file: File) -> Iterator[tuple[str, int]]:
    """Each module a file imports, with the line."""
    for node in ast.walk(file.python):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


@rule("A module has at most 300 lines, a file of tests 700", ALL, at_least=583)
def python_is_short(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        limit = MAX_TEST_LINES if "test" in file.stem or "suite" in file.stem else MAX_LINES
        if file.lines > limit:
            yield f"{file.name} has {file.lines} lines"


@rule("No module, folder or class has a name that says nothing", PACKAGE, at_least=267)
def python_names_say_something(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        for part in Path(file.name).with_suffix("").parts:
            if FORBIDDEN_NAME.search(part):
                yield f"{file.name}: {part}"
        for node in ast.walk(file.python):
            if isinstance(node, ast.ClassDef) and FORBIDDEN_CLASS.search(node.name):
                yield f"{file.name}:{node.lineno}: {node.name}"


@rule("Every module says in its first sentence what it does", ALL, at_least=583)
def python_says_what_it_does(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        if not (ast.get_docstring(file.python) or "").partition("\n")[0].endswith("."):
            yield file.name


@rule("Only the clock module asks what time it is", PACKAGE, at_least=267)
def python_asks_one_clock(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        if file.name == "syncd/clock.py":
            continue
        for node in ast.walk(file.python):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                if (owner, node.attr) in CLOCK_CALLS:
                    yield f"{file.name}:{node.lineno} calls {owner}.{node.attr}"
            if isinstance(node, ast.ImportFrom) and (names := {alias.name for alias in node.names}):
                yield from (f"{file.name}:{node.lineno} takes {name}" for name in names if (node.module, name) in CLOCK_CALLS)


@rule("What is stored and compared goes by the database's clock, not by the host's", PACKAGE, at_least=267)
def stored_times_are_the_databases(_tree: Tree, files: list[File]) -> Iterator[str]:
    used = set()
    for file in files:
        for node in ast.walk(file.python):
            if not (isinstance(node, ast.Attribute) and node.attr == "now_ms" and ast.unparse(node.value) == "clock"):
                continue
            place = next((place for place in HOSTS_CLOCK if file.name.startswith(place)), None)
            if place is None:
                yield f"{file.name}:{node.lineno} asks the host's clock"
            used.add(place)
    yield from (f"{place} asks the host's clock no longer" for place in HOSTS_CLOCK if place not in used)


@rule("A package that reaches outside is imported only where that is the job", PACKAGE, at_least=267)
def packages_are_imported_in_their_place(_tree: Tree, files: list[File]) -> Iterator[str]:
    used = set()
    for file in files:
        for module, line in imported(file):
            package = module.partition(".")[0]
            places = ONLY_IN.get(package, ())
            used |= {(package, place) for place in places if file.name.startswith(place)}
            if package in ONLY_IN and not file.name.startswith(places):
                yield f"{file.name}:{line} imports {package}"
    for package, places in ONLY_IN.items():
        yield from (f"{place} may import {package} and does not" for place in places if (package, place) not in used)


@rule("Every dependency is imported, or named with a reason", PACKAGE, "pyproject.toml", at_least=270)
def dependencies_are_used(tree: Tree, files: list[File]) -> Iterator[str]:
    declared = re.findall(
        r"^[\w-]+",
        "\n".join(tomllib.loads(tree.text("pyproject.toml") or "").get("project", {}).get("dependencies", [])),
        re.MULTILINE,
    )
    used = {module.partition(".")[0] for file in files if file.base != "pyproject.toml" for module, _ in imported(file)}
    yield from too_few("dependencies", declared, 20)
    for name in declared:
        if (MODULES.get(name, name.replace("-", "_")) in used) == (name in NOT_IMPORTED):
            yield f"pyproject.toml: {name} is imported " + ("and need not be excused" if name in NOT_IMPORTED else "by no module")
    yield from (f"pyproject.toml: {name} is excused and is no dependency" for name in NOT_IMPORTED if name not in declared)


@rule("What is defined is used by the program, not only by tests", PACKAGE, "syncd/**/*.html", at_least=330)
def nothing_is_left_over(_tree: Tree, files: list[File]) -> Iterator[str]:
    named: set[str] = set()
    found: list[tuple[str, str]] = []
    for file in files:
        if file.path.suffix == ".html":
            named.update(re.findall(r"\w+", file.text))
            continue
        for node in ast.walk(file.python):
            match node:
                case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                    named.add(name)
                case ast.FunctionDef(decorator_list=[]) | ast.AsyncFunctionDef(decorator_list=[]) | ast.ClassDef():
                    found.append((node.name, f"{file.name}:{node.lineno}"))
        for node in file.python.body:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
            found += [(one.id, f"{file.name}:{node.lineno}") for one in targets if isinstance(one, ast.Name)]
    yield from too_few("definitions", found, 2000 if len(files) > 100 else 0)
    for name, place in found:
        if name not in named | CALLED_FROM_ELSEWHERE.keys() and not name.startswith("__") and "/migrations/" not in place:
            yield f"{place} defines {name}, which nothing in the program names"
    yield from (
        f"{name} is excused and is used or gone" for name in CALLED_FROM_ELSEWHERE if name in named or name not in dict(found)
    )


@rule("The model imports nothing of the program but itself", "syncd/model/*.py", at_least=15)
def model_stands_alone(_tree: Tree, files: list[File]) -> Iterator[str]:
    for file in files:
        for module, line in imported(file):
            if module.startswith("syncd") and not module.startswith("syncd.model"):
                yield f"{file.name}:{line} imports {module}"


@rule("The independent tenant imports nothing of the program, and nothing of the other tests", INDEPENDENT, at_least=5)
def independent_tenant_stands_alone(_tree: Tree, files: list[File]) -> Iterator[str]:
    home = "tests.independent.tenant"
    for file in files:
        for module, line in imported(file):
            known = module.partition(".")[0] in sys.stdlib_module_names | {"cryptography"}
            if not known and module != home and not module.startswith(f"{home}."):
                yield f"{file.name}:{line} imports {module}"


@rule("Imports point inward, as the contracts in pyproject.toml say", PACKAGE, at_least=267)
def imports_point_inward(tree: Tree, _files: list[File]) -> Iterator[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(tree.root)}
    done = subprocess.run(command, cwd=tree.root, env=environment, capture_output=True, text=True, check=False)
    yield from too_few("kept contracts", re.findall(r" KEPT$", done.stdout, re.MULTILINE), 4 if done.returncode == 0 else 0)
    if done.returncode:
        lines = re.findall(r"^-?\s*(syncd\S* -> syncd\S* \(l\.\d+.*\))", done.stdout, re.MULTILINE)
        yield from (lines or [f"lint-imports ended with {done.returncode}: {done.stdout[-400:]}{done.stderr[-400:]}"])
