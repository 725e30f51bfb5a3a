"""A hostile provider and two real Moodle sites that trust it, for the whole run. Every test in this folder needs them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mariadb_server import MariadbServer
from tests.sso.browser import Browser
from tests.sso.provider import HostileProvider
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


@pytest.fixture(autouse=True)
def _php_complains_of_nothing(sso_world: World) -> Iterator[None]:
    """A notice, a warning or an exception nobody caught fails the test in which PHP or Moodle logged it."""
    before = sso_world.php_log.stat().st_size if sso_world.php_log.exists() else 0
    yield
    sso_world.close_browsers()
    if sso_world.php_log.exists():
        with sso_world.php_log.open("rb") as log:
            log.seek(before)
            assert log.read().decode(errors="replace") == ""


@pytest.fixture
def provider(sso_world: World) -> HostileProvider:
    return sso_world.provider


@pytest.fixture
def satu(sso_world: World) -> Tenant:
    return sso_world.tenants["satu"]


@pytest.fixture
def dua(sso_world: World) -> Tenant:
    return sso_world.tenants["dua"]


@pytest.fixture
def browser(sso_world: World) -> Browser:
    return sso_world.browser()
