"""The lock file of a real centre: the same packages and hashes as everywhere, and no tool of the tests."""

from tests.production_lock import CENTRE, blocks, lock, needed

TOOLS = {"pytest", "hypothesis", "playwright", "mypy", "ruff", "responses", "import-linter", "pip-tools"}


def test_the_centre_s_lock_is_what_the_program_needs_out_of_the_whole_lock():
    assert CENTRE.read_text() == lock(), "write it anew: python -m tests.production_lock"


def test_no_tool_of_the_tests_comes_onto_a_production_machine():
    assert blocks().keys() >= TOOLS
    assert not needed() & TOOLS
    assert needed() >= {"sqlalchemy", "fastapi", "uvicorn", "joserfc", "python-keycloak"}
