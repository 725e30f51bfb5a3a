"""What `bin/demo --sso` shows: two sites with names of their own, and all that is needed to try it. Uses no real part."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.walk.__main__ import _to_try
from tests.walk.stage import SITE_ADMIN, SITE_PASSWORD, dressed
from tests.walk.world import AGENCIES, NAMES, Person, World


class _Site:
    """A site that writes down what it is made to be."""

    def __init__(self, folder: Path, number: int) -> None:
        self.dataroot, self.wwwroot = folder, f"http://127.0.0.{number}:8000"
        self.names: list[tuple[object, ...]] = []
        self.told: list[tuple[str, ...]] = []

    def rows(self, statement: str, *values: object) -> None:
        if "fullname" in statement:
            self.names.append(values)

    def php(self, *words: str) -> None:
        self.told.append(words)

    def purge_caches(self) -> None:
        self.told.append(("purged",))


@pytest.fixture
def made(tmp_path: Path) -> World:
    sites = {name: _Site(tmp_path / name, number) for number, name in enumerate(NAMES, start=2)}
    keycloak = SimpleNamespace(url="http://127.0.0.9:8080", admin_user="pengelola", admin_password="Sandi-realm")
    centre = SimpleNamespace(url="http://127.0.0.1:8640", wait_until_read=lambda count: None)
    person = Person("ratna.contoh", "Sandi-orang", "subjek")
    return World(sites, centre, keycloak, None, person, dict.fromkeys(NAMES, 7))  # type: ignore[arg-type]


def test_the_two_sites_are_called_differently_and_neither_like_the_service(made):
    with dressed(made):
        names = [site.names for site in made.sites.values()]
    assert [len(one) for one in names] == [1, 1]
    full = [full for ((full, _short),) in names]
    assert len(set(full)) == len(full) == len(set(AGENCIES.values()))
    assert not [name for name in full if "asn unggul" in name.casefold()]
    assert all(("admin/cli/cfg.php", "--name=lang", "--set=id") in site.told for site in made.sites.values())


def test_who_is_shown_the_demo_reads_every_address_and_password_needed_to_try_it(made):
    said = _to_try(made)
    assert not re.search(r"[{}]|None", said)
    for site, name in zip(made.sites.values(), NAMES.values(), strict=True):
        assert f"{name}: {site.wwwroot}/login/index.php?noredirect=1" in said
    for word in (made.course_url("dua"), made.centre.url, made.keycloak.url, SITE_ADMIN, SITE_PASSWORD):
        assert word in said
    for user, password in (("ratna.contoh", "Sandi-orang"), ("pengelola", "Sandi-realm"), (SITE_ADMIN, SITE_PASSWORD)):
        assert f"as {user} with the password {password}" in said
