"""Says in words what a tenant gets to know of a person, from the scopes its client really has: so the terms stay true. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

# Mappers that write a claim without being told its name.
_FIXED = {"oidc-sub-mapper": "sub", "oidc-acr-mapper": "acr"}
_TOKENS = ("id.token.claim", "access.token.claim", "userinfo.token.claim")
# Texts under this name say how people call a claim.
WORD = "field."


def travelling(client_scopes: Iterable[Mapping[str, Any]], tenant_client: Mapping[str, Any]) -> list[str]:
    """Every claim that a tenant may receive, in the order of the text."""
    of_client = {*tenant_client.get("defaultClientScopes", []), *tenant_client.get("optionalClientScopes", [])}
    owners = [*(scope for scope in client_scopes if scope["name"] in of_client), tenant_client]
    mappers = [mapper for owner in owners for mapper in owner.get("protocolMappers", [])]
    told = [mapper for mapper in mappers if any(str(mapper["config"].get(token)).lower() == "true" for token in _TOKENS)]
    named = (mapper["config"].get("claim.name") or _FIXED.get(mapper["protocolMapper"]) for mapper in told)
    return [claim for claim in named if claim]


def in_words(claims: Iterable[str], texts: Mapping[str, str]) -> str:
    """The claims as people call them in this language; LookupError with the first that has no word."""
    return ", ".join(texts[f"{WORD}{claim}"] for claim in claims)
