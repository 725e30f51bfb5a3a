"""Brings up two Moodle sites, a centre and Keycloak, joins the sites by code, and makes a person. Ends everything it started."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from keycloak import KeycloakAdmin

from tests.e2e.centre_process import CentreProcess
from tests.keycloak_server import KeycloakServer, private_keycloak
from tests.mariadb_server import private_server
from tests.moodle.master import new_site
from tests.moodle.site import MoodleSite
from tests.moodle.web import free_addresses, served

REALM = "asn-unggul"
# Sites differ by host, as real ones do: a browser keeps cookies by host, not by port.
_HOSTS = {"satu": "127.0.0.2", "dua": "127.0.0.3"}
# Made-up agencies with names as real ones have them.
NAMES = {"satu": "Pusdiklat Kementerian Pelayanan", "dua": "BPSDM Provinsi Nusa Raya"}
AGENCIES = {"satu": "Kementerian Pelayanan", "dua": "Pemerintah Provinsi Nusa Raya"}
_COURSES = {"satu": "Etika Pelayanan Publik", "dua": "Menulis Naskah Dinas"}
# A plain-http identity issuer is accepted on loopback only, and only by a developer's site.
_DEVELOPER = "$CFG->debug = E_ALL;\n$CFG->debugdisplay = 0;\n"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in. The password is made up for this run; it is printed by the demo and kept nowhere."""

    username: str
    password: str
    subject: str


@dataclass(frozen=True, slots=True)
class World:
    """What is up. `courses` holds the id of one self-enrolment course of each site."""

    sites: dict[str, MoodleSite]
    centre: CentreProcess
    keycloak: KeycloakServer
    admin: KeycloakAdmin
    person: Person
    courses: dict[str, int]

    def course_url(self, name: str) -> str:
        return f"{self.sites[name].wwwroot}/course/view.php?id={self.courses[name]}"


@contextmanager
def world(folder: Path, say: Callable[[str], object]) -> Iterator[World]:
    """Everything up and joined; `say` is told what happens."""
    with ExitStack() as stack:
        say("1. Starting MariaDB and Keycloak …")
        mariadb = stack.enter_context(private_server())
        keycloak = stack.enter_context(private_keycloak())
        say("2. Making two Moodle sites …")
        sites = {}
        for name, host in _HOSTS.items():
            (address,) = free_addresses(1, host)
            sites[name] = new_site(name, folder / name, mariadb, f"http://{address}")
            sites[name].write_config(_DEVELOPER)
            # Moodle's guided tours lie over the page of whoever comes for the first time.
            sites[name].rows("UPDATE mdl_tool_usertours_tours SET enabled = 0")
        stack.enter_context(served(list(sites.values()), folder / "web"))
        say("3. Bringing the realm up …")
        centre = _centre(folder / "centre", keycloak)
        stack.enter_context(centre.serving())
        say("   " + centre.syncd("realm", "apply").strip().splitlines()[-1])
        stack.enter_context(centre.daemons())
        say("4. Both sites join by code and switch the login on …")
        # Before they join, so that what the centre reads first is there for whoever opens the portal.
        courses = {name: int(site.do("make_course", title=_COURSES[name])) for name, site in sites.items()}
        for name, site in sites.items():
            join(centre, name, site)
        admin = keycloak.admin(REALM)
        yield World(sites, centre, keycloak, admin, make_person(admin, "ratna.contoh", "Ratna", "Contoh"), courses)


def join(centre: CentreProcess, name: str, site: MoodleSite) -> None:
    """What the tenant admin does, from the command line."""
    code = centre.invite(NAMES[name], AGENCIES[name])
    site.php("local/asnunggul/cli/join.php", f"--code={code}", "--streams=learning,badges", "--yes")
    site.php("auth/asnsso/cli/enable.php")


def make_person(admin: KeycloakAdmin, username: str, given: str, family: str, agency: str = "Lembaga Contoh") -> Person:
    """A civil servant with a verified e-mail address, as one is after having signed up."""
    password = secrets.token_urlsafe(18)
    subject = admin.create_user(
        {
            "username": username,
            "email": f"{username}@example.invalid",
            "emailVerified": True,
            "enabled": True,
            "firstName": given,
            "lastName": family,
            "attributes": {"instansi_kode": ["LAN"], "instansi": [agency], "status_asn": ["aktif"], "locale": ["id"]},
            "credentials": [{"type": "password", "value": password, "temporary": False}],
            "requiredActions": [],
        }
    )
    return Person(username, password, subject)


def _centre(folder: Path, keycloak: KeycloakServer) -> CentreProcess:
    folder.mkdir(parents=True)
    (address,) = free_addresses(1)
    return CentreProcess(folder, address, keycloak.settings(REALM))
