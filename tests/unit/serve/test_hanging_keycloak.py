"""While Keycloak hangs, people who sign in or out wait for it, so many at most, and nobody else does: at a real server."""

import asyncio
import threading

import httpx
import pytest

from syncd.keys.identity import Identity
from syncd.poll.client import open_client
from syncd.serve.app import create_app
from syncd.serve.sign_in import routes
from syncd.settings import CentreSection, KeycloakSection, Settings
from syncd.store import sessions
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import run_transaction
from tests.background import BackgroundServer
from tests.unit.poll.servers import serving

MOST = routes._AT_ONCE + routes._WAITING
TOO_MANY = 8
# Whoever is not answered in this time waits for Keycloak.
PATIENCE_S = 10
OTHERS = {
    "/": 200,
    "/search?q=apa": 200,
    "/agencies": 200,
    "/sign-in": 303,
    "/health/live": 200,
    "/health/ready": 503,
    "/.well-known/jwks.json": 200,
    "/api/v1/tenants/nobody/jwks.json": 404,
    "/api/v1/status": 401,
    "/api/v1/offerings": 200,
    "/status.json": 200,
}


class Keycloak:
    """Takes every request and answers none until it is let go; then it hangs up."""

    def __init__(self):
        self.asked, self.let_go = threading.Semaphore(0), threading.Event()

    def __call__(self, server, connection):
        if server.request(connection):
            self.asked.release()
            self.let_go.wait(60)


@pytest.fixture
def keycloak():
    keycloak = Keycloak()
    with serving(keycloak) as server:
        keycloak.url = server.url
        yield keycloak
        keycloak.let_go.set()


@pytest.fixture
def centre(engine, keys, search, marketplace, keycloak):
    marketplace.index()
    with BackgroundServer() as web:
        realm = KeycloakSection(url=keycloak.url, realm="uji", timeout_s=60)
        settings = Settings(centre=CentreSection(url=web.base_url), keycloak=realm)
        web.serve(create_app(engine, settings, keys, open_client(settings, keys), search=search))
        yield web.base_url
        keycloak.let_go.set()


def person(number: int) -> dict[str, str]:
    """From where somebody comes; a proxy on this machine says so."""
    return {"X-Forwarded-For": f"198.51.100.{number}"}


async def begun(browser, number):
    """The way back from the realm of somebody who signed in there."""
    answer = await browser.get("/sign-in", headers=person(number))
    assert answer.status_code == 303
    state = httpx.URL(answer.headers["location"]).params["state"]
    cookie = answer.headers["set-cookie"].partition(";")[0]
    return "GET", f"/signed-in?state={state}&code=x", person(number) | {"Cookie": cookie}


async def signed_in(engine, number):
    """The way out of somebody who is signed in here."""
    who = Identity(f"subject-{number}", f"session-{number}", "Badan Uji")
    secret = run_transaction(engine, lambda conn: sessions.begin(conn, who, database_now_ms(conn)))
    return "POST", "/sign-out", person(number) | {"Cookie": f"asn-session={secret}", "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("coming", [True, False], ids=["signing in", "signing out"])
def test_a_keycloak_that_hangs_keeps_those_who_sign_in_or_out_and_no_other_route(centre, engine, keycloak, coming):
    async def all_at_once():
        # No jar of cookies: each person is another browser.
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=centre, timeout=60, limits=limits) as browser:
            ways = []
            for number in range(MOST + TOO_MANY):
                ways.append(await begun(browser, number) if coming else await signed_in(engine, number))
                browser.cookies.clear()
            kept = {asyncio.create_task(browser.request(method, path, headers=headers)) for method, path, headers in ways}
            for _ in range(routes._AT_ONCE):
                assert await asyncio.to_thread(keycloak.asked.acquire, timeout=20)
            told = set()
            async with asyncio.timeout(20):
                while len(told) < TOO_MANY:
                    done, kept = await asyncio.wait(kept, return_when=asyncio.FIRST_COMPLETED)
                    told |= done
            others = {path: (await browser.get(path, timeout=PATIENCE_S)).status_code for path in OTHERS}
            keycloak.let_go.set()
            return [one.result().status_code for one in told], others, [one.status_code for one in await asyncio.gather(*kept)]

    told, others, waited = asyncio.run(all_at_once())
    assert others == OTHERS
    assert told == [429] * TOO_MANY
    assert waited == [503] * MOST
