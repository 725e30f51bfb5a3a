"""One Keycloak server for all tests of this folder; a realm that is only looked at, and one that tests change."""

import pytest

from tests.keycloak import centre as centres
from tests.keycloak.browser import Browser
from tests.keycloak.mailbox import mailbox
from tests.keycloak.people import make_person
from tests.keycloak_server import private_keycloak


@pytest.fixture(scope="session")
def keycloak():
    with private_keycloak() as server:
        yield server


@pytest.fixture(scope="session")
def realm(keycloak, tmp_path_factory):
    """A realm with two sites, as `apply` made it; no test changes its settings."""
    web, centre = centres.served(tmp_path_factory.mktemp("centre"), keycloak, "asn-unggul")
    with web:
        for name in ("satu", "dua"):
            centre.join(name)
        centre.run("apply")
        yield centre


@pytest.fixture(scope="module")
def changed(keycloak, tmp_path_factory, request):
    web, centre = centres.served(tmp_path_factory.mktemp("centre"), keycloak, request.module.__name__.rpartition("_")[2])
    with web:
        centre.join("satu")
        centre.run("apply")
        centre.set_mail_server()
        # From here on with no more rights than daily work has.
        centre.as_service_account()
        yield centre


@pytest.fixture
def changing(changed):
    """A realm of this module's own with one site, as `apply` made it; a test may change it."""
    changed.run("apply")
    return changed


@pytest.fixture(scope="session")
def mails(realm):
    """Where the realm sends its mails to; the address of a mail server is no part of the text."""
    with mailbox() as box:
        realm.api.put("", {**realm.api.get(""), "smtpServer": box.as_keycloak_has_it})
        yield box


@pytest.fixture
def browser(realm):
    return Browser(realm.issuer)


@pytest.fixture(scope="session")
def person(realm):
    """A civil servant with every attribute."""
    return make_person(realm.api, "rina", roles=("asn",))
