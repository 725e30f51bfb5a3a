"""Believes or refuses tokens and seals (docs/contract.md sections 2 and 3). Touches the clock and a replay memory only."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from joserfc import jws
from joserfc.errors import JoseError

from syncd import clock
from syncd.errors import SyncdError
from syncd.keys.keyset import cached_key_set
from syncd.keys.replay import ReplayMemory
from syncd.keys.sign import LIFETIME_S, Scope

LEEWAY_S = 60
_MAX_TOKEN = 8 * 1024
_MAX_TIME = 2**40
_JTI = re.compile(r"[A-Za-z0-9._-]{22,128}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Refusal(StrEnum):
    """Why a token was refused: for our own logs and for the sentence about a tenant, never for the caller."""

    FORM = "form"
    KEY = "key"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    TIME = "time"
    CLOCK = "clock"
    SCOPE = "scope"
    NONCE = "nonce"
    SHA256 = "sha256"
    REPLAY = "replay"


class TokenRefusedError(SyncdError):
    """The token is not believed. `ahead_s`: where only the time is wrong, how far the signer's clock is ahead of ours."""

    def __init__(self, reason: Refusal, ahead_s: int = 0) -> None:
        super().__init__(f"token refused: {reason}")
        self.reason = reason
        self.ahead_s = ahead_s


@dataclass(frozen=True, slots=True)
class BearerClaims:
    """What a believed request token says. `jwks` is the sha256 of the key set the caller serves now, which `token` announces."""

    issuer: str
    jwks: str
    token: str


@dataclass(frozen=True, slots=True)
class SealClaims:
    """What a believed seal says. `issued` is the tenant's clock."""

    issued: int
    jwks: str


def verify_bearer(token: str, jwks: str, issuer: str, audience: str, scope: Scope, replay: ReplayMemory) -> BearerClaims:
    """The claims of a request token, or TokenRefusedError. `jwks` is the pinned key set document of the caller."""
    claims = signed_claims(token, jwks)
    _demand(claims.get("iss") == issuer and claims.get("sub") == issuer, Refusal.ISSUER)
    _demand(claims.get("aud") == audience, Refusal.AUDIENCE)
    _issued, expires = _times(claims)
    _demand(claims.get("scope") == scope, Refusal.SCOPE)
    served = _text(claims, "jwks", _SHA256.fullmatch)
    jti = _text(claims, "jti", _JTI.fullmatch)
    # Last, so that a refused token can never use up the identifier of a good one.
    _demand(replay.first_use(issuer, jti, expires + LEEWAY_S), Refusal.REPLAY)
    return BearerClaims(issuer, served, token)


def verify_seal(token: str, jwks: str, issuer: str, audience: str, nonce: str, sha256: str) -> SealClaims:
    """The claims of an answer's seal, or TokenRefusedError. `jwks` is the pinned key set document of the tenant."""
    claims = signed_claims(token, jwks)
    _demand(claims.get("iss") == issuer, Refusal.ISSUER)
    _demand(claims.get("aud") == audience, Refusal.AUDIENCE)
    _demand(claims.get("nonce") == nonce, Refusal.NONCE)
    _demand(claims.get("sha256") == sha256, Refusal.SHA256)
    issued, _expires = _times(claims)
    return SealClaims(issued, _text(claims, "jwks", _SHA256.fullmatch))


def refuses_by_clock(ahead_s: int) -> bool:
    """Whether a receiver whose clock is so far ahead of the signer's refuses every token, be it as good as it may."""
    return not -LEEWAY_S <= ahead_s <= LIFETIME_S + LEEWAY_S


def proves(jwks: str, token: str) -> bool:
    """Whether a key of this set signed the token. A set that does not is no successor of the one that believed it.

    Whoever pinned it would never again believe the party that announced it, nor hear of a better one.
    """
    try:
        signed_claims(token, jwks)
    except (TokenRefusedError, ValueError):
        return False
    return True


def claimed_issuer(token: str) -> str | None:
    """Who the token says signed it. Believe it only after `verify_bearer` with that party's keys."""
    if len(token) > _MAX_TOKEN or not token.isascii():
        return None
    try:
        claims = json.loads(jws.extract_compact(token.encode()).payload)
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    issuer = claims.get("iss") if isinstance(claims, dict) else None
    return issuer if isinstance(issuer, str) else None


def _demand(condition: bool, reason: Refusal) -> None:
    if not condition:
        raise TokenRefusedError(reason)


def signed_claims(token: str, jwks: str) -> dict[str, object]:
    """The claims under a signature by a pinned key. RS256 only; the header chooses among pinned keys and nothing else.

    ValueError: the pinned set itself is damaged.
    """
    pinned = cached_key_set(jwks).keys
    _demand(len(token) <= _MAX_TOKEN and token.isascii(), Refusal.FORM)
    try:
        signed = jws.extract_compact(token.encode())
        header = signed.headers()
        _demand(header.keys() <= {"alg", "kid", "typ"} and header.get("alg") == "RS256", Refusal.FORM)
        kid = header.get("kid")
        key = pinned.get(kid) if isinstance(kid, str) else None
        if key is None:
            raise TokenRefusedError(Refusal.KEY)
        _demand(jws.validate_compact(signed, key, algorithms=["RS256"]), Refusal.SIGNATURE)
        claims = json.loads(signed.payload)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise TokenRefusedError(Refusal.FORM) from None
    if not isinstance(claims, dict):
        raise TokenRefusedError(Refusal.FORM)
    return claims


def _times(claims: dict[str, object]) -> tuple[int, int]:
    """`iat` and `exp`, if they are whole seconds, at most the lifetime apart, and now is between them give or take the leeway."""
    issued, expires = claims.get("iat"), claims.get("exp")
    if type(issued) is not int or type(expires) is not int or not 0 <= issued < expires <= _MAX_TIME:
        raise TokenRefusedError(Refusal.TIME)
    _demand(expires - issued <= LIFETIME_S, Refusal.TIME)
    now = clock.now_ms() // 1000
    if not issued - LEEWAY_S <= now <= expires + LEEWAY_S:
        raise TokenRefusedError(Refusal.CLOCK, issued - now)
    return issued, expires


def _text(claims: dict[str, object], name: str, accepts: Callable[[str], object]) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not accepts(value):
        raise TokenRefusedError(Refusal.FORM)
    return value
