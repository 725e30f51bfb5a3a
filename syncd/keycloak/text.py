"""Reads the realm as reviewed text and refuses unknown things before anything is written. Reads one directory."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syncd.errors import ConfigurationError
from syncd.keycloak.members import check_members
from syncd.keycloak.terms import WORD, in_words, travelling

Representation = dict[str, Any]
Values = Mapping[str, str | bool]
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
# What the template of a tenant's client may have of the tenant.
_FIELDS = {"fields": "{{fields}}"}
_OF_A_TENANT = {name: f"{{{{{name}}}}}" for name in ("tenant", "name", "url")}


@dataclass(frozen=True, slots=True)
class RealmText:
    """The realm as it is wanted. `tenant_client` is a template with {{tenant}}, {{name}} and {{url}}, which stay in it."""

    realm: Representation
    client_scopes: list[Representation]
    scope_mappings: list[Representation]
    user_profile: Representation
    roles: list[Representation]
    clients: list[Representation]
    service_accounts: dict[str, dict[str, list[str]]]
    tenant_client: Representation
    client_policies: Representation
    flows: list[Representation]
    required_actions: list[Representation]
    identity_providers: list[Representation]
    agencies: dict[str, str]
    texts: dict[str, dict[str, str]]
    # What Keycloak itself makes in every realm, and who may hold the roles that a check names every holder of.
    keycloaks_own: Representation
    holders: frozenset[tuple[str, str]]
    named_holders: tuple[str, ...] = ("staf-lan",)


def read_text(directory: Path, values: Values) -> RealmText:
    """The text with its {{placeholders}} filled, or ConfigurationError that names file and member."""
    if not (directory / "realm.json").is_file():
        raise ConfigurationError(
            f"{directory} holds no realm.json: set [keycloak] realm_dir to the directory of the realm's text."
        )
    scopes = _objects(directory / "client-scopes.json", "client scope", values)
    tenant_client = read_tenant_client(directory, str(values["centre"]))
    claims = travelling(scopes, tenant_client)
    text = RealmText(
        realm=_object(directory / "realm.json", "realm", values),
        client_scopes=scopes,
        scope_mappings=_objects(directory / "scope-mappings.json", "scope mapping", values),
        user_profile=_object(directory / "user-profile.json", "user profile", values),
        roles=_objects(directory / "roles.json", "role", values),
        clients=_objects(directory / "clients.json", "client", values),
        service_accounts=_load(directory / "service-accounts.json", values),
        tenant_client=tenant_client,
        client_policies=_object(directory / "client-policies.json", "client policies", values),
        flows=_objects(directory / "flows.json", "flow", values),
        required_actions=_objects(directory / "required-actions.json", "required action", values),
        identity_providers=_objects(directory / "identity-providers.json", "identity provider", values),
        agencies=_agencies(directory / "agencies.csv"),
        keycloaks_own=_load(directory / "keycloaks-own.json", values),
        holders=_holders(directory / "holders.csv"),
        texts={file.stem: _texts(file, values, claims) for file in sorted((directory / "texts").glob("*.json"))},
    )
    _check_names(text)
    return text


def filled(value: Any, values: Values) -> Any:  # noqa: ANN401 - any JSON
    """The same with {{name}} replaced; where nothing else stands beside it, a switch stays a switch."""
    if isinstance(value, dict):
        return {key: filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    if not isinstance(value, str):
        return value
    alone = _PLACEHOLDER.fullmatch(value)
    if alone and isinstance(values.get(alone[1]), bool):
        return values[alone[1]]
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), value)


def _load(file: Path, values: Values) -> Any:  # noqa: ANN401 - any JSON
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ConfigurationError(f"{file} is not valid JSON: {error}.") from None
    named = set(_PLACEHOLDER.findall(json.dumps(found)))
    if unknown := sorted(named - values.keys()):
        raise ConfigurationError(f"{file}: {{{{{unknown[0]}}}}} stands for nothing; nothing was written.")
    return filled(found, values)


def _objects(file: Path, kind: str, values: Values) -> list[Representation]:
    found = _load(file, values)
    if not isinstance(found, list):
        raise ConfigurationError(f"{file} must hold a list.")
    return [_member_by_member(each, kind, file) for each in found]


def _object(file: Path, kind: str, values: Values) -> Representation:
    return _member_by_member(_load(file, values), kind, file)


def _member_by_member(found: Any, kind: str, file: Path) -> Representation:  # noqa: ANN401 - any JSON
    try:
        return check_members(found, kind)
    except ValueError as error:
        raise ConfigurationError(f"{file}: {error}; nothing was written.") from None


def read_tenant_client(directory: Path, centre: str) -> Representation:
    """The template of a tenant's client alone, for making one client. `centre`: the public address, which the client names."""
    return _object(directory / "tenant-client.json", "client", {**_OF_A_TENANT, "centre": centre})


def _check_names(text: RealmText) -> None:
    """Every name must be defined in the text: Keycloak would report an undefined one late or not at all."""
    scopes = {scope["name"] for scope in text.client_scopes}
    roles = {role["name"] for role in text.roles}
    profiles = {profile["name"] for profile in text.client_policies["profiles"]}
    named = [
        *(("tenant-client", "scope", name, scopes) for name in _scopes_of(text.tenant_client)),
        *((client["clientId"], "scope", name, scopes) for client in text.clients for name in _scopes_of(client)),
        *(("scope-mappings", "scope", mapping["clientScope"], scopes) for mapping in text.scope_mappings),
        *(("scope-mappings", "role", name, roles) for mapping in text.scope_mappings for name in mapping["roles"]),
        *((role["name"], "role", name, roles) for role in text.roles for name in role.get("composites", {}).get("realm", [])),
        *(
            (policy["name"], "profile", name, profiles)
            for policy in text.client_policies["policies"]
            for name in policy["profiles"]
        ),
        *(
            ("service-accounts", "client", name, {client["clientId"] for client in text.clients})
            for name in text.service_accounts
        ),
    ]
    for where, kind, name, known in named:
        if name not in known:
            raise ConfigurationError(f"{where} names the {kind} '{name}', which is not defined; nothing was written.")


def _scopes_of(client: Representation) -> list[str]:
    return [*client.get("defaultClientScopes", []), *client.get("optionalClientScopes", [])]


def _texts(file: Path, values: Values, claims: list[str]) -> dict[str, str]:
    """The words of one language; {{fields}} is what a tenant gets to know of a person."""
    words = _load(file, {**values, **_FIELDS})
    try:
        fields = in_words(claims, words)
    except LookupError as error:
        raise ConfigurationError(
            f"{file} does not say how people call {error}, which tenants receive; nothing was written."
        ) from None
    return {key: filled(word, {"fields": fields}) for key, word in words.items() if not key.startswith(WORD)}


def _holders(file: Path) -> frozenset[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return frozenset((row["role"], row["subject"]) for row in csv.DictReader(lines))
    except (OSError, KeyError) as error:
        raise ConfigurationError(f"{file} must be a table with the columns role and subject ({error}).") from None


def _agencies(file: Path) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            found = {row["code"]: row["name"].strip() for row in csv.DictReader(lines)}
    except (OSError, KeyError, AttributeError) as error:
        raise ConfigurationError(f"{file} must be a table with the columns code and name ({error}).") from None
    for code, name in found.items():
        if not name or not re.fullmatch(r"[A-Z0-9._-]{2,20}", code):
            raise ConfigurationError(
                f"{file}: '{code}' needs a name, or is not an agency code (2 to 20 capital letters, digits, dots, hyphens)."
            )
    return found
