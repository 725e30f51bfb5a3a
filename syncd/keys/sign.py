"""Signs tokens and seals (docs/contract.md sections 2 and 3) with a private key. Reads the clock, touches nothing else."""

import json
import secrets
from collections.abc import Iterable
from typing import Literal

from joserfc import jws
from joserfc.jwk import RSAKey

from syncd import clock
from syncd.keys.keyset import public_document, sha256_hex

Scope = Literal["feed", "join", "leave", "status", "logout", "barred", "market", "objection"]
# Long enough for slow networks and 60 s of clock difference, short enough to be worthless when stolen.
LIFETIME_S = 120
# Keycloak refuses client assertions that live longer than a minute.
ASSERTION_S = 60


class Signer:
    """One party (`issuer`) with the keys it publishes and the one it signs with.

    Immutable: a rotation makes a new signer.
    """

    def __init__(self, issuer: str, keys: Iterable[RSAKey], signing_kid: str) -> None:
        self._published = {str(key.kid): key for key in keys}
        self.issuer = issuer
        self.kid = signing_kid
        self._key = self._published[signing_kid]
        self._document = public_document(self._published.values())
        self._sha256 = sha256_hex(self._document)

    @classmethod
    def generate(cls, issuer: str, bits: int = 2048) -> "Signer":
        """A party with one fresh key; for tests and simulated tenants."""
        key = generate_key(bits)
        return cls(issuer, [key], str(key.kid))

    def for_issuer(self, issuer: str) -> "Signer":
        """The same keys under another name, as a copied site has them."""
        return Signer(issuer, self._published.values(), self.kid)

    def published_with(self, other: "Signer") -> "Signer":
        """The same party after it has published the key of `other` too: the first step of a rotation."""
        return Signer(self.issuer, [self._key, *other._published.values()], self.kid)  # noqa: SLF001 - of the same class

    def jwks_document(self) -> bytes:
        """The key set document exactly as it is to be served."""
        return self._document

    def jwks_sha256(self) -> str:
        return self._sha256

    def sign_bearer(self, audience: str, scope: Scope) -> str:
        """The token of one request."""
        now = clock.now_ms() // 1000
        claims = {
            "iss": self.issuer,
            "sub": self.issuer,
            "aud": audience,
            "iat": now,
            "exp": now + LIFETIME_S,
            "jti": secrets.token_urlsafe(24),
            "scope": scope,
            "jwks": self._sha256,
        }
        return self.sign(claims)

    def sign_client_assertion(self, client_id: str, issuer: str) -> str:
        """The proof of a client at an identity issuer's token endpoint (RFC 7523)."""
        now = clock.now_ms() // 1000
        claims: dict[str, object] = {
            "iss": client_id,
            "sub": client_id,
            "aud": issuer,
            "iat": now,
            "exp": now + ASSERTION_S,
            "jti": secrets.token_urlsafe(24),
        }
        return self.sign(claims)

    def sign_seal(self, audience: str, nonce: str, sha256: str) -> str:
        """The seal over an answer whose bytes before the seal line have this sha256."""
        now = clock.now_ms() // 1000
        claims = {
            "iss": self.issuer,
            "aud": audience,
            "iat": now,
            "exp": now + LIFETIME_S,
            "nonce": nonce,
            "sha256": sha256,
            "jwks": self._sha256,
        }
        return self.sign(claims)

    def sign(self, claims: dict[str, object]) -> str:
        """Any claims as a token of this party; the two methods above are what the contract needs."""
        header = {"alg": "RS256", "kid": self.kid, "typ": "JWT"}
        return jws.serialize_compact(header, json.dumps(claims, separators=(",", ":")), self._key, algorithms=["RS256"])


def generate_key(bits: int = 2048) -> RSAKey:
    """A fresh private key whose `kid` is its RFC 7638 thumbprint."""
    return with_thumbprint(RSAKey.generate_key(bits, auto_kid=False))


def with_thumbprint(key: RSAKey) -> RSAKey:
    """The same private key carrying its RFC 7638 thumbprint as `kid`."""
    return RSAKey.import_key(key.as_pem(private=True), {"kid": key.thumbprint()})
