"""A hostile issuer and two real Moodle sites that trust it, for the whole run. Every test in this folder needs them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mariadb_server import MariadbServer
from tests.sso.browser import Browser
from tests.sso.issuer import HostileIssuer
from tests.sso.world import Tenant, World, world

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder; `tests/conftest.py` skips it where a real part is missing."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.moodle)


@pytest.fixture(scope="session")
def sso_world(mariadb: MariadbServer, tmp_path_factory) -> Iterator[World]:
    with world(mariadb, tmp_path_factory.mktemp("sso"), ("satu", "dua")) as made:
        yield made


@pytest.fixture
def expected_complaints() -> list[str]:
    """Patterns a test adds to, for lines that it wants to see in PHP's log."""
    # So Moodle's own login form writes a wrong password down.
    return [r"Failed Login: "]


@pytest.fixture(autouse=True)
def _php_complains_of_nothing(sso_world: World, expected_complaints: list[str]) -> Iterator[None]:
    """A notice, a warning or an exception nobody caught fails the test in which PHP or Moodle logged it."""
    before = len(sso_world.complaints())
    yield
    sso_world.close_browsers()
    said = sso_world.complaints()[before:]
    assert [line for line in said if not any(re.search(pattern, line) for pattern in expected_complaints)] == []


@pytest.fixture(autouse=True)
def _keys_end_with_the_test_that_changed_them(sso_world: World) -> Iterator[None]:
    """Sites fetch keys for an unknown one once a minute only; without this, a later test would meet what is left of that."""
    before = sso_world.issuer.keys
    yield
    if sso_world.issuer.keys is not before:
        sso_world.issuer.rotate("utama", keep_old=False)
        for tenant in sso_world.tenants.values():
            tenant.site.do("forget_issuer")


@pytest.fixture
def issuer(sso_world: World) -> HostileIssuer:
    return sso_world.issuer


@pytest.fixture
def satu(sso_world: World) -> Tenant:
    return sso_world.tenants["satu"]


@pytest.fixture
def dua(sso_world: World) -> Tenant:
    return sso_world.tenants["dua"]


@pytest.fixture
def browser(sso_world: World) -> Browser:
    return sso_world.browser()
