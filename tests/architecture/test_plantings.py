"""Plants one violation after the other into a copy of the project, and asks whether the rule names it. Writes into the copy only."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture import test_rules
from tests.architecture.plantings import PLANTINGS, Planting
from tests.architecture.rule import RULES
from tests.architecture.tree import REPOSITORY, Tree

# The rules are where the tests of them are; without them there is nothing to plant for.
assert test_rules.PLACES


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of every tracked file, under a version control of its own."""
    root = tmp_path_factory.mktemp("planted")
    for file in Tree(REPOSITORY).all:
        (root / file.name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, root / file.name)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


@pytest.fixture(scope="module")
def before(copy: Path) -> dict[str, list[str]]:
    """What breaks each rule before anything is planted."""
    tree = Tree(copy)
    assert [file.name for file in tree.all] == sorted(file.name for file in Tree(REPOSITORY).all)
    return {name: RULES[name].findings(tree) for name in RULES}


@pytest.mark.parametrize("planting", PLANTINGS, ids=lambda planting: f"{planting.rule}-{Path(planting.file).name}")
def test_a_planted_violation_is_named_by_its_rule(planting: Planting, copy: Path, before: dict[str, list[str]]):
    file, missing = copy / planting.file, object()
    old = file.read_text(encoding="utf-8") if file.exists() else missing
    new = planting.edit(old if isinstance(old, str) else "")
    try:
        if new is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(new, encoding="utf-8")
        found = set(RULES[planting.rule].findings(Tree(copy))) - set(before[planting.rule])
    finally:
        if isinstance(old, str):
            file.write_text(old, encoding="utf-8")
        else:
            file.unlink(missing_ok=True)
    assert [finding for finding in found if planting.finding in finding], f"found: {sorted(found)}"


def test_no_rule_is_without_a_planted_violation():
    assert {planting.rule for planting in PLANTINGS} == set(RULES)


def test_a_scan_that_sees_too_little_is_named(tmp_path: Path):
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    empty = Tree(tmp_path)
    assert [rule.name for rule in RULES.values() if len(rule.seen(empty)) >= rule.at_least] == []
