"""One party whose keys are pinned, and what a receiver says of tokens."""

import pytest

from syncd import clock
from syncd.keys import (
    Refusal,
    ReplayMemoryInProcess,
    Signer,
    TokenRefusedError,
    verify_bearer,
)

CENTRE = "https://centre.example"
SITE = "https://lms.example/moodle"
PARTY = Signer.generate(CENTRE)
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
