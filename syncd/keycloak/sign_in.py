"""A person's sign-in to the centre's pages: where the browser is sent, and who came back. Asks Keycloak.

Code and PKCE are Authlib's; the centre proves itself with its key, as every client of the realm does. Keycloak tells the subject
and the agency: neither name nor address is asked for, and no token is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_qs
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError
from syncd.keycloak.connection import ASSERTION_TYPE, require_realm
from syncd.keycloak.issuer_keys import IssuerKeys
from syncd.keys import KeyRing, TokenRefusedError
from syncd.keys.identity import Identity, verify_identity
from syncd.settings import KeycloakSection

PORTAL = "asn-portal"
_AUTHORIZE, _TOKEN = "protocol/openid-connect/auth", "protocol/openid-connect/token"
_VERIFIER, _RANDOM = 64, 32
_Request = tuple[str, dict[str, str], str]
_Client = Callable[[object, str, str, dict[str, str], str], _Request]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a sign-in that was begun is recognised by when the browser comes back; it stays in that browser."""

    state: str
    nonce: str
    verifier: str


class SignIn:
    """Sign-ins at one realm that come back to this address."""

    def __init__(self, section: KeycloakSection, keys: KeyRing, issuer_keys: IssuerKeys, back: str) -> None:
        require_realm(section)
        self._section, self._keys, self._issuer_keys, self._back = section, keys, issuer_keys, back
        self._issuer = str(section.issuer)

    def begin(self, language: str) -> tuple[str, Begun]:
        """Where to send the browser, and what to keep in it. Asks nobody."""
        begun = Begun(generate_token(_RANDOM), generate_token(_RANDOM), generate_token(_VERIFIER))
        address, _state = self._session().create_authorization_url(
            f"{self._issuer}/{_AUTHORIZE}",
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
            ui_locales=language,
        )
        return str(address), begun

    def finish(self, code: str, begun: Begun) -> Identity:
        """Who signed in; KeycloakRefusedError where Keycloak or we do not believe it, else KeycloakUnavailableError."""
        token = self._redeemed(code, begun).get("id_token")
        if not isinstance(token, str):
            raise KeycloakRefusedError("Keycloak gave no ID token.")
        try:
            who = self._issuer_keys.believed(lambda keys: verify_identity(token, keys, self._issuer, PORTAL, begun.nonce))
        except TokenRefusedError as error:
            raise KeycloakRefusedError(f"The ID token is not to be believed ({error.reason}).") from None
        if who is None:
            raise KeycloakUnavailableError("The realm's keys are not known now.")
        return who

    def _redeemed(self, code: str, begun: Begun) -> dict[str, object]:
        url = self._section.url
        try:
            with self._session() as session:
                token = session.fetch_token(
                    f"{url}/realms/{self._section.realm}/{_TOKEN}",
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=begun.verifier,
                    # Code and proof are for Keycloak only.
                    allow_redirects=False,
                )
        except OAuthError as error:
            raise KeycloakRefusedError(f"Keycloak at {url} refused the code ({error.error!s:.60}).") from None
        except RequestException:
            raise KeycloakUnavailableError(f"Keycloak at {url} cannot be reached, or failed.") from None
        except (ValueError, TypeError, AttributeError):
            raise KeycloakUnavailableError(f"What answers at {url} does not answer as Keycloak does.") from None
        return dict(token)

    def _session(self) -> OAuth2Session:
        ca_file = self._section.ca_file
        session = OAuth2Session(
            PORTAL,
            scope="openid",
            redirect_uri=self._back,
            code_challenge_method="S256",
            token_endpoint_auth_method=self._proof(),
            default_timeout=self._section.timeout_s,
        )
        session.verify = str(ca_file) if ca_file else True
        return session

    def _proof(self) -> _Client:
        def proven(
            _client: object, _method: str, uri: str, headers: dict[str, str], body: str
        ) -> tuple[str, dict[str, str], str]:
            assertion = self._keys.sign_client_assertion(PORTAL, self._issuer)
            proof = [("client_id", PORTAL), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion)]
            return uri, headers, add_params_to_qs(body, proof)

        return proven
