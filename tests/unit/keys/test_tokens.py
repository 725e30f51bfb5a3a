"""The attack table of tokens and seals: what is believed, and everything that is not."""

import base64
import hashlib
import hmac
import json
import threading

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
    sha256_hex,
    verify_bearer,
    verify_seal,
)
from syncd.keys.sign import generate_key

CENTRE, SITE = "https://centre.example", "https://lms.example/moodle"
PARTY = Signer.generate(CENTRE)
STRANGER = Signer.generate(CENTRE)
PINNED = PARTY.jwks_document().decode()


def claims(**changes: object) -> dict[str, object]:
    now = clock.now_ms() // 1000
    usual = {
        "iss": CENTRE,
        "sub": CENTRE,
        "aud": SITE,
        "iat": now,
        "exp": now + 120,
        "jti": "j" * 32,
        "scope": "feed",
        "jwks": PARTY.jwks_sha256(),
    }
    return {name: value for name, value in (usual | changes).items() if value is not ...}


def believed(token: str, memory: ReplayMemoryInProcess | None = None):
    return verify_bearer(token, PINNED, CENTRE, SITE, "feed", memory or ReplayMemoryInProcess())


def refusal(token: str) -> Refusal:
    with pytest.raises(TokenRefusedError) as caught:
        believed(token)
    return caught.value.reason


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
        pytest.param({"jti": "short"}, Refusal.FORM, id="a short identifier"),
        pytest.param({"jti": "x" * 129}, Refusal.FORM, id="a long identifier"),
        pytest.param({"jti": "j" * 31 + "\n"}, Refusal.FORM, id="an identifier with a line feed"),
        pytest.param({"jti": 12345678901234567890123}, Refusal.FORM, id="a number as identifier"),
        pytest.param({"jti": ...}, Refusal.FORM, id="no identifier"),
        pytest.param({"jwks": "abc"}, Refusal.FORM, id="no sha256 of the key set"),
        pytest.param({"jwks": ...}, Refusal.FORM, id="no key set"),
    ],
)
def test_a_claim_that_is_not_right_is_refused(changes, reason):
    assert refusal(PARTY.sign(claims(**changes))) == reason


@pytest.mark.parametrize(
    ("issued", "expires", "fine"),
    [
        (0, 120, True),
        (60, 180, True),
        (61, 120, False),
        (-120, 0, True),
        (-180, -60, True),
        (-181, -61, False),
        (0, 121, False),
        (0, 0, False),
        (10, 5, False),
        (-3600, 3600, False),
    ],
)
def test_times_are_within_two_minutes_and_a_minute_of_difference_is_forgiven(issued, expires, fine):
    now = clock.now_ms() // 1000
    token = PARTY.sign(claims(iat=now + issued, exp=now + expires))
    if fine:
        assert believed(token)
    else:
        assert refusal(token) == Refusal.TIME


@pytest.mark.parametrize("name", ["iat", "exp"])
@pytest.mark.parametrize("value", [..., None, "1", 1.5, True, -1, 2**41, [], {}])
def test_times_are_whole_seconds(name, value):
    assert refusal(PARTY.sign(claims(**{name: value}))) == Refusal.TIME


def test_a_token_is_believed_once():
    memory, token = ReplayMemoryInProcess(), PARTY.sign_bearer(SITE, "feed")
    assert believed(token, memory)
    with pytest.raises(TokenRefusedError) as caught:
        believed(token, memory)
    assert caught.value.reason == Refusal.REPLAY


def test_a_refused_token_does_not_use_up_the_identifier():
    memory = ReplayMemoryInProcess()
    with pytest.raises(TokenRefusedError):
        believed(PARTY.sign(claims(scope="join")), memory)
    assert believed(PARTY.sign(claims()), memory)


def test_of_many_threads_with_the_same_token_one_is_believed():
    memory, token, results = ReplayMemoryInProcess(), PARTY.sign_bearer(SITE, "feed"), []
    together = threading.Barrier(8)

    def attempt() -> None:
        together.wait()
        try:
            believed(token, memory)
        except TokenRefusedError as error:
            results.append(error.reason)
        else:
            results.append(None)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results, key=str) == [None] + [Refusal.REPLAY] * 7


def test_a_full_memory_refuses_until_the_oldest_expire(monkeypatch):
    memory = ReplayMemoryInProcess(capacity=2)
    now = clock.now_ms() // 1000
    assert memory.first_use("a", "1", now + 10)
    assert memory.first_use("a", "2", now + 10)
    assert not memory.first_use("a", "3", now + 10)
    monkeypatch.setattr(clock, "now_ms", lambda: (now + 11) * 1000)
    assert memory.first_use("a", "3", now + 20)


def test_the_same_identifier_of_two_parties_is_two():
    memory = ReplayMemoryInProcess()
    assert memory.first_use("a", "1", 2**40)
    assert memory.first_use("b", "1", 2**40)


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
    assert refusal(with_header({"alg": "RS256", "kid": kid})) in (Refusal.KEY, Refusal.FORM)


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


class TestSeals:
    """A seal binds an answer to its bytes, its request and its receiver."""

    site = Signer.generate(SITE)
    body = sha256_hex(b"answer")

    def reason(self, **changes: str) -> Refusal:
        expected = {"issuer": SITE, "audience": CENTRE, "nonce": "n" * 32, "sha256": self.body} | changes
        with pytest.raises(TokenRefusedError) as caught:
            verify_seal(self.site.sign_seal(CENTRE, "n" * 32, self.body), self.site.jwks_document().decode(), **expected)
        return caught.value.reason

    def test_it_is_believed_and_says_which_keys_are_served(self):
        seal = self.site.sign_seal(CENTRE, "n" * 32, self.body)
        found = verify_seal(seal, self.site.jwks_document().decode(), SITE, CENTRE, "n" * 32, self.body)
        assert found.jwks == self.site.jwks_sha256()
        assert abs(found.issued - clock.now_ms() // 1000) < 60

    def test_for_another_site_it_is_refused(self):
        assert self.reason(issuer="https://staging.example") == Refusal.ISSUER

    def test_for_another_centre_it_is_refused(self):
        assert self.reason(audience="https://other.example") == Refusal.AUDIENCE

    def test_for_another_request_it_is_refused(self):
        assert self.reason(nonce="m" * 32) == Refusal.NONCE

    def test_for_other_bytes_it_is_refused(self):
        assert self.reason(sha256=sha256_hex(b"another answer")) == Refusal.SHA256

    def test_a_request_token_is_no_seal(self):
        token = self.site.sign_bearer(CENTRE, "report")
        with pytest.raises(TokenRefusedError) as caught:
            verify_seal(token, self.site.jwks_document().decode(), SITE, CENTRE, "n" * 32, self.body)
        assert caught.value.reason == Refusal.NONCE

    def test_a_seal_is_no_request_token(self):
        seal = self.site.sign_seal(CENTRE, "n" * 32, self.body)
        with pytest.raises(TokenRefusedError) as caught:
            verify_bearer(seal, self.site.jwks_document().decode(), SITE, CENTRE, "report", ReplayMemoryInProcess())
        assert caught.value.reason == Refusal.ISSUER


def test_keys_of_other_kinds_cannot_be_pinned_or_used():
    for key in (ECKey.generate_key("P-256"), OctKey.generate_key(256)):
        document = json.dumps({"keys": [key.as_dict(private=False) | {"kid": "k"}]})
        with pytest.raises(ValueError, match="RSA"):
            verify_bearer(PARTY.sign_bearer(SITE, "feed"), document, CENTRE, SITE, "feed", ReplayMemoryInProcess())


def test_a_fresh_key_is_named_by_its_thumbprint():
    key = generate_key()
    assert key.kid == key.thumbprint()
    assert key.private_key.key_size == 2048
