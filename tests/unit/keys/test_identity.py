"""ID tokens: the honest one is believed, and every forged one is refused."""

import json
import time

import pytest

from syncd.keys import TokenRefusedError
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
