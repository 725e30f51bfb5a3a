"""Checks which members the objects of a realm's text have; refuses unknown ones and anything that looks like a secret. Pure."""

import re
from typing import Any

# Keycloak ignores some unknown members without a word, and a misspelt one would silently do nothing.
# fmt: off
_KNOWN = {
    "attribute": {
        "annotations", "defaultValue", "displayName", "group", "multivalued", "name", "permissions", "required",
        "selector", "validations",
    },
    "attribute group": {
        "annotations", "displayDescription", "displayHeader", "name",
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
    "client scope": {
        "attributes", "description", "name", "protocol", "protocolMappers",
    },
    "condition": {
        "condition", "configuration",
    },
    "executor": {
        "configuration", "executor",
    },
    "flow": {
        "alias", "description", "executions",
    },
    "identity provider": {
        "alias", "config", "displayName", "enabled", "firstBrokerLoginFlowAlias", "hideOnLogin", "linkOnly",
        "providerId", "storeToken", "trustEmail",
    },
    "mapper": {
        "config", "consentRequired", "name", "protocol", "protocolMapper",
    },
    "permission": {
        "edit", "view",
    },
    "policy": {
        "conditions", "description", "enabled", "name", "profiles",
    },
    "policy profile": {
        "description", "executors", "name",
    },
    "realm": {
        "accessCodeLifespan", "accessCodeLifespanLogin", "accessCodeLifespanUserAction", "accessTokenLifespan",
        "accessTokenLifespanForImplicitFlow", "accountTheme", "actionTokenGeneratedByAdminLifespan",
        "actionTokenGeneratedByUserLifespan", "adminEventsDetailsEnabled", "adminEventsEnabled", "attributes",
        "browserFlow", "browserSecurityHeaders", "bruteForceProtected", "bruteForceStrategy",
        "clientAuthenticationFlow", "clientSessionIdleTimeout", "clientSessionMaxLifespan", "defaultLocale",
        "defaultSignatureAlgorithm", "directGrantFlow", "displayName", "displayNameHtml", "dockerAuthenticationFlow",
        "duplicateEmailsAllowed", "editUsernameAllowed", "emailTheme", "enabled", "enabledEventTypes", "eventsEnabled",
        "eventsExpiration", "eventsListeners", "failureFactor", "firstBrokerLoginFlow", "internationalizationEnabled",
        "loginTheme", "loginWithEmailAllowed", "maxDeltaTimeSeconds", "maxFailureWaitSeconds", "maxTemporaryLockouts",
        "minimumQuickLoginWaitSeconds", "offlineSessionMaxLifespan", "offlineSessionMaxLifespanEnabled",
        "organizationsEnabled", "otpPolicyAlgorithm", "otpPolicyCodeReusable", "otpPolicyDigits",
        "otpPolicyLookAheadWindow", "otpPolicyPeriod", "otpPolicyType", "passwordPolicy", "permanentLockout",
        "quickLoginCheckMilliSeconds", "refreshTokenMaxReuse", "registrationAllowed", "registrationEmailAsUsername",
        "registrationFlow", "rememberMe", "resetCredentialsFlow", "resetPasswordAllowed", "revokeRefreshToken",
        "smtpServer", "sslRequired", "ssoSessionIdleTimeout", "ssoSessionIdleTimeoutRememberMe",
        "ssoSessionMaxLifespan", "ssoSessionMaxLifespanRememberMe", "supportedLocales", "userManagedAccessAllowed",
        "verifyEmail", "waitIncrementSeconds", "webAuthnPolicyRpEntityName", "webAuthnPolicyRpId",
        "webAuthnPolicyUserVerificationRequirement",
    },
    "required action": {
        "alias", "config", "defaultAction", "enabled", "name", "priority",
    },
    "requirement": {
        "roles", "scopes",
    },
    "role": {
        "composite", "composites", "description", "name",
    },
    "role parts": {
        "client", "realm",
    },
    "scope mapping": {
        "clientScope", "roles",
    },
    "selector": {
        "scopes",
    },
    "step": {
        "config", "flow", "level", "provider", "requirement",
    },
    "user profile": {
        "attributes", "groups", "unmanagedAttributePolicy",
    },
}
# fmt: on
# Which members are objects, or lists of objects, of which kind.
_WITHIN = {
    "client": {"protocolMappers": "mapper"},
    "client scope": {"protocolMappers": "mapper"},
    "role": {"composites": "role parts"},
    "user profile": {"attributes": "attribute", "groups": "attribute group"},
    "attribute": {"permissions": "permission", "required": "requirement", "selector": "selector"},
    "client policies": {"profiles": "policy profile", "policies": "policy"},
    "policy profile": {"executors": "executor"},
    "policy": {"conditions": "condition"},
    "flow": {"executions": "step"},
}
_SECRET = re.compile(r"secret|password$|private.?key", re.IGNORECASE)


def check_members(found: object, kind: str) -> dict[str, Any]:
    """The object, if all its members, however deep, are known; else a ValueError that names the first unknown one."""
    if not isinstance(found, dict):
        raise ValueError(f"a {kind} must be an object")  # noqa: TRY004 - the text is wrong, not our types
    if unknown := sorted(found.keys() - _KNOWN[kind]):
        raise ValueError(f"unknown member '{unknown[0]}' of a {kind}")
    for member, inner in _WITHIN.get(kind, {}).items():
        value = found.get(member, [])
        for each in value if isinstance(value, list) else [value]:
            check_members(each, inner)
    _refuse_secrets(found)
    return dict(found)


def _refuse_secrets(value: object) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            if _SECRET.search(key) and isinstance(each, str) and each:
                raise ValueError(f"'{key}' looks like a secret, which does not belong into the realm's text")
            _refuse_secrets(each)
    elif isinstance(value, list):
        for each in value:
            _refuse_secrets(each)
