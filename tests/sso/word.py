"""What the centre says to a site when sessions have ended at the issuer, as docs/contract.md has it, and wrongly where a test says so."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from joserfc.jwk import RSAKey

from tests.sso.tokens import new_key, sign

CENTRE = "https://127.0.0.1:1"
_KEY = new_key("pusat")
# The members of the contract and no others, as the centre serves them.
KEY_SET = {"keys": [_KEY.as_dict(private=False)]}


@dataclass(frozen=True)
class Said:
    """How it is said: changes to the token's claims (None leaves one out), who signs and how, or a token and a body of its own."""

    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: _KEY)
    sign: Callable[[dict[str, Any], RSAKey], str] = sign
    token: str | None = None
    body: bytes | None = None


def bearer(site: str, said: Said) -> str:
    """The centre's token for one request to a site."""
    if said.token is not None:
        return said.token
    return said.sign({name: value for name, value in _claims(site, said).items() if value is not None}, said.key)


def _claims(site: str, said: Said) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": CENTRE,
        "sub": CENTRE,
        "aud": site,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_urlsafe(24),
        "scope": "logout",
        "jwks": hashlib.sha256(json.dumps(KEY_SET).encode()).hexdigest(),
        **said.claims,
    }


def heard(address: str, site: str, said: Said, ended: dict[str, Any]) -> requests.Response:
    """What is answered there."""
    body = said.body if said.body is not None else json.dumps({"contract": 1, **ended}).encode()
    headers = {"Authorization": f"Bearer {bearer(site, said)}", "Content-Type": "application/json"}
    return requests.post(address, data=body, headers=headers, timeout=30)
