"""Believes or refuses the issuer's ID tokens (OpenID Connect Core 1.0, section 3.1.3.7). Reads the clock."""

import hmac
from dataclasses import dataclass

from syncd import clock
from syncd.keys.verify import LEEWAY_S, Refusal, TokenRefusedError, signed_claims

_MAX_ID, _MAX_NAME = 64, 255
# It is redeemed at once.
_MAX_AGE_S = 300


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a believed ID token is about: the subject, the session at the issuer, and the name of the agency if LAN wrote one."""

    subject: str
    session: str
    agency: str | None


def verify_identity(token: str, key_set: str, issuer: str, client_id: str, nonce: str) -> Identity:
    """Who signed in at this client with this nonce, or TokenRefusedError."""
    claims = signed_claims(token, key_set)
    _demand(claims.get("iss") == issuer, Refusal.ISSUER)
    _demand(claims.get("aud") in (client_id, [client_id]) and claims.get("azp") in (client_id, None), Refusal.AUDIENCE)
    now, issued, expires = clock.now_ms() // 1000, claims.get("iat"), claims.get("exp")
    _demand(type(issued) is int and now - _MAX_AGE_S - LEEWAY_S <= issued <= now + LEEWAY_S, Refusal.TIME)
    _demand(type(expires) is int and expires >= now - LEEWAY_S, Refusal.TIME)
    begins = claims.get("nbf", 0)
    _demand(type(begins) is int and begins <= now + LEEWAY_S, Refusal.TIME)
    _demand(hmac.compare_digest(_nonce(claims), nonce.encode()), Refusal.NONCE)
    # An access token or a logout token is signed by the same key.
    _demand(claims.get("typ") in ("ID", None) and "events" not in claims, Refusal.SCOPE)
    subject, session = (_text(claims, name, _MAX_ID) for name in ("sub", "sid"))
    _demand(bool(subject) and bool(session), Refusal.FORM)
    return Identity(str(subject), str(session), _text(claims, "instansi", _MAX_NAME))


def _nonce(claims: dict[str, object]) -> bytes:
    return str(claims.get("nonce")).encode(errors="replace")


def _text(claims: dict[str, object], name: str, most: int) -> str | None:
    value = claims.get(name)
    _demand(value is None or (isinstance(value, str) and len(value) <= most and value.isprintable()), Refusal.FORM)
    return value if isinstance(value, str) and value else None


def _demand(condition: bool, reason: Refusal) -> None:
    if not condition:
        raise TokenRefusedError(reason)
