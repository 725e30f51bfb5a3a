"""Compares the realm at Keycloak with its text and, if asked, makes Keycloak like the text, part by part."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError
from syncd.keycloak import flows, parts, roles
from syncd.keycloak.api import RealmApi
from syncd.keycloak.clients import clients
from syncd.keycloak.connection import asking
from syncd.keycloak.item import Act, Item
from syncd.keycloak.offered import check_offered
from syncd.keycloak.text import RealmText
from syncd.keycloak.undeclared import undeclared
from syncd.model.tenant import TenantRow
from syncd.settings import KeycloakSection


@dataclass(frozen=True, slots=True)
class Done:
    """An item and, after a writing that failed, why."""

    item: Item
    error: str | None = None


def reconcile(
    section: KeycloakSection, api: RealmApi, text: RealmText, tenants: Iterable[TenantRow], *, write: bool, prune: bool
) -> Iterator[Done]:
    """Compares every object of the realm, in the order in which one needs another.

    With `write` it corrects each difference as soon as it sees it; it reports a failure and continues with the rest. If Keycloak
    cannot be reached, it stops with KeycloakUnavailableError.
    """
    every = list(tenants)
    with asking(section):
        check_offered(api, text)
    stages: list[Callable[[], Iterator[Item]]] = [
        lambda: parts.realm_itself(api, text),
        lambda: parts.client_scopes(api, text),
        lambda: parts.user_profile(api, text),
        lambda: roles.roles(api, text),
        lambda: roles.scope_mappings(api, text),
        lambda: parts.agencies(api, text, prune=prune),
        lambda: parts.client_policies(api, text),
        lambda: clients(api, text, every, prune=prune),
        lambda: roles.service_accounts(api, text),
        lambda: flows.flows(api, text),
        lambda: parts.required_actions(api, text),
        lambda: parts.identity_providers(api, text),
        lambda: parts.texts(api, text),
        lambda: parts.settings(api, text),
    ]
    for stage in stages:
        with asking(section):
            items = list(stage())
        for item in items:
            yield _written(section, item) if write and item.act is not Act.OK else Done(item)


def extras(section: KeycloakSection, api: RealmApi, text: RealmText, tenants: Iterable[TenantRow]) -> Iterator[Done]:
    """What exists in the realm and nobody declared."""
    with asking(section):
        found = list(undeclared(api, text, tenants))
    yield from map(Done, found)


def _written(section: KeycloakSection, item: Item) -> Done:
    try:
        with asking(section, repeat=True):
            item.write()
    except (KeycloakRefusedError, KeycloakUnavailableError) as error:
        # If Keycloak is really gone, the next reading ends the run.
        return Done(item, str(error))
    return Done(item)
