"""Clients of the realm: those of tenants, made from a template, and the centre's own service accounts. Writes at Keycloak."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from syncd.keycloak.api import RealmApi
from syncd.keycloak.item import Act, Item, item
from syncd.keycloak.parts import write_mappers
from syncd.keycloak.text import RealmText, filled
from syncd.model.tenant import TenantRow

MARK = "asn.managed"
# Attributes that Keycloak itself writes. Every other one that the text does not have is taken away: some open doors.
_KEYCLOAKS = {"realm_client", "client.secret.creation.time"}
_SEPARATE = ("protocolMappers", "defaultClientScopes", "optionalClientScopes")


def client_id(slug: str) -> str:
    """The name a tenant has at Keycloak."""
    return f"moodle-{slug}"


def wanted_client(template: dict[str, Any], tenant: TenantRow) -> dict[str, Any]:
    """What Keycloak should have of a tenant."""
    made: dict[str, Any] = filled(template, {"tenant": tenant.slug, "name": tenant.name, "url": tenant.url})
    return {**made, "enabled": made["enabled"] and tenant.sign_in_open}


def put_client(api: RealmApi, template: dict[str, Any], tenant: TenantRow) -> Act:
    """Make or correct the client of one tenant."""
    wanted = wanted_client(template, tenant)
    one = _client_item(api, _live(api, wanted["clientId"]), wanted)
    one.write()
    return one.act


def disable_client(api: RealmApi, slug: str) -> bool:
    """Switch the sign-in of a tenant off; whether there was a client of ours to switch off."""
    live = _live(api, client_id(slug))
    if live is None or not is_ours(live):
        return False
    if live["enabled"]:
        api.put(f"clients/{live['id']}", {**_without_secret(live), "enabled": False})
    return True


def remove_client(api: RealmApi, slug: str) -> bool:
    """Delete the client of a tenant that left; whether there was one of ours."""
    live = _live(api, client_id(slug))
    if live is None or not is_ours(live):
        return False
    api.delete(f"clients/{live['id']}")
    return True


def is_ours(live: dict[str, Any]) -> bool:
    """Whether this program made the client."""
    return bool(live.get("attributes", {}).get(MARK) == "1")


def all_clients(api: RealmApi) -> dict[str, dict[str, Any]]:
    """Every client of the realm by its client id."""
    return {client["clientId"]: client for client in api.pages("clients")}


def clients(api: RealmApi, text: RealmText, tenants: Iterable[TenantRow], *, prune: bool) -> Iterator[Item]:
    """The centre's own clients and those of all tenants; with `prune` also our clients that no tenant needs any more."""
    live = all_clients(api)
    wanted = [*text.clients, *(wanted_client(text.tenant_client, tenant) for tenant in tenants)]
    for one in wanted:
        yield _client_item(api, live.get(one["clientId"]), one)
    for name in sorted(live.keys() - {one["clientId"] for one in wanted}) if prune else ():
        if is_ours(live[name]):
            place = f"clients/{live[name]['id']}"
            yield Item("client", name, Act.DELETE, write=partial(api.delete, place))


def _client_item(api: RealmApi, live: dict[str, Any] | None, wanted: dict[str, Any]) -> Item:
    if live is not None and "attributes" in wanted:
        extra = live.get("attributes", {}).keys() - wanted["attributes"].keys() - _KEYCLOAKS
        wanted = {**wanted, "attributes": {**wanted["attributes"], **dict.fromkeys(sorted(extra), "")}}
    return item(
        "client",
        wanted["clientId"],
        live,
        wanted,
        create=lambda body: api.post("clients", body),
        update=partial(_update_client, api, live or {}, wanted),
    )


def _update_client(api: RealmApi, live: dict[str, Any], wanted: dict[str, Any], body: dict[str, Any]) -> None:
    place = f"clients/{live['id']}"
    api.put(place, {key: value for key, value in _without_secret(body).items() if key not in _SEPARATE})
    if "protocolMappers" in wanted:
        write_mappers(api, place, live.get("protocolMappers", []), wanted["protocolMappers"])
    scopes = {scope["name"]: scope["id"] for scope in api.get("client-scopes")}
    for member, path in (("defaultClientScopes", "default-client-scopes"), ("optionalClientScopes", "optional-client-scopes")):
        has = set(live.get(member, []))
        wants = set(wanted.get(member, has))
        for name in has - wants:
            api.delete(f"{place}/{path}/{scopes[name]}")
        for name in wants - has:
            api.put(f"{place}/{path}/{scopes[name]}", {})


def _live(api: RealmApi, name: str) -> dict[str, Any] | None:
    found = api.get("clients", clientId=name) or []
    return dict(found[0]) if found else None


def _without_secret(client: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in client.items() if key != "secret"}
