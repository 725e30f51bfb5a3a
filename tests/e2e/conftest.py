"""Real Moodle sites from one code base, served on loopback for the whole run, and a real centre. Every test in this folder needs them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.centre_process import CentreProcess
from tests.mariadb_server import MariadbServer
from tests.moodle.master import new_site
from tests.moodle.site import MoodleSite
from tests.moodle.web import free_addresses, served

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder; `tests/conftest.py` skips it where a real part is missing."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.moodle)


@pytest.fixture(scope="session")
def web_folder(tmp_path_factory) -> Path:
    """Where the web server writes its logs."""
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="session")
def sites(mariadb: MariadbServer, web_folder: Path, tmp_path_factory) -> Iterator[dict[str, MoodleSite]]:
    """Sites `satu` and `dua`; `kontrak`, on which the contract suite works; and `laman` and `pasar` for the browser."""
    folder = tmp_path_factory.mktemp("sites")
    names = ("satu", "dua", "kontrak", "laman", "pasar")
    addresses = zip(names, free_addresses(len(names)), strict=True)
    made = {name: new_site(name, folder / name, mariadb, f"http://{address}") for name, address in addresses}
    with served(list(made.values()), web_folder):
        yield made


@pytest.fixture(scope="module")
def centre(tmp_path_factory) -> Iterator[CentreProcess]:
    """A centre of the module's own."""
    (address,) = free_addresses(1)
    centre = CentreProcess(tmp_path_factory.mktemp("centre"), address)
    with centre.serving():
        yield centre


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()
