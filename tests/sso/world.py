"""The hostile issuer and real Moodle sites that trust it, on hosts of their own; what the tests ask of them past Moodle's pages.

The centre of these sites is a key: it is never asked anything, and speaks only of sessions that have ended.
"""

import json
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.authority import Authority
from tests.background import BackgroundServer
from tests.mariadb_server import MariadbServer
from tests.moodle.master import Base, new_site
from tests.moodle.site import MoodleSite
from tests.moodle.web import free_addresses, served
from tests.sso.browser import Browser
from tests.sso.endpoints import application
from tests.sso.issuer import Client, HostileIssuer
from tests.sso.word import CENTRE, KEY_SET, Said, heard

# Everything PHP and Moodle can complain of goes into the log, and into no page.
CONFIG = """$CFG->debug = E_ALL;
$CFG->debugdisplay = 0;
$CFG->cronclionly = true;
"""
# The same without what costs most in developer mode, where Moodle looks for new classes in every request.
MANY_REQUESTS = "$CFG->debug = E_ALL & ~E_STRICT;\n"
DATABASE_SESSIONS = "$CFG->session_handler_class = '\\\\core\\\\session\\\\database';\n"
# PHP-FPM's own word at its start on a setting of the tests' pool; and Moodle's where two requests at once make one folder, which it survives.
_EXPECTED = re.compile(r"OPcache can't be temporary enabled|mkdir\(\): File exists in \S+/lib/setuplib\.php")
_LOG = "SELECT eventname, userid, other FROM mdl_logstore_standard_log WHERE id > %s ORDER BY id"


@dataclass
class Tenant:
    """A site and its name at the issuer."""

    site: MoodleSite
    client: str
    issuer: str = ""

    @property
    def url(self) -> str:
        return self.site.wwwroot

    @property
    def login(self) -> str:
        return f"{self.url}/auth/asnsso/login.php"

    @property
    def callback(self) -> str:
        return f"{self.url}/auth/asnsso/callback.php"

    @property
    def backchannel(self) -> str:
        return f"{self.url}/auth/asnsso/backchannel.php"

    def told(self, said: Said | None = None, **ended: Any) -> requests.Response:
        """What the site answers the centre, which says that this `session` or `subject` has ended; `said` says it in another way."""
        said = said or Said()
        return heard(self.backchannel, self.url, said, {"issuer": self.issuer, "session": None, "subject": None, **ended})

    def people(self) -> int:
        """How many accounts there are, the deleted ones too."""
        return int(self.site.rows("SELECT COUNT(*) FROM mdl_user")[0][0])

    def account(self, subject: str) -> int | None:
        found = self.site.rows("SELECT userid FROM mdl_auth_asnsso_link WHERE subject = %s", subject)
        return int(found[0][0]) if found else None

    def who(self, browser: Browser) -> int:
        """The account this browser is signed in as; 0 for nobody and for the guest."""
        sid = browser.cookie(self.url)
        found = self.site.rows(
            "SELECT s.userid FROM mdl_sessions s JOIN mdl_user u ON u.id = s.userid WHERE s.sid = %s AND u.username <> 'guest'",
            sid,
        )
        return int(found[0][0]) if found else 0

    def log_end(self) -> int:
        return int(self.site.rows("SELECT COALESCE(MAX(id), 0) FROM mdl_logstore_standard_log")[0][0])

    def refusals(self, since: int) -> list[tuple[str, str]]:
        """Reason and failed check of the sign-ins refused since then."""
        events = [(name, json.loads(other)) for name, _, other in self.site.rows(_LOG, since) if other]
        return [(said["reason"], said["detail"]) for name, said in events if name == "\\auth_asnsso\\event\\sign_in_refused"]


@dataclass
class World:
    """The issuer, the sites by name, and where PHP's complaints go."""

    issuer: HostileIssuer
    tenants: dict[str, Tenant]
    authority: Authority
    tls: ssl.SSLContext
    folder: Path
    _browsers: list[Browser] = field(default_factory=list)

    @property
    def trusted(self) -> Path:
        return self.authority.file

    @contextmanager
    def certificate(self, defect: str) -> Iterator[None]:
        """Let the issuer show a certificate with this defect."""
        self.authority.certify(self.tls, defect)
        try:
            yield
        finally:
            self.authority.certify(self.tls)

    @property
    def php_log(self) -> Path:
        return self.folder / "php.log"

    def complaints(self) -> list[str]:
        """What PHP and Moodle complained of so far: one text each, with the lines that belong to it."""
        log = self.php_log.read_text(errors="replace") if self.php_log.exists() else ""
        entries = re.split(r"^(?=\[\d\d-\w{3}-\d{4} )", log, flags=re.MULTILINE)
        return [entry for entry in entries if entry.strip() and not _EXPECTED.search(entry)]

    def browser(self, **options: Any) -> Browser:
        """A new one; it ends with the world."""
        self._browsers.append(Browser(self.trusted, **options))
        return self._browsers[-1]

    def close_browsers(self) -> None:
        for browser in self._browsers:
            browser.http.close()
        self._browsers.clear()


@contextmanager
def world(
    server: MariadbServer | Base, folder: Path, names: tuple[str, ...], config: str = "", workers: int = 6, **settings: str
) -> Iterator[World]:
    """Sites `names` on 127.0.0.2, 127.0.0.3, …, members with sign-in at an issuer on 127.0.0.1."""
    authority = Authority(folder)
    hosts = {name: f"127.0.0.{number}" for number, name in enumerate(names, 2)}
    tls = authority.context()
    with BackgroundServer(tls) as background:
        issuer = HostileIssuer(background.base_url)
        background.serve(application(issuer))
        tenants = {}
        for name, host in hosts.items():
            (address,) = free_addresses(1, host)
            site = new_site(name, folder / name, server, f"http://{address}")
            site.write_config(CONFIG + config)
            tenants[name] = Tenant(site, f"moodle-{name}", issuer.url)
            issuer.clients[f"moodle-{name}"] = Client(f"moodle-{name}", site.wwwroot, "/auth/asnsso/callback.php")
        made = World(issuer, tenants, authority, tls, folder / "web")
        for tenant in tenants.values():
            join(made, tenant, **settings)
        # Moodle's HTTP client and its older curl class both take their authorities from here.
        php = {"curl.cainfo": str(authority.file), "error_log": str(made.php_log), "log_errors": "1"}
        try:
            with served([tenant.site for tenant in tenants.values()], made.folder, workers, php):
                yield made
        finally:
            made.close_browsers()


def join(made: World, tenant: Tenant, **settings: str) -> None:
    """Make a site a member with sign-in at the issuer."""
    wanted = {"mode": "button", **settings}
    tenant.site.do(
        "use_issuer", issuer=made.issuer.url, client=tenant.client, centre=CENTRE, jwks=json.dumps(KEY_SET), settings=wanted
    )
