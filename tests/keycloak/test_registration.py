"""A person makes an account and cannot make more of it than that."""

import pytest
from keycloak.exceptions import KeycloakPutError

from tests.keycloak.browser import Browser, claims
from tests.keycloak.people import PASSWORD, make_person

pytestmark = pytest.mark.keycloak

NIP = "000000000000000003"


@pytest.fixture
def form(realm, browser):
    """The registration form, filled in."""
    page = browser.authorize(realm.sites["satu"])
    assert page.status_code == 200
    browser.open(browser.link("registration"))
    return {
        "username": "sri",
        "email": "sri@contoh.example",
        "firstName": "Sri",
        "nip_klaim": NIP,
    }


@pytest.fixture(scope="module")
def guessed(realm):
    return make_person(realm.api, "penebak-sandi")


def user(realm, name):
    found = realm.api.get("users", username=name, exact="true")
    return found[0] if found else None


def test_the_form_speaks_indonesian_by_itself_and_asks_for_no_more_than_it_needs(browser, form):
    labels = {name: label.rstrip(" *") for name, label in browser.page.labels.items()}
    assert labels["nip_klaim"] == "NIP (bila ada)"
    assert labels["firstName"] == "Nama depan"
    assert "Buat akun ASN Unggul" in browser.page.text
    assert "18 digit" in browser.page.text
    # The password comes after the address is proven, so that nobody prepares an account for another's address.
    assert (
        not {"password", "nip", "nip_terverifikasi", "instansi_kode", "instansi", "jabatan", "status_asn"}
        & browser.page.fields.keys()
    )


def test_the_form_speaks_english_to_who_asks_for_it(realm, browser):
    browser.authorize(realm.sites["satu"], ui_locales="en")
    browser.open(browser.link("registration"))
    assert "Create an ASN Unggul account" in browser.page.text
    assert browser.page.labels["nip_klaim"] == "NIP (if you have one)"


def test_an_account_is_made_with_one_name_a_proven_address_and_consent_and_its_nip_is_only_a_claim(realm, browser, form, mails):
    site = realm.sites["satu"]
    browser.send(**form)
    assert "Ketentuan penggunaan" in browser.page.text
    # Else nobody would know why no site lets them in today.
    assert "Akun baru diperiksa oleh LAN sebelum dapat dipakai di situs pelatihan" in browser.page.text
    browser.send(accept="")
    browser.open(mails.link(form["email"]))
    assert mails.subject == "Verifikasi surel"
    browser.send(**{"password-new": "pendek", "password-confirm": "pendek"})
    assert "12" in browser.page.text
    answer = browser.send(**{"password-new": PASSWORD, "password-confirm": PASSWORD})
    code = browser.code(answer)
    found = claims(browser.exchange(site, code).json()["id_token"])
    assert found["given_name"] == "Sri"
    assert found["email_verified"] is True
    # The password comes after the address is proven, so that nobody prepares an account for another's address.
    assert not {"password", "nip", "nip_terverifikasi", "nip_klaim", "family_name"} & found.keys()
    assert user(realm, "sri")["attributes"]["nip_klaim"] == [NIP]


GUESSED_FIRST = {
    "a NIP": "198001012005011001",
    "a NIP with spaces": "19800101 200501 1 001",
    "digits": "123456789012",
    "one letter": "aaaaaaaaaaaa",
    "a word twice": "passwordpassword",
    "a word three times": "bukubukubuku",
    "the service and a year": "asnunggul2026",
    "the service as people write it": "ASN Unggul 2026!",
    "well-known words": "Rahasia-Indonesia1945",
    "the agency": "Pusdiklat-LAN-2026",
    "the user name and a digit": "penebak-sandi1",
}


@pytest.mark.parametrize("kind", GUESSED_FIRST)
def test_the_passwords_that_are_guessed_first_are_refused(realm, guessed, kind):
    with pytest.raises(KeycloakPutError, match="400"):
        realm.api.put(f"users/{guessed.id}/reset-password", {"type": "password", "value": GUESSED_FIRST[kind]})


@pytest.mark.parametrize(
    "good",
    [
        "sandi-yang-cukup-panjang-9",
        "kereta api berangkat pukul 7",
        "asn unggul bukan sandi saya",
        "x7-Kq2-9vT-pp4",
        "Jalan Veteran 10 Jakarta",
    ],
)
def test_a_password_that_says_something_of_its_own_is_taken(realm, guessed, good):
    realm.api.put(f"users/{guessed.id}/reset-password", {"type": "password", "value": good})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": NIP}, "Jangan memakai NIP sebagai nama pengguna."),
        ({"username": f"{NIP}."}, "Jangan memakai NIP sebagai nama pengguna."),
        ({"username": "\uff10" * 17 + "\uff13"}, ""),
        ({"username": "admin"}, "nama seperti admin dan lan tidak dapat dipakai"),
        ({"username": "Admin.LAN"}, "nama seperti admin dan lan tidak dapat dipakai"),
        ({"username": "staf-lan-jakarta"}, "nama seperti admin dan lan tidak dapat dipakai"),
        ({"username": "service-account-x"}, "nama seperti admin dan lan tidak dapat dipakai"),
        ({"nip_klaim": "12345"}, "NIP terdiri atas 18 digit tanpa spasi."),
        ({"nip_klaim": "00000000000000000A"}, "NIP terdiri atas 18 digit tanpa spasi."),
        ({"nip_klaim": "٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٣"}, "NIP terdiri atas 18 digit tanpa spasi."),
        ({"email": "no address"}, ""),
        ({"firstName": ""}, ""),
    ],
    ids=[
        "NIP as name",
        "NIP and a dot",
        "other digits as name",
        "admin",
        "admin of LAN",
        "staff",
        "service",
        "short NIP",
        "letters",
        "other digits",
        "no address",
        "no name",
    ],
)
def test_what_is_wrong_is_said_in_indonesian_and_makes_no_account(realm, browser, form, wrong, said):
    form |= {"username": "tidak-jadi", "email": "tidak-jadi@contoh.example"}
    answer = browser.send(**(form | wrong))
    assert answer.status_code == 200
    assert said in browser.page.text
    assert user(realm, (form | wrong)["username"]) is None


def test_what_only_lan_may_say_of_a_person_cannot_be_sent_along(realm, browser, form):
    form |= {"username": "licik", "email": "licik@contoh.example"}
    browser.send(**form, nip=NIP, nip_terverifikasi="true", instansi_kode="LAN", **{"user.attributes.nip": NIP}, unknown="x")
    made = user(realm, "licik")
    assert made.get("attributes", {}).keys() <= {"nip_klaim", "locale"}


def test_a_person_cannot_give_himself_a_nip_an_agency_or_a_role(realm, person):
    """With the account's own token, at the address the account pages use."""
    account = f"{realm.issuer}/account/"
    browser = Browser(realm.issuer)
    token = browser.token_of_account_pages(person.username, person.password)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    before = browser.open(account, headers=headers).json()
    assert {name for name in before["attributes"] if name.startswith("nip")} == {"nip_klaim"}, "one NIP on the page"
    for name in (
        "nip",
        "nip_terverifikasi",
        "instansi_kode",
        "status_asn",
        "instansi",
        "jabatan",
        "golongan",
        "jenis_asn",
        "baru",
    ):
        changed = {**before, "attributes": {**before["attributes"], name: [NIP]}}
        browser.post(account, json=changed, headers=headers)
        live = realm.api.get(f"users/{person.id}")
        assert live["attributes"].get(name) != [NIP], name
    answer = browser.post(account, json={**before, "username": "other"}, headers=headers)
    assert realm.api.get(f"users/{person.id}")["username"] == person.username, answer.text
    allowed = {**before, "attributes": {**before["attributes"], "nip_klaim": [NIP]}}
    assert browser.post(account, json=allowed, headers=headers).status_code == 204
    assert realm.api.get(f"users/{person.id}")["attributes"]["nip"] == ["000000000000000001"]


def test_a_person_s_token_opens_nothing_of_the_administration(realm, person):
    browser = Browser(realm.issuer)
    tokens = [
        browser.token_of_account_pages(person.username, person.password),
        browser.exchange(realm.sites["satu"], browser.sign_in(realm.sites["satu"], person.username, person.password)).json()[
            "access_token"
        ],
    ]
    for token in tokens:
        for path in ("users", "clients", "groups", "roles", "events"):
            address = f"{realm.keycloak.url}/admin/realms/{realm.realm}/{path}"
            assert browser.open(address, headers={"Authorization": f"Bearer {token}"}).status_code == 403
