"""Key sets: parses a pinned JWK set document once and finds keys by `kid`; writes the document of a party's own keys. Pure."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from syncd.foreign_text import is_text
from syncd.strict_json import parse

MAX_DOCUMENT_BYTES = 64 * 1024
MAX_KEYS = 8
# 2048 is today's floor; above 8192 a single verification becomes a way to keep a worker busy.
MIN_BITS, MAX_BITS = 2048, 8192
# OpenSSL verifies nothing with a longer exponent of a large key.
MAX_EXPONENT_BITS = 64
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


def sha256_hex(data: bytes | memoryview) -> str:
    """The sha256 of `data` in hex, as the `jwks` and `sha256` claims carry it."""
    return hashlib.sha256(data).hexdigest()


def public_document(keys: Iterable[RSAKey]) -> bytes:
    """The canonical JWK set document of these keys' public halves: sorted by `kid`, no spaces, so that its sha256 is stable."""
    entries = [
        {
            "alg": "RS256",
            "e": key.as_dict(private=False)["e"],
            "kid": key.kid,
            "kty": "RSA",
            "n": key.as_dict(private=False)["n"],
            "use": "sig",
        }
        for key in sorted(keys, key=lambda key: str(key.kid))
    ]
    return json.dumps({"keys": entries}, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class KeySet:
    """The public keys of one party, by `kid`."""

    keys: dict[str, RSAKey]

    @classmethod
    def parse(cls, document: str) -> Self:
        """The keys of a JWK set document. Raises ValueError with a sentence when it is not one we can trust."""
        if len(document.encode("utf-8", "surrogatepass")) > MAX_DOCUMENT_BYTES:
            raise ValueError(f"the key set is longer than {MAX_DOCUMENT_BYTES} bytes")
        try:
            entries = parse(document.encode())["keys"]  # type: ignore[index]
        except (ValueError, TypeError, KeyError):
            raise ValueError("the key set is not a JSON document with a list `keys`") from None
        if not isinstance(entries, list) or not 1 <= len(entries) <= MAX_KEYS:
            raise ValueError(f"a key set has 1 to {MAX_KEYS} keys")
        keys: dict[str, RSAKey] = {}
        for entry in entries:
            key = _public_key(entry)
            kid = str(key.kid)
            if kid in keys:
                raise ValueError("two keys of the set have the same kid")
            keys[kid] = key
        return cls(keys)


def _public_key(entry: object) -> RSAKey:
    """One entry of a set as a key, or ValueError."""
    if not isinstance(entry, dict) or entry.get("kty") != "RSA":
        raise ValueError("only RSA keys are accepted")
    if "d" in entry:
        raise ValueError("the key set shows a private key: make new keys and never publish this one again")
    kid, modulus, exponent = entry.get("kid"), entry.get("n"), entry.get("e")
    if not isinstance(kid, str) or not 1 <= len(kid) <= 128 or not is_text(kid):  # noqa: PLR2004 - a thumbprint has 43 characters
        raise ValueError("every key needs a kid of at most 128 characters")
    if entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        raise ValueError("only keys for RS256 signatures are accepted")
    if not isinstance(modulus, str) or not isinstance(exponent, str):
        raise ValueError("an RSA key needs n and e")  # noqa: TRY004 - the document is wrong, not our types
    try:
        n, e = _number(modulus), _number(exponent)
        if not MIN_BITS <= n.bit_length() <= MAX_BITS:
            raise ValueError(f"RSA keys have {MIN_BITS} to {MAX_BITS} bits")
        # Nothing verifies with such a key; whoever pinned it could not be told of a better one.
        if n % 2 == 0 or e % 2 == 0 or not 3 <= e < 2**MAX_EXPONENT_BITS:  # noqa: PLR2004 - the smallest odd exponent
            raise ValueError(f"the modulus of an RSA key is odd, its exponent odd and of 2 to {MAX_EXPONENT_BITS} bits")
        # Only what is needed is passed on, so that nothing else in the entry can have an effect.
        return RSAKey.import_key({"kty": "RSA", "n": modulus, "e": exponent, "kid": kid})
    except (TypeError, JoseError):
        raise ValueError("a key of the set is not a usable RSA key") from None


def _number(text: str) -> int:
    """A number in base64url without padding."""
    if not _BASE64URL.fullmatch(text):
        raise ValueError("a key of the set is not a usable RSA key")
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@lru_cache(maxsize=2048)
def cached_key_set(document: str) -> KeySet:
    """`KeySet.parse`, remembered: a sweep believes 640 pinned sets again and again."""
    return KeySet.parse(document)
