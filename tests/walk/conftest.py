"""One world for the whole run: two Moodle sites, a centre, Keycloak. Every test in this folder needs them and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.walk.browser import chromium
from tests.walk.world import World, world

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder; `tests/conftest.py` skips it where a real part is missing."""
    for item in items:
        if item.path.is_relative_to(HERE):
            for part in ("moodle", "keycloak", "browser"):
                item.add_marker(part)


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("world"), lambda _said: None) as up:
        yield up


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one
