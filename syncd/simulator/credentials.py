"""Keys and tokens of simulated tenants. Touches nothing.

On purpose not the centre's code: both ends must agree by the contract, not by sharing a mistake.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

LIFETIME_S = 120
LEEWAY_S = 60
_ALGORITHMS = ["RS256"]


class RefusedError(Exception):
    """A token is not what the contract asks for; the caller answers the same words whatever the reason was."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Who asks whom for what."""

    caller: str
    receiver: str
    scope: str


def new_key() -> RSAKey:
    """A new private key, named by its thumbprint."""
    return RSAKey.generate_key(2048, auto_kid=True)


def key_set_document(keys: Iterable[RSAKey]) -> str:
    """The key set as it is served: public halves only."""
    public = [key.as_dict(private=False) | {"use": "sig", "alg": "RS256"} for key in keys]
    return json.dumps({"keys": public}, separators=(",", ":"), sort_keys=True)


def digest_of(document: str) -> str:
    """The digest by which both sides know a key set document."""
    return sha256(document.encode()).hexdigest()


def signed(key: RSAKey, claims: Mapping[str, object]) -> str:
    """A JWT with these claims."""
    return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, dict(claims), key, algorithms=_ALGORITHMS)


def bearer(key: RSAKey, document: str, errand: Errand, now: int) -> str:
    """An Authorization header (docs/contract.md section 2)."""
    claims = {
        "iss": errand.caller,
        "sub": errand.caller,
        "aud": errand.receiver,
        "iat": now,
        "exp": now + LIFETIME_S,
        "jti": secrets.token_urlsafe(16),
        "scope": errand.scope,
        "jwks": digest_of(document),
    }
    return f"Bearer {signed(key, claims)}"


class Guard:
    """Lets in who proves to be the pinned centre, once per token."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def admit(self, authorization: str, document: str, errand: Errand, now: int) -> str:
        """The digest of the key set the caller serves now, or RefusedError."""
        claims = _proven(authorization, document)
        expected = {"iss": errand.caller, "sub": errand.caller, "aud": errand.receiver, "scope": errand.scope}
        if any(claims.get(name) != value for name, value in expected.items()):
            raise RefusedError("another caller, receiver or scope")
        issued, expires = claims.get("iat"), claims.get("exp")
        if not isinstance(issued, int) or not isinstance(expires, int) or expires - issued > LIFETIME_S:
            raise RefusedError("times")
        if issued > now + LEEWAY_S or expires < now - LEEWAY_S:
            raise RefusedError("too early or too late")
        jti, keys = claims.get("jti"), claims.get("jwks")
        if not isinstance(jti, str) or len(jti) < 16 or not isinstance(keys, str):  # noqa: PLR2004 - the contract's own number
            raise RefusedError("jti or jwks")
        self._seen = {seen: until for seen, until in self._seen.items() if until >= now - LEEWAY_S}
        if jti in self._seen:
            raise RefusedError("replayed")
        self._seen[jti] = expires
        return keys


@lru_cache(maxsize=64)
def _key_set(document: str) -> KeySet:
    return KeySet.import_key_set(json.loads(document))


def _proven(authorization: str, document: str) -> Mapping[str, object]:
    kind, _, token = authorization.partition(" ")
    if kind != "Bearer":
        raise RefusedError("no bearer token")
    try:
        pinned = _key_set(document)
        decoded = jwt.decode(token, pinned, algorithms=_ALGORITHMS)
    except (JoseError, ValueError, TypeError) as error:
        raise RefusedError(type(error).__name__) from error
    # Without a kid the library would try a key of its own choice.
    if decoded.header.get("kid") not in {key.kid for key in pinned.keys}:
        raise RefusedError("unknown key")
    return decoded.claims
