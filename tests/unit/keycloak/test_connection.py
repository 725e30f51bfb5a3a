"""Keycloak's admin API by signed assertion: tokens that end, requests that are not repeated, and what its failures are called."""

import json

import pytest
import responses
from joserfc import jws

from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError
from syncd.keycloak.api import RealmApi
from syncd.keycloak.connection import Account, asking, open_admin, open_bootstrap
from syncd.keys import KeyRing, KeySet
from syncd.settings import KeycloakSection
from tests.unit.poll.servers import read_request, serving, whole

URL = "https://masuk.example"
SECTION = KeycloakSection(url=URL, realm="asn-unggul")
TOKEN = f"{URL}/realms/asn-unggul/protocol/openid-connect/token"
CLIENTS = f"{URL}/admin/realms/asn-unggul/clients"
GIVEN = {"access_token": "t", "expires_in": 300}


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return KeyRing(tmp_path_factory.mktemp("centre") / "keys", "https://pusat.example")


@pytest.fixture
def api(keys):
    return RealmApi(open_admin(SECTION, keys, Account.REALM))


@responses.activate
def test_a_token_that_ends_in_the_middle_of_a_batch_is_renewed_once_and_the_batch_goes_on(api):
    tokens = responses.post(TOKEN, json=GIVEN)
    responses.get(CLIENTS, json=[1])
    responses.get(CLIENTS, status=401, json={})
    responses.get(CLIENTS, json=[2])
    with asking(SECTION):
        assert [api.get("clients"), api.get("clients")] == [[1], [2]]
    assert tokens.call_count == 2


@responses.activate
def test_a_token_that_is_never_accepted_is_renewed_once_and_then_refused(api):
    tokens = responses.post(TOKEN, json=GIVEN)
    asked = responses.get(CLIENTS, status=401, json={})
    with pytest.raises(KeycloakRefusedError), asking(SECTION):
        api.get("clients")
    assert (tokens.call_count, asked.call_count) == (2, 2)


@responses.activate
def test_the_proof_is_signed_by_the_centre_s_key_for_this_issuer_alone(api, keys):
    asked = responses.post(TOKEN, json=GIVEN)
    responses.get(CLIENTS, json=[])
    api.get("clients")
    form = dict(pair.split("=") for pair in asked.calls[0].request.body.split("&"))
    assert form["grant_type"] == "client_credentials"
    assert "client_secret" not in form
    claims = _proven(form["client_assertion"], keys)
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("asn-realm", "asn-realm", f"{URL}/realms/asn-unggul")
    assert claims["exp"] - claims["iat"] <= 60


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": 500, "json": {}}, KeycloakUnavailableError),
        ({"status": 503, "body": "<html>"}, KeycloakUnavailableError),
        ({"status": 200, "body": "<html>"}, KeycloakUnavailableError),
        ({"status": 403, "json": {}}, KeycloakRefusedError),
        ({"status": 409, "json": {"errorMessage": "taken"}}, KeycloakRefusedError),
    ],
)
@responses.activate
def test_every_failure_is_one_of_two_kinds(api, answer, error):
    responses.post(TOKEN, json=GIVEN)
    responses.get(CLIENTS, **answer)
    with pytest.raises(error) as caught, asking(SECTION):
        api.get("clients")
    assert "taken" not in str(caught.value), "what Keycloak says may name a person"


def test_what_keycloak_may_have_begun_is_not_asked_again(keys):
    """A server that takes a request and hangs up without an answer."""

    def token_then_nothing(server, connection):
        while (request := read_request(connection)) and b"/token " in request.head:
            connection.sendall(whole(json.dumps(GIVEN).encode(), content_type="application/json"))
        server.requests.append(request)

    with serving(token_then_nothing) as server:
        section = KeycloakSection(url=server.url, realm="asn-unggul", timeout_s=5)
        api = RealmApi(open_admin(section, keys, Account.REALM))
        with pytest.raises(KeycloakUnavailableError), asking(section):
            api.post("clients", {})
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    "opened", [lambda section, keys: open_admin(section, keys, Account.PEOPLE), lambda section, _: open_bootstrap(section)]
)
def test_a_hanging_keycloak_is_asked_once(keys, opened):
    def nothing(server, connection):
        request = read_request(connection)
        server.requests.append(request)
        read_request(connection)  # until the other side has enough

    with serving(nothing) as server:
        section = KeycloakSection(url=server.url, realm="asn-unggul", timeout_s=1, admin_user="admin", admin_password="kata")
        with pytest.raises(KeycloakUnavailableError), asking(section):
            RealmApi(opened(section, keys)).get("")
        assert len(server.requests) == 1, "asked once"


def _proven(token, keys):
    key = KeySet.parse(keys.jwks_document().decode()).keys
    return json.loads(jws.deserialize_compact(token, next(iter(key.values())), algorithms=["RS256"]).payload)
