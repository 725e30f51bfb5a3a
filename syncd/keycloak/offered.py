"""Checks that this Keycloak offers the mappers, steps, rules and options the text names. Asks it once, writes nothing.

Keycloak keeps an option it does not know, and does nothing with it; some unknown kinds it notices only half-way.
"""

from collections.abc import Iterator
from typing import Any

from syncd.errors import ConfigurationError
from syncd.keycloak.api import RealmApi
from syncd.keycloak.text import RealmText

_TYPES = {
    "mapper": "org.keycloak.protocol.ProtocolMapper",
    "executor": "org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider",
    "condition": "org.keycloak.services.clientpolicy.condition.ClientPolicyConditionProvider",
    "step": "org.keycloak.authentication.Authenticator",
    "validation": "org.keycloak.validate.Validator",
}
# A name the text uses: where, as what kind, the name, and the options given with it.
_Use = tuple[str, str, str, dict[str, Any]]


def check_offered(api: RealmApi, text: RealmText) -> None:
    """ConfigurationError that names the first thing in the text that this Keycloak does not know."""
    info = api.server_info()
    offered = {
        kind: {each["id"]: {option["name"] for option in each["properties"]} for each in info["componentTypes"][name]}
        for kind, name in _TYPES.items()
    }
    plain = {
        "identity provider": {each["id"] for each in info["identityProviders"]},
        "required action": set(info["providers"]["required-action"]["providers"]),
    }
    for where, kind, name, options in _uses(text):
        known = plain.get(kind) or offered[kind].keys()
        if name not in known:
            raise ConfigurationError(f"{where}: this Keycloak has no {kind} '{name}'; nothing was written.")
        if kind in offered and (unknown := sorted(options.keys() - offered[kind][name])):
            raise ConfigurationError(f"{where}: the {kind} '{name}' has no option '{unknown[0]}'; nothing was written.")


def _uses(text: RealmText) -> Iterator[_Use]:
    for scope in text.client_scopes:
        yield from _mappers(f"client scope {scope['name']}", scope)
    for client in (*text.clients, text.tenant_client):
        yield from _mappers(f"client {client['clientId']}", client)
    yield from _rules(text.client_policies["profiles"], "policy profile", "executors", "executor")
    yield from _rules(text.client_policies["policies"], "policy", "conditions", "condition")
    for attribute in text.user_profile["attributes"]:
        for name, options in attribute.get("validations", {}).items():
            yield f"attribute {attribute['name']}", "validation", name, options
    for flow in text.flows:
        for step in (each for each in flow["executions"] if "provider" in each):
            yield f"flow {flow['alias']}", "step", step["provider"], step.get("config", {})
    yield from ((f"{each['alias']}", "identity provider", each["providerId"], {}) for each in text.identity_providers)
    yield from (("required actions", "required action", each["alias"], {}) for each in text.required_actions)


def _rules(owners: list[dict[str, Any]], what: str, member: str, kind: str) -> Iterator[_Use]:
    for owner in owners:
        for each in owner[member]:
            yield f"{what} {owner['name']}", kind, each[kind], each.get("configuration", {})


def _mappers(where: str, owner: dict[str, Any]) -> Iterator[_Use]:
    for mapper in owner.get("protocolMappers", []):
        yield where, "mapper", mapper["protocolMapper"], mapper.get("config", {})
