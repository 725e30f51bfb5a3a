"""What LAN's check of a person writes into the realm, and the mail that tells them. Asks Keycloak; keeps nothing of a person.

NIPs and addresses pass through here in memory; no error, log line or answer of this module holds one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any

from keycloak.exceptions import KeycloakError

from syncd.errors import KeycloakRefusedError, NotFoundError, ValueRefusedError
from syncd.keycloak.api import RealmApi, segment
from syncd.keycloak.connection import Account, asking, open_admin
from syncd.keys import KeyRing
from syncd.settings import KeycloakSection

_AGENCIES = "instansi"
# The person looks through what was written about them; the link works for a week.
_ACTION, _LINK_S = "UPDATE_PROFILE", 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """An account as far as a check needs it; whatever could name a person stays out of `repr`."""

    subject: str
    enabled: bool
    claimed: str | None = field(repr=False)
    nip: str | None = field(repr=False)
    email: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: the NIP that is right, if there is one, the status and the agency."""

    status: str
    agency: str
    nip: str | None = field(repr=False)


class RealmChecks:
    """Writes checks as the account for people."""

    def __init__(self, section: KeycloakSection, keys: KeyRing) -> None:
        self._section = section
        self._api = RealmApi(open_admin(section, keys, Account.PEOPLE))

    def accounts(self) -> Iterator[PersonAccount]:
        """Every account of the realm."""
        with asking(self._section):
            yield from map(_account, self._api.pages("users", briefRepresentation="false"))

    def account(self, subject: str) -> PersonAccount:
        """This account; NotFoundError if there is none."""
        with asking(self._section):
            return _account(self._user(subject))

    def others_with(self, nip: str, subject: str) -> list[str]:
        """Subjects of other accounts whose NIP this is already: Keycloak does not see to it that a NIP is unique."""
        with asking(self._section):
            found = self._api.get("users", q=f"nip:{nip}", briefRepresentation="false") or []
        return [user["id"] for user in found if user["id"] != subject and _value(user, "nip") == nip]

    @cached_property
    def agencies(self) -> dict[str, dict[str, Any]]:
        """The groups of the agencies by code, asked once."""
        with asking(self._section):
            top = next(iter(self._api.get("groups", search=_AGENCIES, exact="true") or []), None)
            groups = list(self._api.pages(f"groups/{top['id']}/children", briefRepresentation="false")) if top else []
        return {group["name"]: group for group in groups}

    def write(self, subject: str, checked: Checked) -> None:
        """Write the result into the account, and put the person into the group of the agency."""
        by_code = self.agencies
        with asking(self._section):
            if checked.agency not in by_code:
                raise NotFoundError(
                    f"the realm has no agency '{checked.agency}': add it to agencies.csv, and run syncd realm apply"
                )
            user = self._user(subject)
            name = (by_code[checked.agency].get("attributes") or {}).get("nama", [])
            attributes = {**(user.get("attributes") or {}), "status_asn": [checked.status], "instansi_kode": [checked.agency]}
            attributes |= {"instansi": name} if name else {}
            attributes |= {"nip": [checked.nip], "nip_terverifikasi": ["true"]} if checked.nip else {}
            self._keep(subject, {**user, "attributes": attributes}, checked.status)
            own = {group["id"] for group in self._api.get(f"users/{segment(subject)}/groups") or []}
            for code, group in by_code.items():
                place = f"users/{segment(subject)}/groups/{group['id']}"
                if code == checked.agency:
                    self._api.put(place, {})
                elif group["id"] in own:
                    self._api.delete(place)

    def tell(self, subject: str) -> bool:
        """Have Keycloak send the mail that the check is done; False if it cannot, for example without a mail server."""
        with asking(self._section):
            try:
                self._api.put(f"users/{segment(subject)}/execute-actions-email?lifespan={_LINK_S}", [_ACTION])
            except KeycloakError as error:
                if error.response_code not in (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR):
                    raise
                return False
        return True

    def _keep(self, subject: str, user: dict[str, Any], status: str) -> None:
        """Write the account; what the realm says of its values is not repeated, for it may repeat them."""
        try:
            self._api.put(f"users/{segment(subject)}", user)
        except KeycloakError as error:
            if error.response_code != HTTPStatus.BAD_REQUEST:
                raise
            raise ValueRefusedError(
                f"the realm does not take the status '{status}', or another value of this account: its statuses are those of"
                " keycloak-realm/user-profile.json, the other values are in Keycloak's console"
            ) from None

    def _user(self, subject: str) -> dict[str, Any]:
        user = self._api.get(f"users/{segment(subject)}")
        if user is None:
            raise NotFoundError(f"the realm has no person '{subject}'")
        return dict(user)


def lacks_mail_server(section: KeycloakSection, api: RealmApi) -> str | None:
    """What the realm lacks and how to give it that; None if it has a mail server, without which nobody can sign up.

    The server's address is no part of the realm's text, so no comparison with it would see that it is missing.
    """
    with asking(section):
        realm = api.get("")
    if realm is None:
        raise KeycloakRefusedError(f"Keycloak at {section.url} has no realm {section.realm}: run `syncd realm apply`.")
    if (realm.get("smtpServer") or {}).get("host"):
        return None
    return f"{section.issuer} has no mail server, so nobody can sign up: set it in Keycloak's console (Realm settings > Email)"


def _account(user: dict[str, Any]) -> PersonAccount:
    email = str(user["email"]).casefold() if user.get("email") and user.get("emailVerified") else None
    proven = _value(user, "nip") if _value(user, "nip_terverifikasi") == "true" else None
    return PersonAccount(str(user["id"]), bool(user["enabled"]), _value(user, "nip_klaim"), proven, email)


def _value(user: dict[str, Any], attribute: str) -> str | None:
    values = (user.get("attributes") or {}).get(attribute) or []
    return str(values[0]) if len(values) == 1 and values[0] else None
