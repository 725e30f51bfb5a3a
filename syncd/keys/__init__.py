"""Who signs and who is believed (docs/contract.md section 2): key sets, tokens, seals and the centre's own keys."""

from syncd.keys.keyset import KeySet, public_document, sha256_hex
from syncd.keys.replay import ReplayMemory, ReplayMemoryInProcess
from syncd.keys.ring import KeyRing
from syncd.keys.sign import Signer
from syncd.keys.verify import (
    BearerClaims,
    Refusal,
    SealClaims,
    TokenRefusedError,
    claimed_issuer,
    proves,
    refuses_by_clock,
    verify_bearer,
    verify_seal,
)

__all__ = [
    "BearerClaims",
    "KeyRing",
    "KeySet",
    "Refusal",
    "ReplayMemory",
    "ReplayMemoryInProcess",
    "SealClaims",
    "Signer",
    "TokenRefusedError",
    "claimed_issuer",
    "proves",
    "public_document",
    "refuses_by_clock",
    "sha256_hex",
    "verify_bearer",
    "verify_seal",
]
