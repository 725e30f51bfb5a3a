"""Believes or refuses the issuer's logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6). Reads the clock."""

import json
from dataclasses import dataclass

from syncd import clock
from syncd.keys.verify import LEEWAY_S, Refusal, TokenRefusedError, signed_claims

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
# A logout token is sent at once; its jti is remembered for longer than this and the leeway.
MAX_AGE_S = 300
_MAX_TEXT = 255


@dataclass(frozen=True, slots=True)
class LogoutClaims:
    """What a believed logout token says: this session, or without a session all sessions of this subject, have ended."""

    jti: str
    session: str | None
    subject: str | None


def issuer_key_set(document: object) -> str:
    """The signing keys of an issuer's JWK set, as a key set document this program reads; ValueError if it has none."""
    entries = document.get("keys") if isinstance(document, dict) else None
    signing = [
        {name: entry.get(name) for name in ("kty", "kid", "n", "e", "alg", "use")}
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and (entry.get("kty"), entry.get("use"), entry.get("alg")) == ("RSA", "sig", "RS256")
    ]
    if not signing:
        raise ValueError("the issuer's key set holds no RS256 signing key")
    return json.dumps({"keys": signing}, sort_keys=True, separators=(",", ":"))


def verify_logout(token: str, key_set: str, issuer: str, client_id: str) -> LogoutClaims:
    """The claims of a logout token of this issuer for this client, or TokenRefusedError; whether it came before is not asked."""
    claims = signed_claims(token, key_set)
    _demand(claims.get("iss") == issuer, Refusal.ISSUER)
    audience = claims.get("aud")
    _demand(client_id in (audience if isinstance(audience, list) else [audience]), Refusal.AUDIENCE)
    now, issued, expires = clock.now_ms() // 1000, claims.get("iat"), claims.get("exp")
    _demand(type(issued) is int and now - MAX_AGE_S - LEEWAY_S <= issued <= now + LEEWAY_S, Refusal.TIME)
    _demand(expires is None or (type(expires) is int and expires >= now - LEEWAY_S), Refusal.TIME)
    events = claims.get("events")
    _demand(isinstance(events, dict) and isinstance(events.get(LOGOUT_EVENT), dict) and "nonce" not in claims, Refusal.SCOPE)
    jti, session, subject = (_text(claims, name) for name in ("jti", "sid", "sub"))
    _demand(jti is not None and (session is not None or subject is not None), Refusal.FORM)
    return LogoutClaims(str(jti), session, subject)


def _text(claims: dict[str, object], name: str) -> str | None:
    """A claim that is a text or missing; an empty one is missing."""
    value = claims.get(name)
    _demand(value is None or (isinstance(value, str) and len(value) <= _MAX_TEXT and value.isprintable()), Refusal.FORM)
    return value if isinstance(value, str) and value else None


def _demand(condition: bool, reason: Refusal) -> None:
    if not condition:
        raise TokenRefusedError(reason)
