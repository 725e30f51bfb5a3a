"""Holds the tree to every rule. A rule that lost sight of its files is as red as one that is broken."""

import pytest

from tests.architecture import document_rules, fact_rules, plugin_rules, python_rules, word_rules
from tests.architecture.rule import RULES, Rule
from tests.architecture.tree import Tree

PLACES = (document_rules, fact_rules, plugin_rules, python_rules, word_rules)
NEAR = 0.8
each_rule = pytest.mark.parametrize("one", RULES.values(), ids=lambda one: one.name)


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree()


@each_rule
def test_a_rule_sees_what_it_is_about(one: Rule, tree: Tree):
    """The number stays near the real one: a rule that loses a fifth of its files is noticed."""
    seen = len(one.seen(tree))
    assert seen >= one.at_least > 0
    assert one.at_least >= NEAR * seen, f"{one.name} sees {seen} files: let at_least be near that"


@each_rule
def test_the_rule_holds(one: Rule, tree: Tree):
    assert list(one.findings(tree)) == [], one.words


def test_the_rules_are_those_of_five_files_about_plugins_code_documents_facts_and_words():
    assert len(RULES) >= 35
    assert {one.check.__module__ for one in RULES.values()} == {place.__name__ for place in PLACES}
