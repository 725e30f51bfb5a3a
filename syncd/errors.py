"""Every exception of the program, sorted by what to do next. Touches nothing."""

from enum import StrEnum


class Code(StrEnum):
    """Why a tenant could not be read, as stored with each sync and shown to LAN operators (sentences: `health/sentences.py`)."""

    DOWN = "DOWN"
    SLOW = "SLOW"
    TLS = "TLS"
    AUTH = "AUTH"
    SITE_CLOCK = "SITE_CLOCK"
    CLOCKS_DISAGREE = "CLOCKS_DISAGREE"
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
    TOO_MUCH = "TOO_MUCH"
    UNFINISHED = "UNFINISHED"


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


class ValueRefusedError(KeycloakRefusedError):
    """The realm takes no such value of a person; whoever gave it gives another."""


class NotFoundError(SyncdError):
    """The thing named on the command line or in a request does not exist."""


class QuestionRefusedError(SyncdError):
    """What was asked of search cannot be answered as it stands; `part` is the part of the question that must change."""

    def __init__(self, part: str, detail: str) -> None:
        super().__init__(detail)
        self.part = part


class CurationRefusedError(SyncdError):
    """LAN's word about a course cannot be kept as it stands; the message says what is possible."""


class ObjectionKnownError(SyncdError):
    """An owner objected to this decision before, and said something else."""


class IndexMissingError(SyncdError):
    """There is no search index that this program can read; the message says how to make one. The store is not concerned."""


class IndexBusyError(SyncdError):
    """Another process is building or writing the search index; try again later, nothing is lost."""


class IndexBrokenError(SyncdError):
    """The search index could not be made or written, or a new one is not what the store says; what was there answers on."""


class JoinRefusedError(SyncdError):
    """A join was refused; `status` and `code` are those of docs/contract.md section 8."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
