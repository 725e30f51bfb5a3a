"""Reads the realm as reviewed text and refuses, before anything is written, what it does not know. Reads one directory."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syncd.errors import ConfigurationError

Representation = dict[str, Any]

# Keycloak ignores some unknown members without a word, and a misspelt one would silently do nothing.
# fmt: off
_KNOWN = {
    "realm": {
        "accessCodeLifespan", "accessCodeLifespanLogin", "accessCodeLifespanUserAction", "accessTokenLifespan",
        "accountTheme", "actionTokenGeneratedByAdminLifespan", "actionTokenGeneratedByUserLifespan",
        "adminEventsDetailsEnabled", "adminEventsEnabled", "attributes", "browserFlow", "bruteForceProtected",
        "bruteForceStrategy", "defaultLocale", "defaultSignatureAlgorithm", "displayName", "displayNameHtml",
        "duplicateEmailsAllowed", "editUsernameAllowed", "emailTheme", "enabled", "enabledEventTypes",
        "eventsEnabled", "eventsExpiration", "eventsListeners", "failureFactor", "internationalizationEnabled",
        "loginTheme", "loginWithEmailAllowed", "maxDeltaTimeSeconds", "maxFailureWaitSeconds", "maxTemporaryLockouts",
        "minimumQuickLoginWaitSeconds", "offlineSessionMaxLifespan", "offlineSessionMaxLifespanEnabled",
        "organizationsEnabled", "otpPolicyAlgorithm", "otpPolicyCodeReusable", "otpPolicyDigits",
        "otpPolicyLookAheadWindow", "otpPolicyPeriod", "otpPolicyType", "passwordPolicy", "permanentLockout",
        "quickLoginCheckMilliSeconds", "refreshTokenMaxReuse", "registrationAllowed", "registrationEmailAsUsername",
        "rememberMe", "resetCredentialsFlow", "resetPasswordAllowed", "revokeRefreshToken", "smtpServer",
        "sslRequired", "ssoSessionIdleTimeout", "ssoSessionMaxLifespan", "supportedLocales",
        "userManagedAccessAllowed", "verifyEmail", "waitIncrementSeconds", "webAuthnPolicyRpEntityName",
        "webAuthnPolicyRpId", "webAuthnPolicyUserVerificationRequirement",
    },
    "client scope": {
        "attributes", "description", "name", "protocol", "protocolMappers",
    },
    "scope mapping": {
        "clientScope", "roles",
    },
    "user profile": {
        "attributes", "groups", "unmanagedAttributePolicy",
    },
    "role": {
        "composite", "composites", "description", "name",
    },
    "client": {
        "adminUrl", "attributes", "authenticationFlowBindingOverrides", "baseUrl", "bearerOnly",
        "clientAuthenticatorType", "clientId", "consentRequired", "defaultClientScopes", "description",
        "directAccessGrantsEnabled", "enabled", "frontchannelLogout", "fullScopeAllowed", "implicitFlowEnabled",
        "name", "optionalClientScopes", "protocol", "protocolMappers", "publicClient", "redirectUris", "rootUrl",
        "serviceAccountsEnabled", "standardFlowEnabled", "webOrigins",
    },
    "client policies": {
        "policies", "profiles",
    },
    "flow": {
        "alias", "description", "executions",
    },
    "required action": {
        "alias", "config", "defaultAction", "enabled", "name", "priority",
    },
    "identity provider": {
        "alias", "config", "displayName", "enabled", "firstBrokerLoginFlowAlias", "hideOnLogin", "linkOnly",
        "providerId", "storeToken", "trustEmail",
    },
}
# fmt: on
_SECRET = re.compile(r"secret|password$|private.?key", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RealmText:
    """The realm as it is wanted. `tenant_client` is a template with {{tenant}}, {{name}} and {{url}}."""

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


def read_text(directory: Path, values: Mapping[str, str]) -> RealmText:
    """The text with its {{placeholders}} filled, or ConfigurationError that names file and member."""
    if not (directory / "realm.json").is_file():
        raise ConfigurationError(
            f"{directory} holds no realm.json: set [keycloak] realm_dir to the directory of the realm's text."
        )
    text = RealmText(
        realm=_object(directory / "realm.json", "realm", values),
        client_scopes=_objects(directory / "client-scopes.json", "client scope", values),
        scope_mappings=_objects(directory / "scope-mappings.json", "scope mapping", values),
        user_profile=_object(directory / "user-profile.json", "user profile", values),
        roles=_objects(directory / "roles.json", "role", values),
        clients=_objects(directory / "clients.json", "client", values),
        service_accounts=_load(directory / "service-accounts.json", values),
        tenant_client=_object(directory / "tenant-client.json", "client", {}),
        client_policies=_object(directory / "client-policies.json", "client policies", values),
        flows=_objects(directory / "flows.json", "flow", values),
        required_actions=_objects(directory / "required-actions.json", "required action", values),
        identity_providers=_objects(directory / "identity-providers.json", "identity provider", values),
        agencies=_agencies(directory / "agencies.csv"),
        texts={file.stem: _load(file, values) for file in sorted((directory / "texts").glob("*.json"))},
    )
    _check_scopes(text)
    return text


def filled(value: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """The same with {{name}} replaced; a text that is nothing but a placeholder for true or false becomes that."""
    if isinstance(value, dict):
        return {key: filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    if isinstance(value, str) and "{{" in value:
        text = re.sub(r"\{\{(\w+)\}\}", lambda found: values.get(found.group(1), found.group(0)), value)
        return {"true": True, "false": False}.get(text, text) if value.startswith("{{") else text
    return value


def _load(file: Path, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    try:
        return filled(json.loads(file.read_text(encoding="utf-8")), values)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise ConfigurationError(f"{file} is not valid JSON: {error}.") from None


def _objects(file: Path, kind: str, values: Mapping[str, str]) -> list[Representation]:
    found = _load(file, values)
    if not isinstance(found, list):
        raise ConfigurationError(f"{file} must hold a list.")
    return [_checked(each, kind, file) for each in found]


def _object(file: Path, kind: str, values: Mapping[str, str]) -> Representation:
    return _checked(_load(file, values), kind, file)


def _checked(found: Any, kind: str, file: Path) -> Representation:  # noqa: ANN401 - any JSON
    if not isinstance(found, dict):
        raise ConfigurationError(f"{file}: a {kind} must be an object.")
    if unknown := sorted(found.keys() - _KNOWN[kind]):
        raise ConfigurationError(f"{file}: unknown member '{unknown[0]}' of a {kind}; nothing was written.")
    _refuse_secrets(found, file)
    return dict(found)


def _refuse_secrets(value: object, file: Path) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            if _SECRET.search(key) and isinstance(each, str) and each:
                raise ConfigurationError(f"{file}: '{key}' looks like a secret; secrets do not belong into the realm's text.")
            _refuse_secrets(each, file)
    elif isinstance(value, list):
        for each in value:
            _refuse_secrets(each, file)


def read_tenant_client(directory: Path) -> Representation:
    """The template of a tenant's client alone, for making one client."""
    return _object(directory / "tenant-client.json", "client", {})


def _check_scopes(text: RealmText) -> None:
    """A client that names a scope nobody defines gets only a warning from Keycloak, in its log."""
    known = {scope["name"] for scope in text.client_scopes}
    for client in (*text.clients, text.tenant_client):
        wanted = {*client.get("defaultClientScopes", []), *client.get("optionalClientScopes", [])}
        if missing := sorted(wanted - known):
            raise ConfigurationError(
                f"client {client['clientId']} names the scope '{missing[0]}', which is not defined; nothing was written."
            )


def _agencies(file: Path) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            found = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    except (OSError, KeyError) as error:
        raise ConfigurationError(f"{file} must be a table with the columns code and name ({error}).") from None
    for code in found:
        if not re.fullmatch(r"[A-Z0-9._-]{2,20}", code):
            raise ConfigurationError(f"{file}: '{code}' is not an agency code (2 to 20 capital letters, digits, dots, hyphens).")
    return found
