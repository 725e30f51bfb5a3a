"""Moodle's PHPUnit on PostgreSQL, for what asks the database most: whose an account is, how rows are read and summed."""

import pytest

from tests.moodle.phpunit import run, why_not
from tests.odd.parts import PARTS

TELLING = ("resolver", "kinds", "golden")


@pytest.mark.parametrize("part", [pytest.param(PARTS["postgres"], marks=pytest.mark.postgres)], indirect=True)
def test_accounts_and_rows_are_the_same_on_postgresql_as_on_mariadb(base):
    if reason := why_not():
        pytest.skip(reason)
    assert run(["--filter", "|".join(rf"\\{name}_test::" for name in TELLING)], base) == 0
