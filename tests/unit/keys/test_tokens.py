"""The attack table of tokens: what is believed, and everything that is not."""

import base64
import hashlib
import hmac
import json

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from syncd import clock
from syncd.keys import (
    Refusal,
    ReplayMemoryInProcess,
    Signer,
    TokenRefusedError,
    claimed_issuer,
    proves,
    verify_bearer,
)
from syncd.keys.sign import generate_key
from tests.unit.keys.party import CENTRE, PARTY, PINNED, SITE, believed, claims, refusal

STRANGER = Signer.generate(CENTRE)


def b64(data: bytes | dict[str, object]) -> str:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def with_header(header: dict[str, object], key: object = None) -> str:
    """A token with exactly this header, really signed with RS256 by the party's key."""
    signing = RSAKey.import_key(PARTY._key.as_pem(private=True))
    honest = jws.serialize_compact({"alg": "RS256"}, json.dumps(claims()), signing, algorithms=["RS256"])
    payload = honest.split(".")[1]
    head = b64(header)
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    signature = signing.private_key.sign(f"{head}.{payload}".encode(), PKCS1v15(), SHA256())
    return f"{head}.{payload}.{b64(signature)}"


def test_a_token_as_the_contract_says_is_believed():
    token = PARTY.sign_bearer(SITE, "feed")
    assert believed(token).issuer == CENTRE
    assert believed(token).jwks == PARTY.jwks_sha256()
    assert believed(token).token == token
    assert believed(PARTY.sign(claims())).issuer == CENTRE
    assert believed(with_header({"alg": "RS256", "kid": PARTY.kid})).issuer == CENTRE


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"iss": "https://other.example"}, Refusal.ISSUER, id="another issuer"),
        pytest.param({"iss": CENTRE + "/"}, Refusal.ISSUER, id="an issuer with a slash"),
        pytest.param({"iss": ...}, Refusal.ISSUER, id="no issuer"),
        pytest.param({"sub": "https://other.example"}, Refusal.ISSUER, id="another subject"),
        pytest.param({"sub": ...}, Refusal.ISSUER, id="no subject"),
        pytest.param({"aud": "https://other.example"}, Refusal.AUDIENCE, id="another audience"),
        pytest.param({"aud": [SITE]}, Refusal.AUDIENCE, id="a list with the audience"),
        pytest.param({"aud": [SITE, "https://other.example"]}, Refusal.AUDIENCE, id="two audiences"),
        pytest.param({"aud": SITE.upper()}, Refusal.AUDIENCE, id="the audience in capitals"),
        pytest.param({"aud": ...}, Refusal.AUDIENCE, id="no audience"),
        pytest.param({"scope": "join"}, Refusal.SCOPE, id="another scope"),
        pytest.param({"scope": "feed join"}, Refusal.SCOPE, id="two scopes"),
        pytest.param({"scope": ["feed"]}, Refusal.SCOPE, id="a list of scopes"),
        pytest.param({"scope": ...}, Refusal.SCOPE, id="no scope"),
        pytest.param({"jti": "x" * 21}, Refusal.FORM, id="a short identifier"),
        pytest.param({"jti": "x" * 129}, Refusal.FORM, id="a long identifier"),
        pytest.param({"jti": "x" * 30 + "+/"}, Refusal.FORM, id="an identifier in plain base64"),
        pytest.param({"jti": "j" * 31 + "\n"}, Refusal.FORM, id="an identifier with a line feed"),
        pytest.param({"jti": 12345678901234567890123}, Refusal.FORM, id="a number as identifier"),
        pytest.param({"jti": ...}, Refusal.FORM, id="no identifier"),
        pytest.param({"jwks": "abc"}, Refusal.FORM, id="no sha256 of the key set"),
        pytest.param({"jwks": ...}, Refusal.FORM, id="no key set"),
    ],
)
def test_a_claim_that_is_not_right_is_refused(changes, reason):
    assert refusal(PARTY.sign(claims(**changes))) == reason


@pytest.mark.parametrize("jti", ["x" * 22, "x" * 128, "AZaz09._-" * 3])
def test_an_identifier_of_22_to_128_characters_is_believed(jti):
    assert believed(PARTY.sign(claims(jti=jti)))


def of_length(length: int) -> str:
    """A good token of so many bytes."""
    about = (length - len(PARTY.sign(claims(more="")))) * 3 // 4
    tokens = (PARTY.sign(claims(more="x" * (about + extra))) for extra in range(-4, 4))
    return next(token for token in tokens if len(token) == length)


def test_a_token_has_at_most_8_kib():
    largest, longer = of_length(8192), of_length(8193)
    assert believed(largest)
    assert claimed_issuer(largest) == CENTRE
    assert refusal(longer) == Refusal.FORM
    assert claimed_issuer(longer) is None


@pytest.mark.parametrize(
    ("issued", "expires", "refused"),
    [
        (0, 120, None),
        (60, 180, None),
        (61, 120, Refusal.CLOCK),
        (-120, 0, None),
        (-180, -60, None),
        (-181, -61, Refusal.CLOCK),
        (-31_536_000, -31_535_880, Refusal.CLOCK),
        (0, 121, Refusal.TIME),
        (0, 0, Refusal.TIME),
        (10, 5, Refusal.TIME),
        (-3600, 3600, Refusal.TIME),
    ],
)
def test_times_are_within_two_minutes_and_a_minute_of_difference_is_forgiven(issued, expires, refused, monkeypatch):
    moment = clock.now_ms()
    monkeypatch.setattr(clock, "now_ms", lambda: moment)
    now = moment // 1000
    token = PARTY.sign(claims(iat=now + issued, exp=now + expires))
    if refused is None:
        assert believed(token)
    else:
        assert refusal(token) == refused


@pytest.mark.parametrize("name", ["iat", "exp"])
@pytest.mark.parametrize("value", [..., None, "1", 1.5, True, -1, 2**41, [], {}])
def test_times_are_whole_seconds(name, value):
    assert refusal(PARTY.sign(claims(**{name: value}))) == Refusal.TIME


def test_a_strangers_key_is_refused():
    assert refusal(STRANGER.sign(claims())) == Refusal.KEY


def test_a_strangers_signature_under_a_pinned_kid_is_refused():
    forged = jws.serialize_compact({"alg": "RS256", "kid": PARTY.kid}, json.dumps(claims()), STRANGER._key, algorithms=["RS256"])
    assert refusal(forged) == Refusal.SIGNATURE


def test_an_unsigned_token_is_refused():
    for name in ("none", "None", "NONE"):
        assert refusal(f"{b64({'alg': name, 'kid': PARTY.kid})}.{b64(claims())}.") == Refusal.FORM


def test_a_secret_made_of_the_public_key_is_refused():
    """The old confusion: HS256 with the public key as the shared secret."""
    head = f"{b64({'alg': 'HS256', 'kid': PARTY.kid})}.{b64(claims())}"
    for secret in (PARTY._key.as_pem(private=False), PINNED.encode()):
        signature = b64(hmac.new(secret, head.encode(), hashlib.sha256).digest())
        assert refusal(f"{head}.{signature}") == Refusal.FORM


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256", "HS256", "ES256", "EdDSA", "rs256", "", None, 1, ["RS256"]])
def test_only_rs256_is_accepted(alg):
    assert refusal(with_header({"alg": alg, "kid": PARTY.kid})) == Refusal.FORM


@pytest.mark.parametrize(
    "extra",
    [
        {"jku": "https://evil.example/jwks.json"},
        {"jwk": {"kty": "RSA"}},
        {"x5u": "https://evil.example/cert.pem"},
        {"x5c": ["abc"]},
        {"crit": ["exp"]},
        {"b64": False, "crit": ["b64"]},
        {"zip": "DEF"},
        {"cty": "JWT"},
    ],
)
def test_a_header_that_brings_its_own_keys_or_rules_is_refused(extra):
    assert refusal(with_header({"alg": "RS256", "kid": PARTY.kid, **extra})) == Refusal.FORM


@pytest.mark.parametrize("kid", [None, "", "unknown", "../../etc/passwd", "' OR 1=1 --", 5, [], {"a": 1}])
def test_a_kid_that_is_not_pinned_is_refused_however_it_looks(kid):
    assert refusal(with_header({"alg": "RS256", "kid": kid})) == Refusal.KEY


def test_a_token_without_kid_is_refused_even_when_one_key_is_pinned():
    assert refusal(with_header({"alg": "RS256"})) == Refusal.KEY


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "ü.b.c", "e30.e30.e30", "x" * 9000, "\x00.\x00.\x00", "e30..e30", "{}"],
)
def test_garbage_is_refused_without_a_crash(token):
    assert refusal(token) == Refusal.FORM


@pytest.mark.parametrize("payload", [b"", b"[]", b"1", b"null", b"{", b"\xff", b"[" * 5000])
def test_a_signed_payload_that_is_no_object_is_refused(payload):
    token = jws.serialize_compact({"alg": "RS256", "kid": PARTY.kid}, payload, PARTY._key, algorithms=["RS256"])
    assert refusal(token) == Refusal.FORM
    assert claimed_issuer(token) is None


def test_every_changed_character_is_noticed():
    token = PARTY.sign_bearer(SITE, "feed")
    for position in range(0, len(token), 5):
        for other in ("A", "B"):
            changed = token[:position] + other + token[position + 1 :]
            # The last character of a part carries spare bits, so another one can mean the same bytes.
            if changed != token and position + 1 < len(token) and token[position + 1] != ".":
                assert refusal(changed)


def test_the_issuer_is_read_before_it_is_believed_and_never_crashes():
    assert claimed_issuer(PARTY.sign_bearer(SITE, "feed")) == CENTRE
    for token in ("", "a.b.c", "ü", "e30.e30.e30", "x" * 9000, f"{b64({'alg': 'none'})}.{b64({'iss': 5})}.", "e30.W10.e30"):
        assert claimed_issuer(token) is None


def test_a_key_set_proves_a_token_only_if_a_key_of_it_signed_it():
    token = PARTY.sign_bearer(SITE, "feed")
    assert proves(PINNED, token)
    assert not proves(STRANGER.jwks_document().decode(), token)
    assert not proves("{", token)


def test_a_refusal_names_its_reason_for_our_log_and_nothing_of_the_token():
    for reason in Refusal:
        assert str(TokenRefusedError(reason)) == f"token refused: {reason.value}"


def test_keys_of_other_kinds_cannot_be_pinned_or_used():
    for key in (ECKey.generate_key("P-256"), OctKey.generate_key(256)):
        document = json.dumps({"keys": [key.as_dict(private=False) | {"kid": "k"}]})
        with pytest.raises(ValueError, match="RSA"):
            verify_bearer(PARTY.sign_bearer(SITE, "feed"), document, CENTRE, SITE, "feed", ReplayMemoryInProcess())


def test_a_fresh_key_is_named_by_its_thumbprint():
    key = generate_key()
    assert key.kid == key.thumbprint()
    assert key.private_key.key_size == 2048
