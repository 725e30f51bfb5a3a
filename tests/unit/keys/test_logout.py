"""A logout token is believed only if the issuer made it, now, for this client, to end something."""

import json
import time

import pytest
from joserfc.jwk import RSAKey

from syncd.keys import Refusal, Signer, TokenRefusedError
from syncd.keys.logout import LOGOUT_EVENT, issuer_key_set, verify_logout

ISSUER, CLIENT = "https://masuk.example/realms/asn", "moodle-balai-uji"


@pytest.fixture(scope="module")
def keycloak():
    return Signer.generate(ISSUER)


@pytest.fixture(scope="module")
def key_set(keycloak):
    return issuer_key_set(json.loads(keycloak.jwks_document()))


class FromNow(int):
    """So many seconds from the moment at which the token is made, not from that at which the tests were collected."""


def claims(**changes):
    now = int(time.time())
    made = {
        "iss": ISSUER,
        "aud": CLIENT,
        "iat": now,
        "exp": now + 120,
        "jti": "a1",
        "sub": "orang",
        "sid": "sesi",
        "events": {LOGOUT_EVENT: {}},
    } | changes
    return {name: now + value if isinstance(value, FromNow) else value for name, value in made.items() if value is not ...}


def test_a_true_token_says_whose_session_ended(keycloak, key_set):
    found = verify_logout(keycloak.sign(claims()), key_set, ISSUER, CLIENT)
    assert (found.jti, found.session, found.subject) == ("a1", "sesi", "orang")


def test_a_token_without_a_session_speaks_of_the_person(keycloak, key_set):
    found = verify_logout(keycloak.sign(claims(sid=...)), key_set, ISSUER, CLIENT)
    assert (found.session, found.subject) == (None, "orang")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "https://lain.example"}, Refusal.ISSUER),
        ({"aud": "moodle-lain"}, Refusal.AUDIENCE),
        ({"aud": []}, Refusal.AUDIENCE),
        ({"iat": FromNow(-3600)}, Refusal.TIME),
        ({"iat": FromNow(600)}, Refusal.TIME),
        ({"iat": True}, Refusal.TIME),
        ({"iat": 1e9}, Refusal.TIME),
        ({"exp": FromNow(-600)}, Refusal.TIME),
        ({"exp": "9999999999"}, Refusal.TIME),
        ({"nonce": "x"}, Refusal.SCOPE),
        ({"events": ...}, Refusal.SCOPE),
        ({"events": {"lain": {}}}, Refusal.SCOPE),
        ({"events": [LOGOUT_EVENT]}, Refusal.SCOPE),
        ({"jti": ...}, Refusal.FORM),
        ({"jti": ""}, Refusal.FORM),
        ({"sid": ["sesi"]}, Refusal.FORM),
        ({"sid": True}, Refusal.FORM),
        ({"sid": "x" * 256}, Refusal.FORM),
        ({"sid": "a\nb"}, Refusal.FORM),
        ({"sid": ..., "sub": ...}, Refusal.FORM),
    ],
)
def test_any_other_token_is_refused(keycloak, key_set, changes, reason):
    with pytest.raises(TokenRefusedError) as refused:
        verify_logout(keycloak.sign(claims(**changes)), key_set, ISSUER, CLIENT)
    assert refused.value.reason is reason


def test_a_token_of_another_key_is_refused_even_under_a_known_kid(keycloak, key_set):
    stranger = Signer.generate(ISSUER)
    with pytest.raises(TokenRefusedError, match="key"):
        verify_logout(stranger.sign(claims()), key_set, ISSUER, CLIENT)
    stranger.kid = keycloak.kid
    with pytest.raises(TokenRefusedError, match="signature"):
        verify_logout(stranger.sign(claims()), key_set, ISSUER, CLIENT)


def test_only_signing_keys_of_the_issuer_are_taken(keycloak):
    signing = json.loads(keycloak.jwks_document())["keys"][0]
    other = RSAKey.generate_key(2048).as_dict(private=False) | {"kid": "e", "use": "enc", "alg": "RSA-OAEP"}
    found = json.loads(issuer_key_set({"keys": [other, signing | {"x5c": ["abc"]}, "rusak"]}))
    assert [key["kid"] for key in found["keys"]] == [keycloak.kid]
    for useless in ({"keys": [other]}, {"keys": 5}, [], None):
        with pytest.raises(ValueError, match="no RS256"):
            issuer_key_set(useless)
