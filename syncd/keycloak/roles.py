"""Realm roles, the roles that tokens tell, and the centre's accounts' rights: exactly those in the text. Writes at Keycloak.

A role is named by its name, one of a client as `client/role`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from syncd.keycloak.api import RealmApi, segment
from syncd.keycloak.item import Act, Item, item
from syncd.keycloak.project import differences
from syncd.keycloak.text import RealmText

Role = dict[str, Any]


def roles(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """Realm roles and what is part of them."""
    for role in text.roles:
        place = f"roles/{segment(role['name'])}"
        wanted = {key: value for key, value in role.items() if key != "composites"}
        parts = _flat(role.get("composites", {}))
        live = api.get(place)
        if live is not None:
            live["composites"] = sorted(parts_of(api, place)) if live.get("composite") else []
        write = partial(_write_role, api, place, wanted, parts)
        yield item("role", role["name"], live, {**wanted, "composites": parts}, create=write, update=write)


def scope_mappings(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """Which realm roles a scope may tell: no client has the full scope, so without this no token says any role."""
    ids = {scope["name"]: scope["id"] for scope in api.get("client-scopes") or []}
    declared = {mapping["clientScope"]: mapping["roles"] for mapping in text.scope_mappings}
    for scope, wanted in ({each["name"]: [] for each in text.client_scopes} | declared).items():
        place = f"client-scopes/{ids.get(scope)}/scope-mappings"
        live = mapped(api, place) if scope in ids else {}
        found = tuple(differences(sorted(live), wanted, "roles"))
        yield Item("scope mapping", scope, Act.UPDATE if found else Act.OK, found, partial(_map, api, place, live, wanted))


def service_accounts(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """What the centre's accounts may do."""
    for account, by_owner in text.service_accounts.items():
        wanted = _flat({"client": by_owner})
        write = partial(_grant, api, account, wanted)
        places = _places(api, account)
        if not places:
            yield Item("rights", account, Act.CREATE, write=write)
            continue
        live = {what: sorted(mapped(api, place)) for what, place in places.items()}
        found = tuple(differences(live, dict.fromkeys(places, wanted)))
        yield Item("rights", account, Act.UPDATE if found else Act.OK, found, write)


def _places(api: RealmApi, account: str) -> dict[str, str]:
    """The places of an account's roles: a token carries only roles that the account has and that its client may pass on."""
    clients = api.get("clients", clientId=account)
    if not clients:
        return {}
    place = f"clients/{clients[0]['id']}"
    user = api.get(f"{place}/service-account-user")
    return {"roles": f"users/{user['id']}/role-mappings", "scope": f"{place}/scope-mappings"}


def _grant(api: RealmApi, account: str, wanted: list[str]) -> None:
    for place in _places(api, account).values():
        _map(api, place, mapped(api, place), wanted)


def mapped(api: RealmApi, place: str) -> dict[str, Role]:
    """Every role that is mapped there."""
    found = api.get(place) or {}
    of_realm = {role["name"]: role for role in found.get("realmMappings", [])}
    of_clients = found.get("clientMappings", {}).items()
    return of_realm | {f"{owner}/{role['name']}": role for owner, each in of_clients for role in each["mappings"]}


def _map(api: RealmApi, place: str, live: Mapping[str, Role], wanted: Collection[str]) -> None:
    for role in [_role(api, name) for name in wanted if name not in live]:
        api.post(_where(place, role), [role])
    for role in [role for name, role in live.items() if name not in wanted]:
        api.delete(_where(place, role), [role])


def _where(place: str, role: Role) -> str:
    return f"{place}/clients/{role['containerId']}" if role["clientRole"] else f"{place}/realm"


def _role(api: RealmApi, name: str) -> Role:
    owner, _, role = name.rpartition("/")
    place = f"clients/{api.get('clients', clientId=owner)[0]['id']}/roles" if owner else "roles"
    return dict(api.get(f"{place}/{segment(role)}"))


def _flat(composites: Mapping[str, Any]) -> list[str]:
    """Keycloak's way to write roles of several owners, as names."""
    of_clients: Iterable[tuple[str, list[str]]] = composites.get("client", {}).items()
    return [*composites.get("realm", []), *(f"{owner}/{role}" for owner, names in of_clients for role in names)]


def parts_of(api: RealmApi, place: str) -> dict[str, Role]:
    """What a role is made of."""
    found = api.get(f"{place}/composites") or []
    owners = {owner: api.get(f"clients/{owner}")["clientId"] for owner in {r["containerId"] for r in found if r["clientRole"]}}
    return {f"{owners[role['containerId']]}/{role['name']}" if role["clientRole"] else role["name"]: role for role in found}


def _write_role(api: RealmApi, place: str, wanted: Role, parts: list[str], body: Role) -> None:
    if "id" in body:
        api.put(place, {"id": body["id"], **wanted})
    else:
        api.post("roles", wanted)
    live = parts_of(api, place)
    if missing := [_role(api, name) for name in parts if name not in live]:
        api.post(f"{place}/composites", missing)
    if extra := [role for name, role in live.items() if name not in parts]:
        api.delete(f"{place}/composites", extra)
