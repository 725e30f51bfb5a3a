"""What all tests share: a private MariaDB server, and markers that skip, with the reason, what needs a part that is missing."""

import shutil
from collections.abc import Callable, Iterator

import pytest

# Their asserts are explained like those of test modules; must stand before their first import.
pytest.register_assert_rewrite(
    "tests.contract.suite_feed",
    "tests.contract.suite_guard",
    "tests.contract.suite_history",
    "tests.contract.centre",
    "tests.independent.scene",
)

from hypothesis import HealthCheck, settings

from tests import keycloak_server, mariadb_server
from tests.mariadb_server import MariadbServer, private_server
from tests.moodle import master
from tests.odd.parts import PARTS


def _why_no_browser() -> str | None:
    return None if shutil.which("chromium") else "Chromium is not installed (bin/setup-system installs it)"


# A busy machine is no mistake of the program: no test asserts a time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

REAL_PARTS: dict[str, Callable[[], str | None]] = {
    "mariadb": mariadb_server.why_unavailable,
    "moodle": master.why_unavailable,
    "keycloak": keycloak_server.why_unavailable,
    "browser": _why_no_browser,
    **{name: part.why_unavailable for name, part in PARTS.items()},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a real part that this machine does not have."""
    reasons = {marker: reason for marker, why_not in REAL_PARTS.items() if (reason := why_not())}
    for item in items:
        for marker in reasons.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=reasons[marker]))


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariadbServer]:
    """One private MariaDB server for the whole run; each test makes a database of its own in it."""
    with private_server() as server:
        yield server
