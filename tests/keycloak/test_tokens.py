"""What a site and the centre learn of a person, from the tokens of a real sign-in."""

import json

import pytest

from tests.keycloak.browser import Browser, claims
from tests.keycloak.people import ATTRIBUTES, make_person
from tests.keycloak.test_second_factor import Device

pytestmark = pytest.mark.keycloak

PROTOCOL = {"exp", "iat", "auth_time", "jti", "iss", "aud", "sub", "typ", "azp", "nonce", "sid", "at_hash", "acr"}
OF_THE_PERSON = {"preferred_username", "given_name", "email", "email_verified", "groups", "nip", "nip_terverifikasi"}
OF_THE_POST = {"instansi_kode", "instansi", "unit_kerja", "jabatan", "golongan", "jenis_asn", "status_asn"}


@pytest.fixture(scope="module")
def tokens(realm, person):
    browser, site = Browser(realm.issuer), realm.sites["satu"]
    answer = browser.exchange(site, browser.sign_in(site, person.username, person.password))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_id_token_has_exactly_the_declared_claims(tokens, person):
    found = claims(tokens["id_token"])
    assert found.keys() == PROTOCOL | OF_THE_PERSON | OF_THE_POST
    assert found["nip"] == ATTRIBUTES["nip"]
    assert found["nip_terverifikasi"] is True
    assert found["groups"] == ["/instansi/LAN"]
    assert found["sub"] == person.id
    assert found["aud"] == "moodle-satu"


def test_an_id_token_is_small_enough_to_travel_in_an_address(tokens):
    assert len(tokens["id_token"]) < 2048


def test_an_access_token_is_for_the_centre_and_says_nothing_of_the_person(tokens):
    found = claims(tokens["access_token"])
    assert "asn-syncd" in found["aud"]
    assert not found.keys() & {"realm_access", "resource_access"}
    assert not found.keys() & (OF_THE_PERSON | OF_THE_POST | {"name", "family_name", "nip_klaim"})


def test_no_token_carries_what_a_person_claims_or_is_called(tokens, person):
    secret = {ATTRIBUTES["nip_klaim"]}
    for kind in ("id_token", "access_token", "refresh_token"):
        said = json.dumps(claims(tokens[kind]))
        unwanted = (
            secret if kind == "id_token" else {*secret, *ATTRIBUTES.values(), person.email, person.username} - {"true", "LAN"}
        )
        assert not [value for value in unwanted if f'"{value}"' in said], kind


def test_userinfo_tells_no_more_than_the_subject(realm, tokens, person, browser):
    answer = browser.open(
        f"{realm.issuer}/protocol/openid-connect/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    )
    assert answer.json() == {"sub": person.id}


def test_a_role_at_one_site_is_told_to_that_site_only(realm):
    api, told = realm.api, {}
    person = make_person(api, "tuti")
    client = realm.client("moodle-satu")
    api.post(f"clients/{client['id']}/roles", {"name": "pengelola"})
    api.post(f"users/{person.id}/role-mappings/clients/{client['id']}", [api.get(f"clients/{client['id']}/roles/pengelola")])
    for name in ("satu", "dua"):
        browser, site = Browser(realm.issuer), realm.sites[name]
        answer = browser.exchange(site, browser.sign_in(site, person.username, person.password))
        told[name] = claims(answer.json()["id_token"]).get("roles")
        assert "pengelola" not in json.dumps(claims(answer.json()["access_token"]))
    assert told == {"satu": ["pengelola"], "dua": None}


def test_no_token_that_a_tenant_gets_tells_a_staff_role_however_it_asks(realm):
    """A token of staff in a tenant's hands would open the centre's staff pages to that tenant."""
    person = make_person(realm.api, "petugas-berkunjung", roles=("staf-lan", "asn"))
    site, browser = realm.sites["satu"], Browser(realm.issuer)
    browser.authorize(site)
    browser.send(username=person.username, password=person.password)
    device = Device(browser.page.fields["totpSecret"])
    code = browser.code(browser.send(totp=device.code(), userLabel="telepon"))
    tokens = browser.exchange(site, code).json()
    for kind in ("id_token", "access_token"):
        assert "staf-lan" not in json.dumps(claims(tokens[kind]))
        assert "realm_access" not in claims(tokens[kind])
    again = browser.exchange(site, None, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()
    assert "realm_access" not in claims(again["access_token"])
    refused = Browser(realm.issuer).authorize(site, scope="openid roles")
    assert "invalid_scope" in refused.headers.get("Location", "") + refused.text


def test_the_client_of_the_staff_pages_is_switched_off_until_there_are_such_pages(realm):
    live = realm.client("asn-staff")
    assert live["enabled"] is False
    assert "roles" in live["defaultClientScopes"]
    assert live["redirectUris"] == [f"{realm.base_url}/staff/callback"]


def test_tokens_are_short_lived_and_no_session_outlives_its_day(tokens):
    assert tokens["expires_in"] <= 300
    assert tokens["refresh_expires_in"] <= 7200


def test_a_refresh_token_is_good_once(realm, person):
    browser, site = Browser(realm.issuer), realm.sites["dua"]
    first = browser.exchange(site, browser.sign_in(site, person.username, person.password)).json()
    again = [
        browser.exchange(site, None, grant_type="refresh_token", refresh_token=first["refresh_token"]).status_code
        for _ in range(2)
    ]
    assert again == [200, 400]


def test_nobody_gets_a_token_that_outlives_the_session(realm, person):
    browser, site = Browser(realm.issuer), realm.sites["dua"]
    answer = browser.authorize(site, scope="openid offline_access")
    assert "invalid_scope" in answer.headers.get("Location", "")
