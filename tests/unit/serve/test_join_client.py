"""A join makes the tenant's client at Keycloak; one that is away costs nobody the join."""

import threading
from ipaddress import ip_network

import pytest
import requests

from syncd.poll.client import open_client
from syncd.realm import clients
from syncd.realm.clients import ClientState, TenantClients
from syncd.serve.app import create_app
from syncd.settings import CentreSection, KeycloakSection, PollSection, Settings
from syncd.store import tenants
from syncd.store.clients import late
from syncd.store.engine import reading
from tests.architecture.tree import REPOSITORY
from tests.keycloak_answers import KEYCLOAK, REALM, playing
from tests.unit.poll.servers import CENTRE, SITE
from tests.unit.serve.answers import JOIN
from tests.unit.serve.conftest import caller_of

SECTION = KeycloakSection(url=KEYCLOAK, realm=REALM, realm_dir=REPOSITORY / "keycloak-realm")
OIDC = {"issuer": f"{KEYCLOAK}/realms/{REALM}", "client_id": "moodle-balai-uji"}


@pytest.fixture
def keycloak():
    with playing(besides="http://127.0.0.1") as played:
        yield played


@pytest.fixture
def api(engine, keys, keycloak):
    poll = PollSection(allowed_networks=(ip_network("127.0.0.0/8"),), connect_timeout_s=1, total_timeout_s=1)
    settings = Settings(centre=CentreSection(url=CENTRE), poll=poll, keycloak=SECTION)
    return caller_of(create_app(engine, settings, keys, open_client(settings, keys)), "203.0.113.9", "centre.example")


def join(api, site, code):
    response = api.post(JOIN, json=site.body(code), headers=site.token("join"))
    assert response.status_code == 200, response.text
    return response.json()


def late_ones(engine):
    with reading(engine) as conn:
        return late(conn)


def test_the_issuer_is_told_before_the_code_is_used_up(api, invite):
    told = api.post("/api/v1/join/preview", json={"contract": 1, "code": invite(), "site": "6" * 32}).json()
    assert told["issuer"] == OIDC["issuer"]


def test_the_answer_names_issuer_and_client_and_the_client_has_the_site_s_addresses(api, site, invite, keycloak, engine):
    assert join(api, site, invite())["oidc"] == OIDC
    made = keycloak.clients["moodle-balai-uji"]
    assert made["redirectUris"] == [f"{site.url}/auth/asnsso/callback.php"]
    assert made["attributes"]["backchannel.logout.url"] == f"{CENTRE}/api/v1/tenants/balai-uji/logout"
    assert made["attributes"]["jwks.url"] == f"{CENTRE}/api/v1/tenants/balai-uji/jwks.json"
    assert late_ones(engine) == []


def test_without_keycloak_the_join_is_the_same_and_the_client_is_made_good(api, site, invite, keycloak, engine, keys):
    keycloak.broken = lambda request: requests.ConnectionError("refused")
    assert join(api, site, invite())["oidc"] == OIDC
    assert (late_ones(engine), keycloak.clients) == (["balai-uji"], {})
    keycloak.broken = lambda request: None
    TenantClients(engine, SECTION, keys).bring_late()
    assert (late_ones(engine), list(keycloak.clients)) == ([], ["moodle-balai-uji"])


def test_a_keycloak_that_takes_long_does_not_keep_the_site_waiting(api, site, invite, keycloak, engine, monkeypatch):
    monkeypatch.setattr(clients, "_MOMENT_S", 0.05)
    let_go = threading.Event()

    def slow(request):
        let_go.wait(60)

    keycloak.broken = slow
    assert join(api, site, invite())["oidc"] == OIDC
    assert keycloak.clients == {}
    let_go.set()
    for thread in threading.enumerate():
        if thread.name == "client balai-uji":
            thread.join(60)
    assert late_ones(engine) == []


def test_a_site_that_joins_again_at_a_new_address_has_its_redirects_there(api, site, new_site, invite, keycloak, engine):
    join(api, site, invite())
    with reading(engine) as conn:
        tenant_id = tenants.by_slug(conn, "balai-uji").id
    moved = new_site(site.signer)
    assert moved.url != site.url
    join(api, moved, invite(tenant_id))
    assert list(keycloak.clients) == ["moodle-balai-uji"]
    assert keycloak.clients["moodle-balai-uji"]["redirectUris"] == [f"{moved.url}/auth/asnsso/callback.php"]


def test_leaving_removes_the_client_and_without_keycloak_it_is_disabled_later(api, site, invite, keycloak, engine, keys):
    for away in (False, True):
        join(api, site, invite())
        keycloak.broken = lambda request, away=away: requests.ConnectionError("refused") if away else None
        assert api.post("/api/v1/leave", json={"site": SITE}, headers=site.token("leave")).status_code == 200
        assert ("moodle-balai-uji" in keycloak.clients) == away
    keycloak.broken = lambda request: None
    TenantClients(engine, SECTION, keys).bring_late()
    assert keycloak.clients["moodle-balai-uji"]["enabled"] is False
    assert late_ones(engine) == []


def test_the_health_of_the_centre_does_not_depend_on_keycloak(api, keycloak):
    keycloak.broken = lambda request: requests.ConnectionError("refused")
    api.get("/health/ready")
    assert keycloak.asked == []


def test_a_change_that_was_overtaken_is_made_good(engine, keys, api, site, invite, keycloak):
    join(api, site, invite())
    ours = TenantClients(engine, SECTION, keys)

    def overtake(request):
        if "/clients" in request.url:
            keycloak.broken = lambda request: None
            assert ours.bring("balai-uji") is ClientState.ENABLED

    keycloak.broken = overtake
    assert ours.bring("balai-uji") is ClientState.LATE
    assert late_ones(engine) == ["balai-uji"]
    ours.bring_late()
    assert late_ones(engine) == []
