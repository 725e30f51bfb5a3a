"""What a rule of the architecture tests is: which files it looks at, how many they must be at least, and what it finds wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.architecture.tree import File, Tree

Check = Callable[[Tree, list[File]], Iterable[str]]


@dataclass(frozen=True)
class Rule:
    """A promise about the files, in words; `at_least` is near the real number, so that a scan that sees nothing is not green."""

    name: str
    words: str
    patterns: tuple[str, ...]
    at_least: int
    check: Check

    def seen(self, tree: Tree) -> list[File]:
        """What the rule looks at."""
        return tree.files(*self.patterns)

    def findings(self, tree: Tree) -> list[str]:
        """What breaks the rule in this tree; each begins with the name of a file."""
        return sorted(set(self.check(tree, self.seen(tree))))


RULES: dict[str, Rule] = {}


def rule(words: str, *patterns: str, at_least: int) -> Callable[[Check], Check]:
    """Make the function a rule about the files that fit the patterns."""

    def add(check: Check) -> Check:
        RULES[check.__name__] = Rule(check.__name__, words, patterns, at_least, check)
        return check

    return add


def too_few(what: str, things: Iterable[object], at_least: int) -> list[str]:
    """A finding if a rule that looks for things within its files came up (nearly) empty."""
    number = len(list(things))
    return (
        [] if number >= at_least else [f"only {number} {what} were found, {at_least} are known: the rule has lost sight of them"]
    )
