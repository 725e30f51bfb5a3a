"""People in the realm, page by page, and the end of their sessions. Asks Keycloak; drops here what is no part of a `Person`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakDeleteError, KeycloakError, raise_error_from_response

from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, NotFoundError
from syncd.keycloak.connection import Account, asking, open_admin
from syncd.keys import KeyRing
from syncd.model.person import Person
from syncd.settings import KeycloakSection

_SUBJECT = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Attributes of the realm's user profile, and how many characters of them the directory has room for.
_AGENCY, _UNIT, _STATUS = ("instansi_kode", 40), ("unit_kerja", 255), ("status_asn", 40)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People of one page. `size` counts all accounts on it, `skipped` those that cannot be taken over; size 0 ends a reading."""

    people: tuple[Person, ...]
    size: int
    skipped: int


class RealmPeople:
    """The people of the realm, through the account that may do no more than this."""

    def __init__(self, section: KeycloakSection, keys: KeyRing) -> None:
        self._section = section
        self._admin: KeycloakAdmin = open_admin(section, keys, Account.PEOPLE)

    def page(self, first: int, limit: int, *, disabled: bool = False) -> PeoplePage:
        """Accounts from this place on, in Keycloak's order; on request only disabled ones."""
        with asking(self._section):
            found = self._admin.get_users(_query(first, limit, disabled=disabled, brief=False))
            people = tuple(one for user in found if (one := _person(user)) is not None)
        return PeoplePage(people, len(found), len(found) - len(people))

    def disabled(self, first: int, limit: int) -> tuple[list[str], int]:
        """Subjects of disabled accounts from this place on, and how many accounts were looked at; costs Keycloak little."""
        with asking(self._section):
            found = self._admin.get_users(_query(first, limit, disabled=True, brief=True))
            subjects = [subject for user in found if (subject := _subject(user)) is not None]
        return subjects, len(found)

    def one(self, subject: str) -> Person | None:
        """This person now, or None if the realm has no such account."""
        with asking(self._section):
            try:
                return _person(self._admin.get_user(_checked(subject)))
            except KeycloakError as error:
                if not _says_no_such_user(error):
                    raise
                return None

    def set_enabled(self, subject: str, *, enabled: bool) -> bool:
        """Let this person sign in, or not; False if the realm has no such account."""
        return self._known(lambda: self._admin.update_user(_checked(subject), {"enabled": enabled}))

    def end_sessions(self, subject: str) -> bool:
        """End all sessions of this person, each by its id: one that fails keeps no other. False if there is no such account.

        Keycloak before 26.7 tells tenants of one session only when it is to end all of them at once.
        """
        found: list[dict[str, Any]] = []
        if not self._known(lambda: found.extend(self._admin.get_sessions(_checked(subject)))):
            return False
        failed: KeycloakUnavailableError | KeycloakRefusedError | None = None
        for session in found:
            try:
                self.end_session(session["id"])
            except (KeycloakUnavailableError, KeycloakRefusedError) as error:
                failed = failed or error
        if failed:
            raise failed
        # What began meanwhile, and tokens that were given before now.
        return self._known(lambda: self._admin.user_logout(_checked(subject)))

    def end_session(self, session: str) -> None:
        """End this one session, if it goes on; the realm tells every site that had a part in it."""
        with asking(self._section):
            address = f"admin/realms/{self._section.realm}/sessions/{_checked(session)}"
            answer = self._admin.connection.raw_delete(address)
            # It may have ended by itself.
            if answer.status_code != HTTPStatus.NOT_FOUND:
                raise_error_from_response(answer, KeycloakDeleteError, [HTTPStatus.NO_CONTENT])

    def _known(self, act: Callable[[], object]) -> bool:
        with asking(self._section):
            try:
                act()
            except KeycloakError as error:
                if not _says_no_such_user(error):
                    raise
                return False
            return True


def _query(first: int, limit: int, *, disabled: bool, brief: bool) -> dict[str, object]:
    query: dict[str, object] = {"first": first, "max": limit, "briefRepresentation": str(brief).lower()}
    return query | {"enabled": "false"} if disabled else query


def _says_no_such_user(error: KeycloakError) -> bool:
    """Whether Keycloak itself says this of the person: not a proxy before it, and not of the whole realm."""
    return error.response_code == HTTPStatus.NOT_FOUND and b"User not found" in (error.response_body or b"")


def _checked(subject: str) -> str:
    """Refuses anything that is not a subject, or a session's id, because it becomes part of an address."""
    if not _SUBJECT.fullmatch(subject):
        raise NotFoundError("this is not a subject: 1 to 64 of letters, digits, dot, dash and underscore")
    return subject


def _subject(user: object) -> str | None:
    """The key of an account, None if the directory cannot take it. ValueError if this is no account: see `asking`."""
    if not isinstance(user, dict) or not isinstance(user.get("id"), str) or not isinstance(user.get("enabled"), bool):
        raise ValueError  # noqa: TRY004
    return user["id"] if _SUBJECT.fullmatch(user["id"]) else None


def _person(user: dict[str, Any]) -> Person | None:
    subject = _subject(user)
    if subject is None:
        return None
    attributes = user.get("attributes") or {}
    agency, unit, status = (_text(attributes.get(name), room) for name, room in (_AGENCY, _UNIT, _STATUS))
    return Person(subject, agency, unit, status, user["enabled"])


def _text(values: object, room: int) -> str | None:
    """The one value of an attribute; None where there is none, more than one, or one the directory has no room for."""
    match values:
        case [str(value)] if 0 < len(value.strip()) <= room and value.isprintable():
            return value.strip()
        case _:
            return None
