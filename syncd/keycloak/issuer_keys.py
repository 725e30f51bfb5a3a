"""The realm's public keys, kept in this process and fetched again when due. Asks Keycloak."""

import threading
from collections.abc import Callable
from typing import TypeVar

from keycloak import KeycloakOpenID

from syncd import clock
from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError
from syncd.keycloak.connection import Account, asking, no_repeats
from syncd.keys import Refusal, TokenRefusedError
from syncd.keys.logout import issuer_key_set
from syncd.settings import KeycloakSection

T = TypeVar("T")
_LIFETIME_S = 3600
# An unknown key makes us look again, but strangers who send unknown keys do not make us look more often than this. It is short,
# because they may have made us look just before the realm has a new key: what is signed with it until we look again is lost.
_PAUSE_S = 2
# So many wait for a look that is under way, which may bring the key they need.
_MOST_WAITING = 8
_WATCH_S = 10
# As long as no key is known every logout is lost: a realm that has just been made, or is back, is noticed at once.
_UNKNOWN_PAUSE_S = 1


class IssuerKeys:
    """Key set documents of one realm. Safe for many threads: one fetches, the others do not wait for it."""

    def __init__(self, section: KeycloakSection) -> None:
        self._section = section
        self._fetching = threading.Lock()
        self._places = threading.Semaphore(_MOST_WAITING)
        self._document: str | None = None
        self._fetched_at = self._tried_at = float("-inf")

    def watch(self, stopped: threading.Event) -> None:
        """Look as often as is due until stopped, in a thread: Keycloak repeats no logout that came before the keys were known."""
        threading.Thread(target=self._watch, args=(stopped,), name="issuer keys", daemon=True).start()

    def _watch(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            self.document()
            stopped.wait(_WATCH_S if self._document is not None else _UNKNOWN_PAUSE_S)

    def document(self, *, again: bool = False) -> str | None:
        """The key set; None while it could not be fetched. `again`: a key was not in it."""
        now = clock.monotonic()
        old = self._document is None or now - self._fetched_at > _LIFETIME_S
        pause = _PAUSE_S if self._document is not None else _UNKNOWN_PAUSE_S
        if (old or again) and now - self._tried_at >= pause and self._fetching.acquire(blocking=False):
            try:
                self._fetch()
            finally:
                self._fetching.release()
        elif again and self._places.acquire(blocking=False):
            try:
                with self._fetching:
                    pass
            finally:
                self._places.release()
        return self._document

    def believed(self, verify: Callable[[str], T]) -> T | None:
        """What `verify` makes of a token with these keys, looked for again if its key is not among them; None without any.

        TokenRefusedError as it comes.
        """
        document = self.document()
        if document is None:
            return None
        try:
            return verify(document)
        except TokenRefusedError as error:
            if error.reason is not Refusal.KEY:
                raise
            return verify(self.document(again=True) or document)

    def _fetch(self) -> None:
        self._tried_at = clock.monotonic()
        try:
            with asking(self._section):
                self._document = issuer_key_set(self._client().certs())
            self._fetched_at = clock.monotonic()
        except (KeycloakRefusedError, KeycloakUnavailableError):
            # The keys we have stay good: the issuer publishes a new one before it signs with it.
            return

    def _client(self) -> KeycloakOpenID:
        section = self._section
        return KeycloakOpenID(
            server_url=str(section.url),
            realm_name=str(section.realm),
            client_id=Account.PEOPLE.value,
            verify=str(section.ca_file) if section.ca_file else True,
            timeout=section.timeout_s,
            max_retries=no_repeats(),  # type: ignore[arg-type]  # requests takes it
        )
