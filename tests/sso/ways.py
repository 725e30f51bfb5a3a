"""Two ways to sign in at the hostile issuer, on a site each: this project's plugin, and Moodle's own OAuth 2 sign-in."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.mariadb_server import MariadbServer
from tests.sso.browser import Browser, Page
from tests.sso.issuer import Client, HostileIssuer
from tests.sso.people import Person
from tests.sso.world import DATABASE_SESSIONS, Tenant, World, world

SECRET = "rahasia-uji-7f3a"


@dataclass
class Way:
    """How one of them is used; `issuer_id` is core's number of the issuer, 0 is our plugin."""

    world: World
    tenant: Tenant
    issuer_id: int = 0

    @property
    def is_core(self) -> bool:
        return bool(self.issuer_id)

    @property
    def issuer(self) -> HostileIssuer:
        return self.world.issuer

    @property
    def callback(self) -> str:
        return self.issuer.clients[self.tenant.client].callback

    def login(self, browser: Browser, wish: str = "") -> str:
        """The address a person clicks on the login page."""
        # Moodle's login page puts its own address where no page was wanted.
        wanted = quote(wish or (f"{self.tenant.url}/" if self.is_core else ""), safe="")
        if not self.is_core:
            return f"{self.tenant.login}?wantsurl={wanted}"
        page = browser.get(f"{self.tenant.url}/login/index.php")
        return f"{self.tenant.url}/auth/oauth2/login.php?id={self.issuer_id}&sesskey={sesskey(page)}&wantsurl={wanted}"

    def sign_in(self, browser: Browser, somebody: Person, wish: str = "", **options: str) -> Page:
        """Sign in as somebody who has a session at the issuer."""
        browser.sign_in_at(self.issuer, somebody)
        return browser.get(self.login(browser, wish), **options)

    def answer(self, browser: Browser, somebody: Person, wish: str = "") -> str:
        """The issuer's answer, not opened yet."""
        return self.sign_in(browser, somebody, wish, stop_before=f"{self.callback}?").url

    def account(self, somebody: Person) -> int:
        """The account that belongs to somebody by now, or 0."""
        if not self.is_core:
            return self.tenant.account(somebody.subject) or 0
        sql = "SELECT userid FROM mdl_auth_oauth2_linked_login WHERE username = %s AND confirmtoken = ''"
        found = self.tenant.site.rows(sql, somebody.subject)
        return int(found[0][0]) if found else 0

    def asks_by_mail(self, asks: bool) -> None:
        """Core's only proof that an account is somebody's; ours has no such switch."""
        if self.is_core:
            self.tenant.site.do("set_core_confirmation", issuer=self.issuer_id, asks=asks)


def sesskey(page: Page) -> str:
    found = re.search(r'"sesskey":"([^"]+)"', page.text)
    if found is None:
        raise RuntimeError(f"there is no session key on {page.url}")
    return found[1]


@contextmanager
def both(server: MariadbServer, folder: Path, config: str = DATABASE_SESSIONS) -> Iterator[tuple[Way, Way]]:
    """Our plugin on one site, core's on another, at one issuer."""
    with world(server, folder, ("kita", "inti"), config) as made:
        ours, core = made.tenants["kita"], made.tenants["inti"]
        core.client = "inti"
        made.issuer.clients["inti"] = Client("inti", core.url, "/admin/oauth2callback.php", SECRET)
        shutil.copy(made.trusted, core.site.dataroot / "moodleorgca.crt")
        issuer = core.site.do("use_core_oauth2", issuer=made.issuer.url, client="inti", secret=SECRET)
        yield Way(made, ours), Way(made, core, int(issuer))
