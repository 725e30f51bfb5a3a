"""Names what exists in the realm and nobody declared: a comparison of declared objects never sees what was added. Only reads.

Nothing here is mended by `apply`: what somebody added by hand may be wanted, so a person removes it or declares it.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from syncd.keycloak.api import RealmApi, segment
from syncd.keycloak.clients import all_clients, is_ours, wanted_client
from syncd.keycloak.flows import shown_steps
from syncd.keycloak.item import Act, Item
from syncd.keycloak.project import Difference
from syncd.keycloak.roles import mapped, parts_of
from syncd.keycloak.text import RealmText
from syncd.model.tenant import TenantRow

_AGENCIES = "/instansi"
_KINDS = {
    "org.keycloak.keys.KeyProvider": "key",
    "org.keycloak.userprofile.UserProfileProvider": "profile",
}


def undeclared(api: RealmApi, text: RealmText, tenants: Iterable[TenantRow]) -> Iterator[Item]:
    """One item for each object that neither the text nor Keycloak itself accounts for."""
    live = all_clients(api)
    of_tenants = {wanted_client(text.tenant_client, tenant)["clientId"] for tenant in tenants}
    declared = {client["clientId"] for client in text.clients}
    own = text.keycloaks_own
    for name in sorted(live.keys() - of_tenants - declared - own["clients"].keys()):
        if not is_ours(live[name]):  # ours without a tenant is deleted by `--prune`, and so named already
            yield _extra("client", name)
    for name in sorted(live.keys() & (of_tenants | declared | own["clients"].keys())):
        yield from _of_client(api, live[name], text)
    yield from _names(api, "client scope", "client-scopes", {s["name"] for s in text.client_scopes} | set(own["client scopes"]))
    for use, known in (("default", own["default client scopes"]), ("optional", own["client scopes"])):
        yield from _names(api, f"{use} client scope", f"default-{use}-client-scopes", known)
    yield from _names(api, "role", "roles", {role["name"] for role in text.roles} | set(own["roles"]))
    yield from _names(api, "default group", "default-groups", ())
    yield from _groups(api, text)
    yield from _holders(api, text, live["realm-management"]["id"])
    yield from _issuers(api, text)
    yield from _flows(api, text)
    yield from _components(api, own["components"])
    for access in api.get("clients-initial-access") or []:
        yield _extra("right to register clients", str(access["id"]))


def _extra(kind: str, name: str, path: str = "", live: object = "there", wanted: object = None) -> Item:
    return Item(kind, name, Act.EXTRA, (Difference(path, live, wanted),) if path else ())


def _names(api: RealmApi, kind: str, place: str, known: Collection[str]) -> Iterator[Item]:
    for name in sorted({each["name"] for each in api.get(place) or []} - set(known)):
        yield _extra(kind, name)


def _of_client(api: RealmApi, client: dict[str, Any], text: RealmText) -> Iterator[Item]:
    """What a client may pass on, and what its own roles are made of: either can make a small right a large one."""
    name, place = client["clientId"], f"clients/{client['id']}"
    own = text.keycloaks_own
    if name not in text.service_accounts:  # theirs are declared, and compared with their rights
        found, known = sorted(mapped(api, f"{place}/scope-mappings")), sorted(own["client scope mappings"].get(name, []))
        if found != known:
            yield _extra("client", name, "scope mappings", found, known)
    parts = own["clients"].get(name, {})
    for role in api.get(f"{place}/roles") or []:
        found = sorted(parts_of(api, f"{place}/roles/{segment(role['name'])}")) if role["composite"] else []
        known = sorted(parts.get(role["name"], []))
        within = known == [f"{name}/*"] and all(each.startswith(f"{name}/") for each in found)
        if found != known and not within:
            yield _extra("role", f"{name}/{role['name']}", "composites", found, known)


def _groups(api: RealmApi, text: RealmText) -> Iterator[Item]:
    """Every group that is no agency, and every group whose members get a role."""
    known = {_AGENCIES, *(f"{_AGENCIES}/{code}" for code in text.agencies)}
    waiting = list(api.pages("groups", briefRepresentation="false"))
    while waiting:
        group = waiting.pop()
        given = [*group.get("realmRoles", []), *(f"{o}/{r}" for o, names in group.get("clientRoles", {}).items() for r in names)]
        pruned = group.get("attributes", {}).get("asn.managed") == ["1"]
        if given:
            yield _extra("group", group["path"], "roles", given, [])
        elif group["path"] not in known and not pruned:
            yield _extra("group", group["path"])
        if group.get("subGroupCount"):
            waiting += api.pages(f"groups/{group['id']}/children", briefRepresentation="false")


def _holders(api: RealmApi, text: RealmText, management: str) -> Iterator[Item]:
    """Who holds a right of administration or sees every tenant, and is not named for it."""
    places = {f"realm-management/{role['name']}": f"clients/{management}/roles/{segment(role['name'])}"
              for role in api.get(f"clients/{management}/roles")}  # fmt: skip
    places |= {name: f"roles/{segment(name)}" for name in text.named_holders}
    services = {f"service-account-{account}" for account in text.service_accounts}
    for role, place in sorted(places.items()):
        for person in api.pages(f"{place}/users"):
            if person["username"] not in services and (role, person["id"]) not in text.holders:
                yield _extra("holder of", role, "subject", person["id"])
        # A group with a role is named with its roles, so here it would be named twice.


def _issuers(api: RealmApi, text: RealmText) -> Iterator[Item]:
    known = {one["alias"] for one in text.identity_providers}
    for one in api.get("identity-provider/instances") or []:
        alias = one["alias"]
        if alias not in known:
            yield _extra("identity provider", alias)
        for mapper in api.get(f"identity-provider/instances/{segment(alias)}/mappers") or []:
            yield _extra("identity provider", alias, f"mappers[{mapper['name']}]")


def _flows(api: RealmApi, text: RealmText) -> Iterator[Item]:
    live = {flow["alias"]: flow for flow in api.get("authentication/flows") or []}
    for alias in sorted(live.keys() - {flow["alias"] for flow in text.flows}):
        if not live[alias]["builtIn"]:
            yield _extra("flow", alias)
    for alias, known in text.keycloaks_own["flows"].items():
        found = shown_steps(api, alias)
        if found != known:
            yield _extra("flow", alias, "executions", found, known)


def _components(api: RealmApi, known: Collection[str]) -> Iterator[Item]:
    """Stores of people, keys that were brought from elsewhere, and who may register clients from outside."""
    live = {}
    for one in api.get("components") or []:
        kind = _KINDS.get(one["providerType"]) or one.get("subType") or one["providerType"]
        live[f"{kind} {one['providerId']}"] = one
    for name in sorted(live.keys() - set(known)):
        yield _extra("component", name)
    for name in sorted(name for name in known if name.startswith(("anonymous ", "authenticated "))):
        if name not in live:
            yield _extra("component", name, "there", None, "there")
    hosts = live.get("anonymous trusted-hosts", {}).get("config", {}).get("trusted-hosts", [])
    if hosts:
        yield _extra("component", "anonymous trusted-hosts", "config.trusted-hosts", hosts, [])
