"""The parts of a realm except clients, roles and flows: each function compares what Keycloak has with its part of the text."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from syncd.keycloak.api import RealmApi, segment
from syncd.keycloak.flows import STAND_INS
from syncd.keycloak.item import Act, Item, item
from syncd.keycloak.text import RealmText

_AGENCIES = "instansi"
_MARK = "asn.managed"
# What Keycloak itself writes among a realm's attributes; it tells of no door.
_KEYCLOAKS_ATTRIBUTES = {
    "cibaAuthRequestedUserHint",
    "cibaBackchannelTokenDeliveryMode",
    "cibaExpiresIn",
    "cibaInterval",
    "clientOfflineSessionIdleTimeout",
    "clientOfflineSessionMaxLifespan",
    "clientSessionIdleTimeout",
    "clientSessionMaxLifespan",
    "oauth2DeviceCodeLifespan",
    "oauth2DevicePollingInterval",
    "parRequestUriLifespan",
    "realmReusableOtpCode",
    "scimApiEnabled",
}


def realm_itself(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """The realm itself, which comes before its parts. Its own flows do not exist yet; they are set at the end.

    Client scopes come with it: a realm that is made without any gets Keycloak's own, which put names into access tokens.
    """
    if api.get("") is None:
        first = {key: value for key, value in text.realm.items() if key not in STAND_INS}
        defaults = {"defaultDefaultClientScopes": ["basic", "acr", "profile", "email", "roles", "web-origins"]}
        body = {"realm": api.realm, **first, **defaults, "defaultOptionalClientScopes": [], "clientScopes": text.client_scopes}
        yield Item("realm", api.realm, Act.CREATE, write=lambda: api.create_realm(body))


def settings(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """The settings of the realm, after everything they name."""
    live = api.get("")
    if live is not None:
        known = text.realm.get("attributes", {})
        # An attribute that nobody declared may be another address of the realm, or a further way to sign in.
        extra = live.get("attributes", {}).keys() - known.keys() - _KEYCLOAKS_ATTRIBUTES
        wanted = {**text.realm, "attributes": {**known, **dict.fromkeys(sorted(extra), "")}}
        yield item("settings", api.realm, live, wanted, create=lambda _: None, update=lambda body: api.put("", body))


def client_scopes(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """What tokens carry."""
    live = {scope["name"]: scope for scope in api.get("client-scopes") or []}
    for wanted in text.client_scopes:
        found = live.get(wanted["name"])
        yield item(
            "client scope",
            wanted["name"],
            found,
            wanted,
            create=lambda body: api.post("client-scopes", body),
            update=partial(_update_scope, api, found or {}, wanted),
        )


def _update_scope(api: RealmApi, live: dict[str, Any], wanted: dict[str, Any], body: dict[str, Any]) -> None:
    place = f"client-scopes/{live['id']}"
    api.put(place, {key: value for key, value in body.items() if key != "protocolMappers"})
    write_mappers(api, place, live.get("protocolMappers", []), wanted.get("protocolMappers", []))


def write_mappers(api: RealmApi, place: str, live: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> None:
    """Mappers are objects of their own: make, change and delete those of a scope or a client."""
    by_name = {mapper["name"]: mapper for mapper in live}
    for mapper in wanted:
        before = by_name.pop(mapper["name"], None)
        if before is None:
            api.post(f"{place}/protocol-mappers/models", mapper)
        else:
            api.put(f"{place}/protocol-mappers/models/{before['id']}", {**before, **mapper})
    for mapper in by_name.values():
        api.delete(f"{place}/protocol-mappers/models/{mapper['id']}")


def user_profile(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """Which attributes a person has, and who may see and change them."""
    # Given whole: an attribute that left the text leaves the profile.
    live = api.get("users/profile")
    put = partial(_put_whole, api, "users/profile", text.user_profile)
    yield item("user profile", api.realm, live, text.user_profile, create=put, update=put)


def _put_whole(api: RealmApi, place: str, wanted: dict[str, Any], _merged: dict[str, Any]) -> None:
    api.put(place, wanted)


def agencies(api: RealmApi, text: RealmText, *, prune: bool) -> Iterator[Item]:
    """The group /instansi and one group below it for each agency."""
    top = next((group for group in api.get("groups", search=_AGENCIES, exact="true") or [] if group["name"] == _AGENCIES), None)
    live = {}
    if top is None:
        yield Item("group", f"/{_AGENCIES}", Act.CREATE, write=lambda: api.post("groups", {"name": _AGENCIES}))
    else:
        children = api.pages(f"groups/{top['id']}/children", briefRepresentation="false")
        live = {group["name"]: group for group in children}

    def make(body: dict[str, Any]) -> str:
        parent = next(group for group in api.get("groups", search=_AGENCIES, exact="true") if group["name"] == _AGENCIES)
        return api.post(f"groups/{parent['id']}/children", body)

    for code, name in text.agencies.items():
        wanted = {"name": code, "attributes": {"nama": [name], _MARK: ["1"]}}
        yield item(
            "group",
            f"/{_AGENCIES}/{code}",
            live.get(code),
            wanted,
            create=make,
            update=lambda body: api.put(f"groups/{body['id']}", body),
        )
    for code in sorted(live.keys() - text.agencies.keys()) if prune else ():
        if live[code].get("attributes", {}).get(_MARK) == ["1"]:
            place = f"groups/{live[code]['id']}"
            yield Item("group", f"/{_AGENCIES}/{code}", Act.DELETE, write=partial(api.delete, place))


def required_actions(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """What a person must do before coming in."""
    live = {action["alias"]: action for action in api.get("authentication/required-actions") or []}
    for wanted in text.required_actions:
        put = lambda body: api.put(f"authentication/required-actions/{segment(body['alias'])}", body)  # noqa: E731
        yield item("required action", wanted["alias"], live.get(wanted["alias"]), wanted, create=put, update=put)


def identity_providers(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """Other issuers that this realm may trust."""
    for wanted in text.identity_providers:
        place = f"identity-provider/instances/{segment(wanted['alias'])}"
        yield item(
            "identity provider",
            wanted["alias"],
            api.get(place),
            wanted,
            create=lambda body: api.post("identity-provider/instances", body),
            update=partial(api.put, place),
        )


def texts(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """Words of the pages people sign in on, put over Keycloak's own."""
    for locale, wanted in text.texts.items():
        place = f"localization/{segment(locale)}"
        yield item(
            "texts", locale, api.get(place) or None, wanted, create=partial(api.post, place), update=partial(api.post, place)
        )


def client_policies(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """What no client may do."""
    # Each is given whole, as Keycloak keeps it: nothing that was added by hand may weaken it unseen.
    for name in ("profiles", "policies"):
        wanted = {name: text.client_policies[name]}
        place = f"client-policies/{name}"
        live = api.get(place) or {}
        put = partial(_put_whole, api, place, wanted)
        yield item("client policies", name, {name: live.get(name, [])}, wanted, create=put, update=put)
