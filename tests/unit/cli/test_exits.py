"""With which exit code a command ends: one table for all of them, `syncd realm` and `syncd people` included."""

import fcntl
import socket

import pytest
from typer.testing import CliRunner

from syncd import clock, errors
from syncd.cli import app
from syncd.cli.exits import Exit, exit_of
from syncd.errors import Code, SyncdError
from tests.architecture.tree import REPOSITORY

NOWHERE = f'[keycloak]\nurl = "http://127.0.0.1:9"\nrealm = "x"\nrealm_dir = "{REPOSITORY / "keycloak-realm"}"\n'
GIVEN_UP_S = 60
CODES = {
    errors.ConfigurationError: 78,
    errors.StoreUnavailableError: 69,
    errors.KeycloakUnavailableError: 69,
    errors.KeycloakRefusedError: 69,
    errors.IndexMissingError: 69,
    errors.LeaseLostError: 75,
    errors.IndexBusyError: 75,
    errors.QuestionRefusedError: 2,
    errors.CurationRefusedError: 2,
    errors.ObjectionKnownError: 1,
    errors.IndexBrokenError: 1,
    errors.NotFoundError: 1,
    errors.TenantError: 1,
    errors.JoinRefusedError: 1,
}
ASKING_KEYCLOAK = [("realm", "plan"), ("realm", "check"), ("realm", "apply"), ("people", "refresh")]


def an_error(kind):
    match kind:
        case errors.TenantError:
            return kind(Code.DOWN, "away")
        case errors.QuestionRefusedError:
            return kind("text", "too long")
        case errors.JoinRefusedError:
            return kind(409, "known", "no")
        case _:
            return kind("it went wrong")


@pytest.mark.parametrize(("kind", "code"), CODES.items())
def test_each_error_has_one_exit_code(kind, code):
    assert exit_of(an_error(kind)) == code


def test_no_error_is_forgotten():
    assert {kind for kind in SyncdError.__subclasses__() if kind.__module__ == errors.__name__} == CODES.keys()


@pytest.mark.parametrize("command", ASKING_KEYCLOAK)
def test_a_missing_settings_file_and_a_missing_realm_are_bad_configuration(syncd, command):
    if command[0] == "realm":
        syncd(*command, code=Exit.CONFIGURATION)
        assert "set [keycloak] url and realm" in syncd.complaint
    syncd.config.unlink()
    syncd(*command, code=Exit.CONFIGURATION)


@pytest.mark.parametrize("command", ASKING_KEYCLOAK)
def test_a_keycloak_that_is_away_is_unreachable_and_said_in_one_line(syncd, command):
    syncd.config.write_text(syncd.config.read_text() + NOWHERE)
    syncd(*command, code=Exit.UNREACHABLE)
    assert syncd.complaint == "syncd: Keycloak at http://127.0.0.1:9 cannot be reached.\n"


def test_a_keycloak_that_takes_the_question_and_never_answers_is_given_up_after_the_time_of_the_settings(syncd):
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        there = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        syncd.config.write_text(syncd.config.read_text() + NOWHERE.replace("http://127.0.0.1:9", there) + "timeout_s = 1\n")
        asked_before = clock.monotonic()
        syncd("realm", "check", code=Exit.UNREACHABLE)
        assert syncd.complaint == f"syncd: Keycloak at {there} cannot be reached.\n"
        # Far from the two minutes of its own that writing has; how fast it is nobody asks here.
        assert clock.monotonic() - asked_before < GIVEN_UP_S


def test_an_error_is_one_sentence_on_standard_error_also_for_who_asks_for_json(syncd):
    assert "errors are one sentence on standard error" in " ".join(CliRunner().invoke(app, ["--help"]).output.split())
    assert syncd("tenant", "show", "tidak-ada", "--json", code=Exit.FAILED) == ""
    assert syncd.complaint == "syncd: there is no tenant named 'tidak-ada'\n"


def test_a_realm_that_another_process_works_at_is_held(syncd):
    syncd.config.write_text(syncd.config.read_text() + NOWHERE)
    syncd.runtime.keys.jwks_document()
    with (syncd.config.parent / "keys" / ".realm.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        syncd("realm", "check", code=Exit.HELD)
    assert "another" in syncd.complaint
