"""What sign-in needs of whoever knows people: the realm, or in a demo nobody. Asks Keycloak."""

import secrets
from typing import Protocol
from urllib.parse import urlencode

from syncd.keycloak.people import RealmPeople
from syncd.keycloak.sign_in import Begun, SignIn
from syncd.keys.identity import Identity
from syncd.serve.centre import Centre
from syncd.serve.sign_in.way import BACK

_RANDOM_BYTES = 16


class Identities(Protocol):
    """Where people prove who they are."""

    def begin(self, language: str) -> tuple[str, Begun]:
        """Where to send the browser, and what to keep in it."""

    def finish(self, code: str, begun: Begun) -> Identity:
        """Who came back."""

    def end(self, issuer_session: str) -> None:
        """End this session at the issuer too."""


class RealmIdentities:
    """The people of the realm."""

    def __init__(self, centre: Centre) -> None:
        section = centre.settings.keycloak
        sign_in = SignIn(section, centre.keys, centre.issuer_keys, f"{centre.url}{BACK}")
        self.begin, self.finish = sign_in.begin, sign_in.finish
        self.end = RealmPeople(section, centre.keys).end_session


class MadeUpIdentity:
    """Whoever asks is the same made-up person of this agency: for a demo on one machine, where every page says so."""

    def __init__(self, centre: str, agency: str) -> None:
        self._back, self._agency = f"{centre}{BACK}", agency

    def begin(self, language: str) -> tuple[str, Begun]:
        """Straight back."""
        begun = Begun(secrets.token_hex(_RANDOM_BYTES), "", "")
        return f"{self._back}?{urlencode({'state': begun.state, 'code': language})}", begun

    def finish(self, _code: str, begun: Begun) -> Identity:
        """The one person there is."""
        return Identity("demo", begun.state, self._agency)

    def end(self, issuer_session: str) -> None:
        """There is no issuer."""


def identities_of(centre: Centre) -> Identities | None:
    """Where people of this centre prove who they are; None where they cannot."""
    settings = centre.settings
    if settings.centre.demo_agency is not None:
        return MadeUpIdentity(settings.centre.url, settings.centre.demo_agency)
    return RealmIdentities(centre) if settings.keycloak.url is not None else None
