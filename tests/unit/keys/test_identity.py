"""ID tokens: the honest one is believed, and every forged one is refused."""

import json
import time

import pytest
from joserfc import jws

from syncd import clock
from syncd.keys import Refusal, TokenRefusedError
from syncd.keys.identity import Identity, verify_identity
from syncd.keys.logout import issuer_key_set
from tests.sso.tokens import FORGERIES, new_key, sign

ISSUER, CLIENT, NONCE = "https://masuk.example/realms/uji", "asn-portal", "n" * 32
# Signed by the issuer itself, and about claims that nobody here reads.
HARMLESS = {"claims within claims, 600 deep", "half a character in a claim"}


@pytest.fixture(scope="module")
def key():
    return new_key("utama")


def claims(**changed):
    now = int(time.time())
    honest = {"iss": ISSUER, "aud": CLIENT, "azp": CLIENT, "sub": "kenari-1", "sid": "sesi-1", "nonce": NONCE, "typ": "ID"}
    said = {**honest, "iat": now, "exp": now + 300, "instansi": "Badan Uji", **changed}
    return {name: value for name, value in said.items() if value is not None}


def believed(token, key):
    document = issuer_key_set({"keys": [key.as_dict(private=False)]})
    return verify_identity(token, document, ISSUER, CLIENT, NONCE)


def test_the_honest_token_tells_subject_session_and_agency(key):
    assert believed(sign(claims(), key), key) == Identity("kenari-1", "sesi-1", "Badan Uji")
    assert believed(sign(claims(instansi=None, azp=None), key), key).agency is None


def test_there_are_forgeries_of_every_sort():
    assert len(FORGERIES) >= 45
    assert FORGERIES.keys() > HARMLESS


@pytest.mark.parametrize("name", sorted(FORGERIES.keys() - HARMLESS))
def test_every_forged_token_is_refused_with_one_of_our_errors(key, name):
    forge, _about = FORGERIES[name]
    with pytest.raises(TokenRefusedError):
        believed(forge(claims(), key), key)


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": [CLIENT, "moodle-lain"]},
        {"azp": "moodle-lain"},
        {"instansi": "x" * 256},
        {"instansi": "Badan\nUji"},
        {"instansi": ["Badan Uji"]},
        {"events": {}},
        {"sid": None},
        {"nonce": "n" * 31},
    ],
    ids=json.dumps,
)
def test_what_an_honest_issuer_never_says_to_the_portal_is_refused(key, changed):
    with pytest.raises(TokenRefusedError):
        believed(sign(claims(**changed), key), key)


NOW = 1_800_000_000


@pytest.fixture
def noon(monkeypatch):
    """One moment, late in its second."""
    monkeypatch.setattr(clock, "now_ms", lambda: NOW * 1000 + 999)
    return {"iat": NOW, "exp": NOW + 300}


@pytest.mark.parametrize(
    "changed",
    [
        {"iat": NOW - 300 - 60},
        {"iat": NOW + 60},
        {"exp": NOW - 60},
        {"nbf": NOW + 60},
        {"aud": [CLIENT]},
        {"typ": None},
        {"sub": "s" * 64},
        {"sid": "s" * 64},
        {"instansi": "x" * 255},
    ],
    ids=json.dumps,
)
def test_a_token_at_the_border_of_what_is_agreed_is_believed(key, noon, changed):
    said = noon | changed
    found = believed(sign(claims(**said), key), key)
    assert found == Identity(said.get("sub", "kenari-1"), said.get("sid", "sesi-1"), said.get("instansi", "Badan Uji"))


def test_an_agency_without_a_name_is_none(key, noon):
    assert believed(sign(claims(**noon, instansi=""), key), key).agency is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"iss": ISSUER + "/"}, Refusal.ISSUER),
        ({"aud": CLIENT + "2"}, Refusal.AUDIENCE),
        ({"azp": CLIENT + "2"}, Refusal.AUDIENCE),
        ({"iat": NOW - 300 - 61}, Refusal.TIME),
        ({"iat": NOW + 61}, Refusal.TIME),
        ({"iat": None}, Refusal.TIME),
        ({"iat": NOW + 0.5}, Refusal.TIME),
        ({"exp": NOW - 61}, Refusal.TIME),
        ({"exp": None}, Refusal.TIME),
        ({"exp": NOW + 300.5}, Refusal.TIME),
        ({"nbf": NOW + 61}, Refusal.TIME),
        ({"nbf": NOW - 0.5}, Refusal.TIME),
        ({"nonce": "m" * 32}, Refusal.NONCE),
        ({"nonce": None}, Refusal.NONCE),
        ({"typ": "Bearer"}, Refusal.SCOPE),
        ({"events": {}}, Refusal.SCOPE),
        ({"sub": None}, Refusal.FORM),
        ({"sub": ""}, Refusal.FORM),
        ({"sub": 7}, Refusal.FORM),
        ({"sub": "s" * 65}, Refusal.FORM),
        ({"sid": ""}, Refusal.FORM),
        ({"sid": "s" * 65}, Refusal.FORM),
        ({"sid": "s\n"}, Refusal.FORM),
        ({"instansi": "x" * 256}, Refusal.FORM),
        ({"instansi": 7}, Refusal.FORM),
    ],
    ids=json.dumps,
)
def test_a_token_beyond_the_border_is_refused_for_that_reason(key, noon, changed, reason):
    with pytest.raises(TokenRefusedError) as caught:
        believed(sign(claims(**noon | changed), key), key)
    assert caught.value.reason is reason


def test_a_nonce_with_half_a_character_is_another_nonce(key, noon):
    payload = json.dumps(claims(**noon, nonce="\ud800")).encode()
    with pytest.raises(TokenRefusedError) as caught:
        believed(jws.serialize_compact({"alg": "RS256", "kid": key.kid}, payload, key), key)
    assert caught.value.reason is Refusal.NONCE
