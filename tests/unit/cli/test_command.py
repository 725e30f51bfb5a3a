"""Help, settings, exit codes and what output looks like on a terminal and in a pipe."""

import re
import sys

import pytest
import typer
from typer.testing import CliRunner

from syncd.cli import app, output
from syncd.cli.exits import Exit, boundary
from syncd.errors import ConfigurationError, LeaseLostError, NotFoundError, StoreUnavailableError


def _commands(command, path=()):
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, (*path, name))


ALL = dict(_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", ALL, ids=lambda path: " ".join(path) or "syncd")
def test_every_command_explains_itself_and_its_parameters(path):
    result = CliRunner().invoke(app, [*path, "--help"])
    assert result.exit_code == 0
    assert ALL[path].help or ALL[path].callback
    for parameter in ALL[path].params:
        assert getattr(parameter, "help", None) or parameter.name == "help", parameter.name


def test_every_command_that_answers_can_answer_in_json():
    processes = {("run",), ("serve",), ("demo",), ("simulator", "run"), ("tenant", "export")}
    for path, command in ALL.items():
        if not hasattr(command, "commands") and path not in processes:
            assert "--json" in {option for parameter in command.params for option in parameter.opts}, path


def test_the_version_is_told():
    assert re.fullmatch(r"syncd \d+\.\d+\.\d+\S*\n", CliRunner().invoke(app, ["--version"]).stdout)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigurationError("a"), 78),
        (StoreUnavailableError("a"), 69),
        (LeaseLostError("a"), 75),
        (NotFoundError("a"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_an_error_ends_with_its_code(error, code):
    with pytest.raises(typer.Exit) as ended, boundary():
        raise error
    assert ended.value.exit_code == code


def test_a_misspelt_setting_is_one_sentence_and_code_78(syncd):
    syncd.config.write_text("[poll]\nintervall_s = 3\n")
    syncd("status", code=78)
    assert "intervall_s" in syncd.complaint
    assert syncd.complaint.count("\n") == 1


def test_a_missing_settings_file_is_code_78(syncd):
    syncd.config.unlink()
    syncd("config", "check", code=78)


def test_a_database_that_does_not_answer_is_code_69(syncd):
    text = syncd.config.read_text()
    syncd.config.write_text(re.sub(r'url = "sqlite[^"]*"', 'url = "mysql+pymysql://u:rahasia@127.0.0.1:9/x"', text))
    syncd("status", code=69)
    assert "rahasia" not in syncd.complaint
    assert "rahasia" not in syncd("config", "show")


def test_tables_that_are_not_there_name_the_command_that_makes_them(syncd, tmp_path):
    (tmp_path / "syncd.db").unlink()
    syncd("status", code=78)
    assert "syncd db upgrade" in syncd.complaint
    syncd("db", "check", code=78)
    syncd("db", "upgrade")
    syncd("db", "check")


def test_the_doctor_names_every_part_even_when_one_is_wrong(syncd, tmp_path):
    assert [one["subject"] for one in syncd.json("doctor")] == ["settings", "store", "keys", "clock", "disk", "search", "realm"]
    (tmp_path / "syncd.db").unlink()
    findings = {one["subject"]: one["ok"] for one in syncd.json("doctor", code=78)}
    assert findings["settings"]
    assert not findings["store"]


def test_settings_are_shown_by_name(syncd):
    assert re.search(r"^poll\.workers +4$", syncd("config", "show"), re.MULTILINE)
    assert syncd.json("config", "show")["poll"]["workers"] == 4


ROWS = [("badan-pengawasan-keuangan-dan-pembangunan", "fresh", 13942, "3 min"), ("kota-sabang", "failing", 7, None)]


def test_a_pipe_gets_whole_lines_without_colour(capsys):
    output.say_table(("tenant", "state", "courses", "age"), ROWS)
    printed = capsys.readouterr().out
    assert printed == (
        "tenant                                     state    courses  age\n"
        "badan-pengawasan-keuangan-dan-pembangunan  fresh      13942  3 min\n"
        "kota-sabang                                failing        7  -\n"
    )


@pytest.fixture
def terminal(capsys, monkeypatch):
    """A terminal of this many columns; gives back what is on it, without colours."""

    def show(columns, headings, rows):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("COLUMNS", str(columns))
        output.say_table(headings, rows)
        printed = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
        assert max(map(len, printed.splitlines())) <= columns
        return printed

    return show


def test_a_wide_terminal_gets_what_a_pipe_gets(terminal, capsys, monkeypatch):
    on_terminal = terminal(80, ("tenant", "state", "courses", "age"), ROWS)
    monkeypatch.undo()
    output.say_table(("tenant", "state", "courses", "age"), ROWS)
    assert on_terminal == capsys.readouterr().out


def test_prose_is_folded_on_a_narrow_terminal_and_loses_nothing(terminal):
    printed = terminal(44, ("tenant", "state", "courses", "age"), ROWS)
    assert "badan-pengawasan-keuangan-dan-pembangunan" in re.sub(r"\s+(fresh|13942|3 min)?", "", printed)
    assert "13942" in printed


def test_a_row_of_many_columns_takes_two_lines_on_a_narrow_terminal(terminal):
    rows = [(*row, "yes") for row in ROWS]
    assert terminal(44, ("tenant", "state", "courses", "age", "verified"), rows) == (
        "tenant\n"
        "  state    courses  age    verified\n"
        "badan-pengawasan-keuangan-dan-pembangunan\n"
        "  fresh      13942  3 min  yes\n"
        "kota-sabang\n"
        "  failing        7  -      yes\n"
    )


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, None), (0, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_ages_are_said_in_the_largest_fitting_unit(seconds, words):
    assert output.age(seconds) == words


def test_an_interrupted_command_says_130():
    assert Exit.INTERRUPTED == 130
