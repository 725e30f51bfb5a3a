"""What no client may do, whoever made it and however it is set up: asked of a running Keycloak."""

import pytest
import requests
from keycloak.exceptions import KeycloakPostError

from syncd import clock
from syncd.keys import Signer
from tests.keycloak.browser import Browser
from tests.keycloak.centre import wait_until

pytestmark = pytest.mark.keycloak

SAFE = {
    "protocol": "openid-connect",
    "publicClient": False,
    "clientAuthenticatorType": "client-jwt",
    "standardFlowEnabled": True,
    "implicitFlowEnabled": False,
    "directAccessGrantsEnabled": False,
    "fullScopeAllowed": False,
    "redirectUris": ["https://lms.example/auth/asnsso/callback.php"],
    "attributes": {"pkce.code.challenge.method": "S256", "use.jwks.url": "true", "jwks.url": "https://lms.example/jwks.php"},
}


@pytest.fixture
def site(realm):
    return realm.sites["satu"]


@pytest.fixture
def code(browser, site, person):
    found = browser.sign_in(site, person.username, person.password)
    assert found
    return found


def refusal(answer):
    """Why the browser or the token endpoint was refused."""
    return answer.headers.get("Location", "") + answer.text


def test_a_code_is_exchanged_once(browser, site, code):
    assert browser.exchange(site, code).status_code == 200
    assert browser.exchange(site, code).status_code == 400


@pytest.mark.parametrize("changed", [{"code_challenge": None, "code_challenge_method": None}, {"code_challenge_method": "plain"}])
def test_a_sign_in_without_pkce_s256_is_refused(browser, site, changed):
    assert "invalid_request" in refusal(browser.authorize(site, **changed))
    assert "code=" not in refusal(browser.authorize(site, **changed))


def test_a_code_without_its_verifier_or_with_another_is_worth_nothing(browser, site, person):
    for verifier in (None, "x" * 64):
        code = browser.sign_in(site, person.username, person.password)
        assert browser.exchange(site, code, code_verifier=verifier).status_code == 400


@pytest.mark.parametrize("kind", ["token", "id_token", "id_token token", "code id_token", "code token"])
def test_no_token_ever_comes_through_the_browser(browser, site, kind):
    answer = browser.authorize(site, response_type=kind)
    assert answer.status_code >= 300
    assert "unauthorized_client" in refusal(answer) or "invalid_request" in refusal(answer)


@pytest.mark.parametrize(
    "address",
    [
        "{url}/",
        "{url}/auth/asnsso/callback.php/more",
        "{url}/auth/asnsso/callback.php?more=1",
        "https://evil.example/",
        "{other}",
    ],
)
def test_only_the_exact_callback_gets_a_code(realm, browser, site, address):
    asked = address.format(url=site.url, other=realm.sites["dua"].callback)
    answer = browser.authorize(site, redirect_uri=asked)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("client", ["admin-cli", "account", "security-admin-console", "account-console"])
def test_no_client_takes_a_password_from_anybody_but_the_person(realm, person, client):
    answer = realm.token(grant_type="password", client_id=client, username=person.username, password=person.password)
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.text


def test_a_site_that_proves_itself_still_gets_nothing_for_a_password(realm, browser, site, person):
    answer = browser.exchange(site, None, grant_type="password", username=person.username, password=person.password)
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.text


def test_a_site_is_nobody_by_itself(browser, site):
    assert browser.exchange(site, None, grant_type="client_credentials").status_code in {400, 401}


@pytest.mark.parametrize("endpoint", ["auth/device", "ext/ciba/auth"])
def test_there_is_no_sign_in_by_another_device(realm, site, endpoint):
    answer = requests.post(
        f"{realm.issuer}/protocol/openid-connect/{endpoint}",
        data={
            "client_id": site.client_id,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": site.assertion(realm.issuer),
            "login_hint": "rina",
            "scope": "openid",
        },
        timeout=30,
    )
    assert answer.status_code in {400, 401, 403}


@pytest.mark.parametrize(
    "proof",
    [
        lambda site, issuer: site.assertion([issuer, "https://evil.example"]),
        lambda site, issuer: site.assertion([issuer, f"{issuer}/protocol/openid-connect/token"]),
        lambda site, issuer: site.assertion("https://evil.example"),
        lambda site, issuer: site.assertion(issuer, signer=Signer.generate(site.url)),
        lambda site, issuer: site.assertion(issuer, iss="moodle-dua", sub="moodle-dua"),
        lambda site, issuer: site.assertion(issuer, exp=1),
        # Keycloak does not mind a far end, as long as the beginning is not older than a minute.
        lambda site, issuer: site.assertion(issuer, exp=4_000_000_000, iat=clock.now_ms() // 1000 - 300),
        lambda site, issuer: None,
    ],
    ids=["two audiences", "issuer and endpoint", "other audience", "other key", "other site", "ended", "old", "none"],
)
def test_a_site_must_prove_itself_with_a_fresh_assertion_for_this_issuer_alone(realm, browser, site, code, proof):
    assert browser.exchange(site, code, client_assertion=proof(site, realm.issuer)).status_code in {400, 401}


def test_a_proof_is_good_once(realm, browser, site, person):
    proof = site.assertion(realm.issuer)
    said = []
    for _ in range(2):
        code = browser.sign_in(site, person.username, person.password)
        said.append(browser.exchange(site, code, client_assertion=proof).status_code)
    assert said[0] == 200
    assert said[1] in {400, 401}


def test_no_secret_opens_a_site(realm, browser, site, code):
    client = realm.client(site.client_id)
    answer = browser.exchange(
        site, code, client_assertion=None, client_assertion_type=None, client_secret=client.get("secret", "secret")
    )
    assert answer.status_code in {400, 401}


@pytest.mark.parametrize(
    ("change", "becomes"),
    [
        ({"redirectUris": ["https://lms.example/*"]}, None),
        ({"redirectUris": ["*"]}, None),
        ({"redirectUris": ["https://lms.example/a", "myapp://callback"]}, None),
        ({"implicitFlowEnabled": True}, {"implicitFlowEnabled": False}),
        ({"directAccessGrantsEnabled": True}, {"directAccessGrantsEnabled": False}),
        ({"fullScopeAllowed": True}, {"fullScopeAllowed": False}),
        ({"attributes": {}}, {"attributes": {"pkce.code.challenge.method": "S256"}}),
        ({"clientAuthenticatorType": "client-secret"}, None),
    ],
    ids=["wildcard path", "wildcard", "private scheme", "implicit", "password", "full scope", "no PKCE", "secret"],
)
def test_whoever_makes_an_unsafe_client_is_refused_or_gets_a_safe_one(realm, change, becomes):
    api, name = realm.api, f"hand-made-{abs(hash(str(change)))}"
    asked = {"clientId": name, **SAFE, **change}
    if becomes is None:
        with pytest.raises(KeycloakPostError, match="400"):
            api.post("clients", asked)
        return
    live = api.get(f"clients/{api.post('clients', asked)}")
    api.delete(f"clients/{live['id']}")
    for key, value in becomes.items():
        assert (live[key].items() >= value.items()) if isinstance(value, dict) else live[key] == value


def test_nobody_registers_a_client_from_outside(realm):
    answer = requests.post(
        f"{realm.issuer}/clients-registrations/openid-connect", json={"redirect_uris": ["https://lms.example/"]}, timeout=30
    )
    assert answer.status_code in {401, 403}


def test_a_site_changes_its_key_though_keycloak_kept_the_old_set(realm, person):
    site = realm.join_at_keycloak("berganti")
    browser = Browser(realm.issuer)

    def signs_in():
        return browser.exchange(site, browser.sign_in(site, person.username, person.password)).status_code == 200

    assert signs_in()
    assert signs_in()
    assert realm.fetched["berganti"] == 1, "the key set is kept"
    new = Signer.generate(site.url)
    site.published = site.signer.published_with(new).jwks_document()
    assert signs_in(), "the old key is still good"
    site.signer = new
    # Keycloak reads a set again when it does not know the kid, but not twice within ten seconds.
    wait_until(signs_in)
    assert realm.fetched["berganti"] == 2


def test_strange_keys_do_not_make_keycloak_ask_a_site_without_end(realm, person):
    site = realm.join_at_keycloak("dibanjiri")
    browser = Browser(realm.issuer)
    code = browser.sign_in(site, person.username, person.password)
    for _ in range(20):
        strange = Signer.generate(site.url)
        assert browser.exchange(site, code, client_assertion=site.assertion(realm.issuer, signer=strange)).status_code in {
            400,
            401,
        }
    assert realm.fetched["dibanjiri"] <= 2
