"""Keys, tokens and key sets of the independent tenant (docs/contract.md section 2). Touches nothing."""

import base64
import json
import re
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

LIFETIME_S, LEEWAY_S = 120, 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_JTI = re.compile(r"[A-Za-z0-9._-]{22,128}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class RefusedError(Exception):
    """The token proves nothing."""


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hex_digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _number(value: int) -> str:
    return encoded(value.to_bytes((value.bit_length() + 7) // 8))


class Key:
    """One RSA key pair of the site."""

    def __init__(self) -> None:
        self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = secrets.token_hex(8)

    @property
    def public(self) -> dict[str, str]:
        numbers = self._private.public_key().public_numbers()
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": _number(numbers.n), "e": _number(numbers.e)}

    def sign(self, claims: dict[str, object]) -> str:
        """These claims as a token."""
        header = {"alg": "RS256", "kid": self.kid}
        signed = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
        return f"{signed}.{encoded(self._private.sign(signed.encode(), padding.PKCS1v15(), SHA256()))}"


def key_set(keys: list[Key]) -> bytes:
    """The document that shows these keys."""
    return json.dumps({"keys": [key.public for key in keys]}).encode()


def proven_claims(token: str, pinned: bytes) -> dict[str, object]:
    """The claims under a good signature by a key of this set."""
    if len(token) > 8192 or not _TOKEN.fullmatch(token):
        raise RefusedError
    header_part, claims_part, signature = token.split(".")
    try:
        header, claims = json.loads(decoded(header_part)), json.loads(decoded(claims_part))
        known = {key["kid"]: key for key in json.loads(pinned)["keys"]}
        if header.get("alg") != "RS256" or not header.keys() <= {"alg", "kid", "typ"} or not isinstance(claims, dict):
            raise RefusedError
        key = known[header["kid"]]
        numbers = rsa.RSAPublicNumbers(int.from_bytes(decoded(key["e"])), int.from_bytes(decoded(key["n"])))
        signed = f"{header_part}.{claims_part}".encode()
        numbers.public_key().verify(decoded(signature), signed, padding.PKCS1v15(), SHA256())
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        raise RefusedError from None
    return claims


class Guard:
    """Lets in the one centre, with each token once."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def prove(self, token: str, pinned: bytes, centre: str, site: str, now: int) -> str:
        """The sha256 of the key set that the centre serves now."""
        claims = proven_claims(token, pinned)
        issued, expires, jti, jwks = (claims.get(name) for name in ("iat", "exp", "jti", "jwks"))
        named = [claims.get(name) for name in ("iss", "sub", "aud", "scope")] == [centre, centre, site, "feed"]
        if not named or type(issued) is not int or type(expires) is not int or not isinstance(jti, str):
            raise RefusedError
        if not isinstance(jwks, str) or not _SHA256.fullmatch(jwks) or not _JTI.fullmatch(jti) or jti in self._used:
            raise RefusedError
        if not 0 < expires - issued <= LIFETIME_S or not issued - LEEWAY_S <= now <= expires + LEEWAY_S:
            raise RefusedError
        self._used = {known: until for known, until in self._used.items() if until >= now}
        self._used[jti] = expires + LEEWAY_S
        return jwks
