"""Opens Keycloak's admin API as one of the centre's accounts, and turns what can go wrong there into this program's errors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from http import HTTPStatus

from keycloak import ConnectionManager, KeycloakAdmin, KeycloakOpenID, KeycloakOpenIDConnection
from keycloak.exceptions import KeycloakAuthenticationError, KeycloakConnectionError, KeycloakError, KeycloakPostError
from urllib3 import Retry

from syncd.errors import ConfigurationError, KeycloakRefusedError, KeycloakUnavailableError
from syncd.keys import KeyRing
from syncd.settings import KeycloakSection

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def no_repeats() -> Retry:
    """Only what never reached Keycloak is tried again. What it may have begun is not: a realm cannot be made twice."""
    return Retry(connect=2, read=0, other=0, redirect=0, status=0)


class Account(StrEnum):
    """The centre's service accounts in the realm; keycloak-realm/README.md says what each may do."""

    PEOPLE = "asn-syncd"
    REALM = "asn-realm"


class _Connection(KeycloakOpenIDConnection):
    """A connection whose requests for tokens keep the same rules as all others."""

    @property
    def keycloak_openid(self) -> KeycloakOpenID:
        """python-keycloak's own asks every unanswered request again, and so waits twice as long as it was told."""
        made = super().keycloak_openid
        if made.connection.max_retries is not self.max_retries:
            made.connection = ConnectionManager(
                base_url=str(self.base_url), timeout=self.timeout, verify=self.verify, max_retries=self.max_retries
            )
        return made


class _KeyedConnection(_Connection):
    """A connection that proves itself by a signed assertion instead of a secret, again whenever its token has ended."""

    def __init__(self, section: KeycloakSection, account: Account, assertion: Callable[[], str]) -> None:
        self._assertion = assertion
        super().__init__(
            server_url=section.url,
            realm_name=section.realm,
            client_id=account.value,
            verify=str(section.ca_file) if section.ca_file else True,
            timeout=section.timeout_s,
            max_retries=no_repeats(),  # type: ignore[arg-type]  # requests takes it
        )

    def get_token(self) -> None:
        try:
            self.token = self.keycloak_openid.token(
                grant_type="client_credentials", client_assertion_type=ASSERTION_TYPE, client_assertion=self._assertion()
            )
        except KeycloakPostError as error:
            if error.response_code == HTTPStatus.BAD_REQUEST:  # as good as 401: an unknown client, or a proof it cannot check
                raise KeycloakAuthenticationError(response_code=HTTPStatus.UNAUTHORIZED) from None
            raise

    def refresh_token(self) -> None:
        # A client credentials token has no refresh token.
        self.get_token()


def open_admin(section: KeycloakSection, keys: KeyRing, account: Account) -> KeycloakAdmin:
    """The admin API of the realm as this account. Asks nothing yet; wrap every use in `asking`."""
    require_realm(section)
    issuer = str(section.issuer)
    connection = _KeyedConnection(section, account, lambda: keys.sign_client_assertion(account.value, issuer))
    return KeycloakAdmin(connection=connection)


def open_bootstrap(section: KeycloakSection) -> KeycloakAdmin:
    """The admin API as Keycloak's first administrator, who signs in at the realm `master` with a password."""
    require_realm(section)
    connection = _Connection(
        server_url=section.url,
        username=section.admin_user,
        password=section.admin_password,
        realm_name=section.realm,
        user_realm_name="master",
        client_id="admin-cli",
        verify=str(section.ca_file) if section.ca_file else True,
        timeout=section.timeout_s,
        max_retries=no_repeats(),  # type: ignore[arg-type]  # requests takes it
    )
    return KeycloakAdmin(connection=connection)


def answers(section: KeycloakSection) -> None:
    """KeycloakUnavailableError unless Keycloak says anything at all within `timeout_s`."""
    connection = ConnectionManager(
        base_url=str(section.url),
        timeout=section.timeout_s,
        verify=str(section.ca_file) if section.ca_file else True,
        max_retries=no_repeats(),  # type: ignore[arg-type]  # requests takes it
    )
    with asking(section):
        connection.raw_get("realms/master/.well-known/openid-configuration")


def require_realm(section: KeycloakSection) -> None:
    """ConfigurationError where this centre runs without Keycloak."""
    if section.url is None:
        raise ConfigurationError("This centre has no realm: set [keycloak] url and realm.")


@contextmanager
def asking(section: KeycloakSection, *, repeat: bool = False) -> Iterator[None]:
    """Around every use of the admin API: KeycloakUnavailableError or KeycloakRefusedError, each one sentence, no other.

    With `repeat` what Keycloak says is repeated; only where it cannot be about a person.
    """
    try:
        yield
    except KeycloakConnectionError:
        raise KeycloakUnavailableError(f"Keycloak at {section.url} cannot be reached.") from None
    except KeycloakAuthenticationError:
        raise KeycloakRefusedError(
            f"Keycloak at {section.url} does not accept this centre's account: run `syncd realm apply`, and see that Keycloak"
            " can read the centre's key set."
        ) from None
    except KeycloakError as error:
        code = error.response_code
        if code is None or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise KeycloakUnavailableError(f"Keycloak at {section.url} failed (status {code}).") from None
        hint = (
            ": the account lacks a right" if code == HTTPStatus.FORBIDDEN else f": {error.error_message!s:.300}" if repeat else ""
        )
        raise KeycloakRefusedError(f"Keycloak at {section.url} refused a request (status {code}){hint}.") from None
    except (TypeError, ValueError, LookupError):
        # python-keycloak raises these where the body is not the JSON it expects.
        raise KeycloakUnavailableError(f"What answers at {section.url} does not answer as Keycloak does.") from None
