"""Every exception of the program, sorted by what to do next. Touches nothing."""

from enum import StrEnum


class Code(StrEnum):
    """Why a tenant could not be read, as stored in the ledger and shown to LAN operators (sentences: `health/sentences.py`)."""

    DOWN = "DOWN"
    SLOW = "SLOW"
    TLS = "TLS"
    AUTH = "AUTH"
    WRONG_SITE = "WRONG_SITE"
    NOT_API = "NOT_API"
    BAD_PAYLOAD = "BAD_PAYLOAD"
    TOO_BIG = "TOO_BIG"
    RATE_LIMITED = "RATE_LIMITED"
    PLUGIN_OLD = "PLUGIN_OLD"
    PLUGIN_NEW = "PLUGIN_NEW"
    SCHEMA_DRIFT = "SCHEMA_DRIFT"
    URL_BLOCKED = "URL_BLOCKED"
    PAUSED = "PAUSED"
    CRASHED = "CRASHED"


class SyncdError(Exception):
    """Base of all errors of this program."""


class TenantError(SyncdError):
    """Stop this tenant's turn, keep what is committed, try again later.

    `retry_after_s`: seconds the tenant asked us to wait, or None.
    """

    def __init__(self, code: Code, detail: str, retry_after_s: int | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s


class LeaseLostError(SyncdError):
    """Another worker owns this tenant now; nothing of the current page was committed. Stop the turn without a trace."""


class StoreUnavailableError(SyncdError):
    """The central database is unreachable or refuses to write; the whole page is to be replayed later."""


class ConfigurationError(SyncdError):
    """The program must not start; the message names the setting and how to mend it."""


class KeycloakUnavailableError(SyncdError):
    """Keycloak cannot be reached or does not answer as Keycloak does; try again later, nothing is lost."""


class KeycloakRefusedError(SyncdError):
    """Keycloak answered, and refused: the account may not do this, or the request is wrong. Trying again does not help."""


class NotFoundError(SyncdError):
    """The thing named on the command line or in a request does not exist."""


class JoinRefusedError(SyncdError):
    """A join was refused; `status` and `code` are those of docs/contract.md section 8."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
