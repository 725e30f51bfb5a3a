"""A centre as it is every day: `syncd serve` and daemons beside a real Keycloak, and a person who can sign in."""

import threading
from contextlib import contextmanager

from sqlalchemy import text

from syncd import clock
from syncd.store.engine import open_store
from tests.e2e.centre_process import REPOSITORY, CentreProcess
from tests.keycloak.site import PASSWORD
from tests.moodle.web import free_addresses

REALM = "asn-unggul"
CANARY = "kenari"
NIP = "000000000000000001"
ENOUGH_S = 90


class Centre(CentreProcess):
    """A centre with a realm."""

    def __init__(self, folder, address, keycloak, realm):
        super().__init__(folder, address)
        self.folder, self.keycloak, self._realm = folder, keycloak, realm
        settings = keycloak.settings(realm, REPOSITORY / "keycloak-realm") + "people_interval_s = 10\n"
        with (folder / "syncd.toml").open("a") as file:
            file.write(settings)

    @property
    def admin(self):
        return self.keycloak.admin(self._realm)

    def client(self, name):
        found = [one for one in self.admin.get_clients() if one["clientId"] == name]
        return found[0] if found else None

    def query(self, statement):
        engine = open_store(f"sqlite:///{self.folder}/centre.db")
        with engine.begin() as conn:
            found = [tuple(row) for row in conn.execute(text(statement))]
        engine.dispose()
        return found

    def logged(self):
        return "".join(file.read_text() for file in self.folder.glob("*.log"))


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


def until(condition):
    """Wait for what other processes do."""
    end = clock.monotonic() + ENOUGH_S
    pause = threading.Event()
    while not condition():
        assert clock.monotonic() < end, "this did not happen in time"
        pause.wait(0.2)


@contextmanager
def working(keycloak, folder, realm=REALM):
    """A centre whose realm is as the text wants it, and which serves."""
    made = Centre(folder, free_addresses(1)[0], keycloak, realm)
    with made.serving():
        made.syncd("realm", "apply")
        yield made
