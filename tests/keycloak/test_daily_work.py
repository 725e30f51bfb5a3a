"""The centre's daily work with a real Keycloak: clients follow tenants, the directory follows the realm, disabled is out everywhere."""

import subprocess
import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from syncd import clock
from syncd.store.engine import open_store
from tests.e2e.centre_process import REPOSITORY, CentreProcess
from tests.keycloak.site import PASSWORD, Browser, code_in, member_site
from tests.keycloak_server import private_keycloak
from tests.moodle.web import free_addresses

pytestmark = pytest.mark.keycloak
REALM = "asn-unggul"
CANARY = "kenari"
NIP = "000000000000000001"
ENOUGH_S = 90


class Centre(CentreProcess):
    """A centre with a realm."""

    def __init__(self, folder, address, keycloak):
        super().__init__(folder, address)
        self.folder, self.keycloak = folder, keycloak
        settings = keycloak.settings(REALM, REPOSITORY / "keycloak-realm") + "people_interval_s = 10\n"
        with (folder / "syncd.toml").open("a") as file:
            file.write(settings)

    @property
    def admin(self):
        return self.keycloak.admin(REALM)

    def client(self, name):
        found = [one for one in self.admin.get_clients() if one["clientId"] == name]
        return found[0] if found else None

    def query(self, statement):
        engine = open_store(f"sqlite:///{self.folder}/centre.db")
        with engine.connect() as conn:
            found = [tuple(row) for row in conn.execute(text(statement))]
        engine.dispose()
        return found

    @contextmanager
    def daemons(self, count=1):
        """So many daemons of this centre."""
        logs = [(self.folder / f"run-{number}.log").open("w") for number in range(count)]
        running = [subprocess.Popen([*self._command, "run"], cwd=REPOSITORY, stdout=log, stderr=log) for log in logs]
        try:
            yield
        finally:
            for process in running:
                process.terminate()
            for process, log in zip(running, logs, strict=True):
                process.wait(timeout=ENOUGH_S)
                log.close()

    def logged(self):
        return "".join(file.read_text() for file in self.folder.glob("*.log"))


@pytest.fixture(scope="module")
def keycloak():
    with private_keycloak() as server:
        yield server


@pytest.fixture(scope="module")
def centre(keycloak, tmp_path_factory):
    made = Centre(tmp_path_factory.mktemp("centre"), free_addresses(1)[0], keycloak)
    with made.serving():
        made.syncd("realm", "apply")
        yield made


@pytest.fixture
def tenant(centre):
    """A site that has joined, and what the centre told it; it leaves in the end."""
    with member_site("6" * 32) as site:
        yield site, site.join(centre.url, centre.invite("Balai Uji"))
        if centre.query("SELECT slug FROM tenant"):
            centre.syncd("tenant", "remove", "balai-uji", "--yes")


def add_person(centre, name, **attributes):
    """An account that can sign in; everything the directory must not hold has the canary in it."""
    given = {"instansi_kode": "UJI01", "unit_kerja": "Biro Contoh", "status_asn": "aktif", "nip": NIP} | attributes
    return centre.admin.create_user(
        {
            "username": f"{CANARY}-{name}",
            "email": f"{CANARY}-{name}@example.go.id",
            "firstName": CANARY.title(),
            "enabled": True,
            "emailVerified": True,
            "requiredActions": [],
            "attributes": {key: [value] for key, value in given.items()},
            "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}],
        }
    )


@pytest.fixture
def person(centre):
    subject = add_person(centre, "ani")
    centre.admin.update_user(subject, {"requiredActions": []})
    yield subject
    centre.admin.delete_user(subject)


def until(condition):
    """Wait for what other processes do."""
    end = clock.monotonic() + ENOUGH_S
    pause = threading.Event()
    while not condition():
        assert clock.monotonic() < end, "this did not happen in time"
        pause.wait(0.2)


def test_joining_makes_the_client_pausing_disables_it_and_leaving_removes_it(centre, tenant, person):
    site, told = tenant
    assert told["oidc"] == {"issuer": f"{centre.keycloak.url}/realms/{REALM}", "client_id": "moodle-balai-uji"}
    assert centre.client("moodle-balai-uji")["redirectUris"] == [f"{site.url}/auth/asnsso/callback.php"]
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert "nobody can sign in there" in centre.syncd("tenant", "pause", "balai-uji")
    assert not code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert "people can sign in there" in centre.syncd("tenant", "resume", "balai-uji")
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert "In sync" in centre.syncd("realm", "plan")
    site.leave(centre.url)
    assert centre.client("moodle-balai-uji") is None


def test_who_is_disabled_is_signed_out_of_every_tenant_and_cannot_come_back(centre, tenant, person):
    site, told = tenant
    browsers = [Browser(), Browser()]
    for browser in browsers:
        assert code_in(browser.sign_in(told["oidc"], site, f"{CANARY}-ani"))
    assert len(centre.admin.get_sessions(person)) == 2
    before = centre.admin.get_user(person)
    centre.syncd("people", "disable", person)
    assert centre.admin.get_sessions(person) == []
    until(lambda: site.logouts() == [person, person])
    for browser in [*browsers, Browser()]:
        assert not code_in(browser.sign_in(told["oidc"], site, f"{CANARY}-ani"))
    centre.syncd("people", "disable", person)
    centre.syncd("people", "enable", person)
    after = centre.admin.get_user(person)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed <= {"notBefore"}
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))


def test_two_daemons_find_who_was_disabled_in_the_console_once_and_hold_no_name(centre, tenant, person):
    site, told = tenant
    others = [add_person(centre, f"orang-{number}") for number in range(5)]
    assert code_in(Browser().sign_in(told["oidc"], site, f"{CANARY}-ani"))
    with centre.daemons(2):
        centre.admin.update_user(person, {"enabled": False})
        centre.admin.update_user(
            others[0], {"attributes": centre.admin.get_user(others[0])["attributes"] | {"instansi_kode": ["UJI02"]}}
        )
        until(lambda: site.logouts() == [person])
        until(lambda: centre.query(f"SELECT enabled FROM person WHERE subject = '{person}' AND ended_at IS NOT NULL") == [(0,)])
        until(lambda: len(centre.query("SELECT subject FROM person WHERE gone_at IS NULL")) == 6)
    centre.syncd("people", "refresh")
    people = {
        (one["id"], one["attributes"]["instansi_kode"][0], one["attributes"]["status_asn"][0], int(one["enabled"]))
        for one in centre.admin.get_users()
    }
    assert set(centre.query("SELECT subject, agency, status, enabled FROM person WHERE gone_at IS NULL")) == people
    assert site.logouts() == [person]
    assert centre.query("SELECT last_error, failures, held FROM directory") == [(None, 0, 0)]
    held = b"".join(file.read_bytes() for file in centre.folder.glob("centre.db*"))
    for secret in (CANARY, CANARY.title(), NIP, "example.go.id"):
        assert secret.encode() not in held
        assert secret not in centre.logged()
    assert person.encode() in held
    for one in others:
        centre.admin.delete_user(one)
    assert "5 gone" in centre.syncd("people", "refresh")


def test_a_keycloak_that_was_away_while_a_tenant_left_is_brought_right_by_the_daemon(centre, tenant, keycloak):
    keycloak.stop()
    try:
        assert "the daemon does it" in centre.syncd("tenant", "pause", "balai-uji")
        centre.syncd("people", "refresh", expected=69)
        centre.syncd("tenant", "remove", "balai-uji", "--yes")
        assert "Keycloak cannot be reached" in centre.syncd("status")
    finally:
        keycloak.start()
    with centre.daemons():
        until(lambda: centre.client("moodle-balai-uji")["enabled"] is False)
        until(lambda: centre.query("SELECT count(*) FROM client WHERE enabled IS NULL") == [(0,)])
    # Only a person's word deletes it.
    assert "moodle-balai-uji" in centre.syncd("realm", "apply", "--prune")
    assert centre.client("moodle-balai-uji") is None
