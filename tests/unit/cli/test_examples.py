"""The examples below a command's help are commands of this program, and the shell can complete what one types."""

import shlex

import pytest
import typer
from typer.testing import CliRunner

from syncd.cli import app
from syncd.cli.examples import EXAMPLES

TYPED = [(command, typed, does) for command, lines in EXAMPLES.items() for typed, does in lines]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with the file that examples name."""
    (tmp_path / "daftar.csv").touch()
    monkeypatch.chdir(tmp_path)


def parsed(typed):
    """The command that a line names, after it has taken every word of the line."""
    program, *words = shlex.split(typed)
    assert program == "syncd"
    command, context, path = typer.main.get_command(app), None, []
    while hasattr(command, "commands"):
        context = command.make_context(program, words, parent=context, resilient_parsing=False)
        name, command, words = command.resolve_command(context, [*context._protected_args, *context.args])
        path.append(name)
    command.make_context(path[-1], words, parent=context)
    return " ".join(path)


@pytest.mark.parametrize(("command", "typed", "does"), TYPED)
def test_each_example_is_a_command_as_one_may_type_it_and_stands_below_its_help_in_one_line(command, typed, does):
    assert parsed(typed) == command
    shown = CliRunner().invoke(app, [*command.split(), "--help"], terminal_width=80, env={"COLUMNS": "80"}).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert f"{typed} {does}" in [" ".join(line.split()) for line in shown.splitlines()]


@pytest.mark.parametrize("typed", ["syncd status --no-such-option", "syncd statu", "syncd people import no-such-file.csv"])
def test_a_line_that_is_no_command_of_this_program_would_be_seen(typed):
    with pytest.raises(Exception, match=r"No such|does not exist"):
        parsed(typed)


def test_the_commands_operators_use_most_have_examples():
    assert {"status", "verify", "sync", "tenant invite", "people import"} <= EXAMPLES.keys()
    assert all(len(lines) > 1 for lines in EXAMPLES.values())


def test_the_shell_completes_commands_and_their_options():
    for typed, wanted in (("syncd peo", {"people"}), ("syncd people wa", {"waiting"}), ("syncd status --che", {"--check"})):
        asked = {"_SYNCD_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
        found = CliRunner().invoke(app, env=asked, prog_name="syncd")
        assert set(found.stdout.split()) == wanted
