"""Makes the mistakes that mutmut leaves out: in decorated functions, constants and forms. Works in a copy.

`python -m tests.mutants_left_out group…`. Each mistake starts the group's tests anew, so that what a module makes when it is imported is
made with the mistake.
"""

import difflib
import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

from tests.architecture.tree import REPOSITORY
from tests.mutants import GROUPS, OPTIONS, copy

FOLDER = REPOSITORY / ".work" / "mutants-left-out"
# A mistake that makes a loop endless is noticed too.
SECONDS = 600


class LeftOut(MutationVisitor):
    """mutmut's mistakes, but only where mutmut makes none."""

    decorated = 0

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            self.decorated += 1
            return False
        return super()._skip_node_and_children(node)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        super().on_leave(original_node)
        if isinstance(original_node, cst.FunctionDef) and original_node.decorators:
            self.decorated -= 1

    def _create_mutations(self, node: cst.CSTNode) -> None:
        before = len(self.mutations)
        super()._create_mutations(node)
        made = self.mutations[before:]
        self.mutations[before:] = [
            one for one in made if self.decorated or not isinstance(one.contained_by_top_level_function, cst.FunctionDef)
        ]


def mistakes(code: str) -> Iterator[str]:
    """The module again and again, each time with one mistake."""
    wrapper = MetadataWrapper(cst.parse_module(code))
    visitor = LeftOut(mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    for one in visitor.mutations:
        yield module.deep_replace(one.original_node, one.mutated_node).code


def noticed(tests: tuple[str, ...]) -> bool:
    """Whether these tests fail now. In a process of its own, which finds the libraries loaded and nothing of ours."""
    child = os.fork()
    if not child:
        signal.alarm(SECONDS)
        os.chdir(FOLDER)
        sys.path[:] = [str(FOLDER), *(place for place in sys.path if place not in {"", str(REPOSITORY)})]
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        forget()
        os._exit(pytest.main([*OPTIONS, "--assert=plain", *tests]))
    _, status = os.waitpid(child, 0)
    return status != 0


def forget() -> None:
    """Drop our own modules, so that they are imported anew; the libraries stay."""
    for name in [one for one in sys.modules if one.partition(".")[0] in {"syncd", "tests"}]:
        del sys.modules[name]


def try_all(module: str, tests: tuple[str, ...]) -> None:
    """Print the mistakes in this module that no test noticed."""
    original = (FOLDER / module).read_text(encoding="utf-8")
    number = survived = 0
    for number, text in enumerate(mistakes(original), 1):  # noqa: B007 - counted
        (FOLDER / module).write_text(text, encoding="utf-8")
        if not noticed(tests):
            survived += 1
            told = difflib.unified_diff(original.splitlines(), text.splitlines(), module, module, n=0, lineterm="")
            print("\n".join(told), flush=True)
    (FOLDER / module).write_text(original, encoding="utf-8")
    print(f"{module}: {number} mistakes, {survived} survived", flush=True)


def main() -> int:
    """Try the groups named on the command line, or all."""
    copy(FOLDER)
    for ours in ("syncd.cli", "tests.fake_tenant"):
        import_module(ours)
    for group in sys.argv[1:] or GROUPS:
        modules, tests = GROUPS[group]
        if noticed(tests):
            sys.exit(f"the tests of {group} fail without a mistake")
        for module in modules:
            try_all(module, tests)
    return 0


if __name__ == "__main__":
    sys.exit(main())
