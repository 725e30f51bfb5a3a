"""What a browser keeps between the way to the realm and back: by what the sign-in is recognised, and where it leads. Pure."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from urllib.parse import urlsplit

from syncd.keycloak.sign_in import Begun
from syncd.serve.pages.portal.view import HOME, SIGN_IN, SIGN_OUT, language_of

BACK = "/signed-in"
_STATE = re.compile(r"[A-Za-z0-9]{16,64}")
# What a sign-in begins with; a demo has neither of the two.
_RANDOM = re.compile(r"[A-Za-z0-9]{0,64}")
# As it is written, so that a path of other letters fits as well: browsers keep no cookie longer than 4,096 bytes.
_LONGEST_PATH, _LONGEST = 2000, 4096


@dataclass(frozen=True, slots=True)
class Way:
    """One sign-in that is under way in one browser. What is read from a cookie is as foreign as an address."""

    begun: Begun
    to: str
    language: str

    @property
    def written(self) -> str:
        """As the value of a cookie."""
        kept = [self.begun.state, self.begun.nonce, self.begun.verifier, self.to, self.language]
        return urlsafe_b64encode(json.dumps(kept).encode()).decode()

    @classmethod
    def read(cls, value: str, state: str) -> "Way | None":
        """The way with this state; None if the browser never went it."""
        if len(value) > _LONGEST:
            return None
        try:
            own, nonce, verifier, to, language = (str(one) for one in json.loads(urlsafe_b64decode(value)))
        except (ValueError, TypeError, RecursionError):
            return None
        if own != state or not _RANDOM.fullmatch(nonce) or not _RANDOM.fullmatch(verifier):
            return None
        return cls(Begun(own, nonce, verifier), wanted(to), language_of(language))


def cookie_of(state: str) -> str | None:
    """The name of its cookie: each sign-in has its own, so that two tabs do not end each other's. None for what is no state."""
    return f"asn-way-{state[:8]}" if _STATE.fullmatch(state) else None


def wanted(path: str) -> str:
    """The page to come back to, if it is one of ours; else the front page. Nothing in it can lead to another site."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return HOME
    if len(json.dumps(path)) > _LONGEST_PATH:
        return HOME
    return HOME if urlsplit(path).path in (SIGN_IN, BACK, SIGN_OUT) else path
