"""A centre with an empty store, a joining site on loopback, and callers from here and elsewhere."""

import asyncio
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from syncd import clock, log
from syncd.index.build import rebuild
from syncd.index.search import Search
from syncd.keys import KeyRing, Signer
from syncd.poll.client import open_client
from syncd.serve.app import create_app
from syncd.settings import CentreSection, PollSection, Settings
from syncd.store import invites
from syncd.store.engine import open_store, transaction
from syncd.store.migrate import upgrade
from tests.offered import Offering
from tests.unit.poll.servers import CENTRE, SITE, Server, answers, serving, tenant_keys, whole

# The moment at which everybody asks; the simulator's doors and those of these tests are around it.
NOW = 1_800_000_000


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> KeyRing:
    return KeyRing(tmp_path_factory.mktemp("centre") / "keys", CENTRE)


@pytest.fixture(scope="session", autouse=True)
def quiet_log():
    log.configure("error", "json", io.StringIO())


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory) -> Path:
    """A store file with current tables, to be copied: making the tables takes longer than most tests."""
    file = tmp_path_factory.mktemp("store") / "empty.db"
    engine = open_store(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()  # the last connection writes everything into the one file
    return file


@pytest.fixture
def engine(tmp_path: Path, empty_store: Path):
    file = tmp_path / "store.db"
    shutil.copy(empty_store, file)
    engine = open_store(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def search(tmp_path: Path):
    """Search over the index of this store; there is none until a test makes it."""
    search = Search(tmp_path / "index", lambda: NOW)
    yield search
    search.close()


class Marketplace:
    """What tenants offer, and the index as it is after the store."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def offering(self, agency: str = "Badan Uji", name: str = "Balai Uji") -> Offering:
        return Offering(self._engine, agency, name)

    def index(self) -> None:
        rebuild(self._engine, self._folder)


@pytest.fixture
def marketplace(engine: Engine, tmp_path: Path) -> Marketplace:
    return Marketplace(engine, tmp_path / "index")


@pytest.fixture
def app(engine: Engine, keys: KeyRing, search: Search):
    poll = PollSection(allowed_networks=(ip_network("127.0.0.0/8"),), connect_timeout_s=1, total_timeout_s=1)
    settings = Settings(centre=CentreSection(url=CENTRE), poll=poll)
    return create_app(engine, settings, keys, open_client(settings, keys), search=search)


@dataclass
class Caller:
    """Someone at an address who sends requests to the application, without a socket."""

    app: object
    address: str
    host: str

    def request(self, method: str, path: str, **options: object) -> httpx.Response:
        return asyncio.run(self._send(method, path, options))

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: object) -> httpx.Response:
        return self.request("POST", path, **options)

    async def _send(self, method: str, path: str, options: dict) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(self.address, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{self.host}") as client:
            return await client.request(method, path, **options)


def caller_of(app, address: str, host: str) -> Caller:
    return Caller(app, address, host)


@pytest.fixture
def here(app) -> Caller:
    """A person at the machine."""
    return caller_of(app, "127.0.0.1", "127.0.0.1:8640")


@pytest.fixture
def api(app) -> Caller:
    """A site somewhere."""
    return caller_of(app, "203.0.113.9", "centre.example")


@dataclass
class Site:
    """A Moodle site that serves its key set and signs requests."""

    server: Server
    signer: Signer

    @property
    def url(self) -> str:
        return self.server.url

    def token(self, scope, audience: str = CENTRE) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.signer.sign_bearer(audience, scope)}"}

    def body(self, code: str, /, **changes: object) -> dict[str, object]:
        return {
            "contract": 1,
            "code": code,
            "site": SITE,
            "url": self.url,
            "name": "Balai Uji",
            "plugin": 2026112300,
            "release": "0.1.0",
            "moodle": "4.5.6",
            "php": "8.2.30",
            **changes,
        }


@pytest.fixture
def new_site():
    """Makes sites; each serves the key set of its current signer."""
    opened = []

    def make(signer: Signer | None = None, respond: Callable | None = None) -> Site:
        site: Site | None = None

        def jwks(server, request):
            assert site is not None
            return respond(server, request) if respond else whole(site.signer.jwks_document(), content_type="application/json")

        context = serving(answers(jwks))
        server = context.__enter__()
        opened.append(context)
        site = Site(server, (signer or tenant_keys()).for_issuer(server.url))
        return site

    yield make
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture
def site(new_site) -> Site:
    return new_site()


@pytest.fixture
def invite(engine: Engine):
    """Makes an invitation and returns its secret."""

    def make(tenant_id: int | None = None, valid_s: int = 3600) -> str:
        with transaction(engine) as conn:
            return invites.create(conn, "Balai Uji", "Badan Uji", clock.now_ms(), tenant_id=tenant_id, valid_s=valid_s)

    return make


@pytest.fixture
def joined(api, site, invite) -> dict[str, object]:
    """The site has joined; the centre's answer."""
    response = api.post("/api/v1/join", json=site.body(invite()), headers=site.token("join"))
    assert response.status_code == 200, response.text
    return json.loads(response.text)
