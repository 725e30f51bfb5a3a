"""The issuer's keys and ID tokens, and what is wrong with a token when it is forged: each mistake has a name."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

Claims = dict[str, Any]
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


def new_key(kid: str) -> RSAKey:
    """A pair to sign with."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


def sign(claims: Claims, key: RSAKey, **header: Any) -> str:
    """A token; `header` adds to the usual header or replaces parts of it."""
    return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "JWT", **header}, claims, key)


def segment(value: Any) -> str:
    """One part of a token."""
    data = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unsigned(claims: Claims, key: RSAKey) -> str:
    return f"{segment({'alg': 'none', 'kid': key.kid, 'typ': 'JWT'})}.{segment(claims)}."


def _none_with_signature(claims: Claims, key: RSAKey) -> str:
    return _unsigned(claims, key) + sign(claims, key).rpartition(".")[2]


def _secret_is_public_key(claims: Claims, key: RSAKey) -> str:
    pem = key.public_key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    head = f"{segment({'alg': 'HS256', 'kid': key.kid, 'typ': 'JWT'})}.{segment(claims)}"
    return f"{head}.{segment(hmac.new(pem, head.encode(), hashlib.sha256).digest())}"


def _edited(claims: Claims, key: RSAKey) -> str:
    head, _, signature = sign(claims, key).split(".")
    return f"{head}.{segment({**claims, 'sub': 'kenari-lain'})}.{signature}"


def _bad_signature(claims: Claims, key: RSAKey) -> str:
    head, _, signature = sign(claims, key).rpartition(".")
    return f"{head}.{signature[::-1]}"


_STRANGER = new_key("asing")
# Below the issuer's own address, so that fetching it would succeed and be counted (endpoints.py).
BAIT = "umpan"


def bait() -> Claims:
    """A key set in which the stranger's key stands under the name of the issuer's."""
    return {"keys": [{**_STRANGER.as_dict(private=False), "kid": "utama"}]}


def _stranger(**header: Any) -> Callable[[Claims, RSAKey], str]:
    """Signed by a key that is not the issuer's; the header says which it is."""
    return lambda claims, key: sign(claims, _STRANGER, **{"kid": key.kid, **header})


def _baited(name: str) -> Callable[[Claims, RSAKey], str]:
    """The same, and the header says where the key can be had."""
    return lambda claims, key: sign(claims, _STRANGER, kid=key.kid, **{name: f"{claims['iss']}/{BAIT}"})


def _kid(kid: Any) -> Callable[[Claims, RSAKey], str]:
    return lambda claims, key: ".".join([segment({"alg": "RS256", "kid": kid, "typ": "JWT"}), *sign(claims, key).split(".")[1:]])


def _ec(curve: str, algorithm: str) -> Callable[[Claims, RSAKey], str]:
    stranger = ECKey.generate_key(curve)
    return lambda claims, key: jwt.encode({"alg": algorithm, "kid": key.kid}, claims, stranger, algorithms=[algorithm])


def _with(**changes: Any) -> Callable[[Claims, RSAKey], str]:
    """Honestly signed, with these claims changed; None leaves one out, a function is given the honest value."""

    def forge(claims: Claims, key: RSAKey) -> str:
        changed = {name: value(claims.get(name)) if callable(value) else value for name, value in changes.items()}
        return sign({name: value for name, value in {**claims, **changed}.items() if value is not None}, key)

    return forge


def _access_token(claims: Claims, key: RSAKey) -> str:
    return sign({**claims, "typ": "Bearer", "aud": ["asn-syncd", claims["aud"]]}, key)


def _logout_token(claims: Claims, key: RSAKey) -> str:
    kept = {name: claims[name] for name in ("iss", "aud", "sub", "iat", "exp", "sid")}
    return sign({**kept, "typ": "Logout", "jti": "satu", "events": {LOGOUT: {}}}, key)


def _critical(claims: Claims, key: RSAKey) -> str:
    """Honestly signed, but the header demands to be understood in something nobody knows."""
    head = segment({"alg": "RS256", "kid": key.kid, "crit": ["asn"], "asn": 1})
    body = f"{head}.{segment(claims)}"
    return f"{body}.{segment(_rs256(body.encode(), key))}"


def _payload(payload: bytes) -> Callable[[Claims, RSAKey], str]:
    """Honestly signed, whatever it is; `@` stands for the honest claims, without their closing brace."""

    def forge(claims: Claims, key: RSAKey) -> str:
        honest = json.dumps(claims).encode().removesuffix(b"}")
        body = f"{segment({'alg': 'RS256', 'kid': key.kid, 'typ': 'JWT'})}.{segment(payload.replace(b'@', honest))}"
        return f"{body}.{segment(_rs256(body.encode(), key))}"

    return forge


def _rs256(data: bytes, key: RSAKey) -> bytes:
    return key.private_key.sign(data, PKCS1v15(), SHA256())


# Name of the mistake → how the token is made, and the check that refuses it, as the plugin's log names it.
FORGERIES: dict[str, tuple[Callable[[Claims, RSAKey], str], str]] = {
    "alg none": (_unsigned, "form"),
    "alg none with a signature": (_none_with_signature, "alg"),
    "HS256 with the public key": (_secret_is_public_key, "alg"),
    "signature turned round": (_bad_signature, "signature"),
    "another RSA key": (_stranger(), "signature"),
    "edited payload": (_edited, "signature"),
    "address of a key set in the header": (_baited("jku"), "signature"),
    "address of a certificate in the header": (_baited("x5u"), "signature"),
    "key in the header": (_stranger(jwk=_STRANGER.as_dict(private=False)), "signature"),
    "unknown key": (_stranger(kid="asing"), "kid"),
    "kid is a path": (_kid("../../../../etc/passwd"), "kid"),
    "kid is SQL": (_kid("' OR '1'='1"), "kid"),
    "kid is a list": (_kid(["utama"]), "form"),
    "an elliptic curve key under the name of the RSA key": (_ec("P-256", "ES256"), "form"),
    "an algorithm that is not allowed": (_ec("P-384", "ES384"), "alg"),
    "an unknown critical header": (_critical, "form"),
    "claims that are a list": (_payload(b"[@}]"), "iss"),
    "claims that are no JSON": (_payload(b"@"), "form"),
    "bytes that are no UTF-8 in a claim": (_payload(b'@, "jabatan": "\xff\xfe"}'), "form"),
    "half a character in a claim": (_payload(rb'@, "jabatan": "\ud83d"}'), "form"),
    "claims within claims, 600 deep": (_payload(b'@, "dalam": ' + b"[" * 600 + b"]" * 600 + b"}"), "form"),
    "longer than any token": (_with(panjang="x" * 20000), "form"),
    "no token at all": (lambda claims, key: "bukan token", "form"),
    "no ID token in the answer": (lambda claims, key: "", "form"),
    "another audience": (_with(aud="moodle-lain", azp=None), "aud"),
    "several audiences without azp": (_with(aud=lambda aud: [aud, "moodle-lain"], azp=None), "azp"),
    "several audiences, azp another": (_with(aud=lambda aud: [aud, "moodle-lain"], azp="moodle-lain"), "azp"),
    "another issuer": (_with(iss="https://127.0.0.1:1/realms/lain"), "iss"),
    "issuer with a slash more": (_with(iss=lambda iss: f"{iss}/"), "iss"),
    "expired": (_with(iat=lambda iat: iat - 400, exp=lambda _: int(time.time()) - 90), "exp"),
    "no exp": (_with(exp=None), "exp"),
    "exp as text": (_with(exp="never"), "exp"),
    "exp is true": (_with(exp=True), "exp"),
    "exp as a number in text": (_with(exp=str), "exp"),
    "iat in the future": (_with(iat=lambda iat: iat + 600), "iat"),
    "iat of long ago": (_with(iat=lambda iat: iat - 3600), "iat"),
    "no iat": (_with(iat=None), "iat"),
    "not valid yet": (_with(nbf=lambda _: int(time.time()) + 600), "iat"),
    "wrong nonce": (_with(nonce="salah"), "nonce"),
    "no nonce": (_with(nonce=None), "nonce"),
    "nonce is a list": (_with(nonce=lambda nonce: [nonce]), "nonce"),
    "access token instead": (_access_token, "typ"),
    "logout token instead": (_logout_token, "typ"),
    "no subject": (_with(sub=None), "sub"),
    "empty subject": (_with(sub=""), "sub"),
    "subject of 300 characters": (_with(sub="x" * 300), "sub"),
    "subject is a number": (_with(sub=7), "sub"),
    "session of 300 characters": (_with(sid="x" * 300), "sid"),
    "session is a list": (_with(sid=lambda sid: [sid]), "sid"),
}
