"""The shape of the Python code: sizes, names, and which module may touch what."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.project import name_of, python_files, text_of

MAX_LINES = 300
MAX_TEST_LINES = 700  # one promise after the other, read one at a time
FORBIDDEN_NAME = re.compile(r"(?:^|_)(utils?|helpers?|managers?|handlers?|processors?|services?)(?:$|_)", re.IGNORECASE)
FORBIDDEN_CLASS = re.compile(r"(Utils?|Helpers?|Managers?|Handlers?|Processors?|Services?)$")
# The package whose name is on the left is imported only below the folders on the right.
ONLY_IN = {
    "requests": ("syncd/poll/",),
    "urllib3": ("syncd/poll/", "syncd/keycloak/connection.py"),
    "sqlalchemy": (
        "syncd/store/",
        "syncd/health/",
        "syncd/sync",
        "syncd/verify",
        "syncd/daemon.py",
        "syncd/serve/",
        "syncd/cli/",
    ),
    "alembic": ("syncd/store/",),
    "joserfc": ("syncd/keys/", "syncd/simulator/"),
    "fastapi": ("syncd/serve/",),
    "typer": ("syncd/cli/", "syncd/__main__.py"),
    "schedule": ("syncd/daemon.py",),
    "keycloak": ("syncd/keycloak/",),
}
CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}


def _tree(file: Path) -> ast.Module:
    return ast.parse(text_of(file), filename=name_of(file))


def _imported_packages(file: Path) -> Iterator[str]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_a_module_has_at_most_300_lines_and_a_file_of_tests_at_most_700():
    sizes = {file: len(text_of(file).splitlines()) for file in python_files()}
    limits = {file: MAX_TEST_LINES if "test" in file.stem or "suite" in file.stem else MAX_LINES for file in sizes}
    assert {name_of(file): size for file, size in sizes.items() if size > limits[file]} == {}


def test_no_module_and_no_class_has_a_name_that_says_nothing():
    modules = [name_of(file) for file in python_files("syncd") if FORBIDDEN_NAME.search(file.stem)]
    classes = [
        f"{name_of(file)}: {node.name}"
        for file in python_files("syncd")
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.ClassDef) and FORBIDDEN_CLASS.search(node.name)
    ]
    assert modules + classes == []


def test_every_module_says_in_its_first_sentence_what_it_does():
    silent = [
        name_of(file) for file in python_files() if not (ast.get_docstring(_tree(file)) or "").partition("\n")[0].endswith(".")
    ]
    assert silent == []


def test_only_the_clock_module_asks_what_time_it_is():
    asking = [
        f"{name_of(file)}:{node.lineno}"
        for file in python_files("syncd")
        if file.name != "clock.py"
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute)
        if (getattr(node.value, "id", None) or node.value.attr, node.attr) in CLOCK_CALLS
    ]
    assert asking == []


def test_a_package_that_reaches_outside_is_imported_only_where_that_is_the_job():
    astray = [
        f"{name_of(file)} imports {package}"
        for file in python_files("syncd")
        for package in _imported_packages(file)
        if package in ONLY_IN and not name_of(file).startswith(ONLY_IN[package])
    ]
    assert astray == []


def test_the_model_imports_nothing_of_the_program_but_itself():
    astray = [
        f"{name_of(file)} imports {node.module}"
        for file in python_files("syncd/model")
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("syncd.")
        and not (node.module or "").startswith("syncd.model")
    ]
    assert astray == []
