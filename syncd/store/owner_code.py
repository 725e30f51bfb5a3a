"""The code by which the people directory knows the agency that owns a tenant. Pure."""

import re

# As `keycloak-realm/agencies.csv` writes codes.
CODE = r"^[A-Z0-9][A-Z0-9.-]{1,19}$"


def is_code(text: str) -> bool:
    """Whether a text is written as codes are."""
    return re.fullmatch(CODE, text) is not None


def owner_code(noted: str | None, agency: str) -> str | None:
    """What LAN noted; else the agency's name where that is a code; None where nobody can tell who is of the owner's own."""
    return noted or (agency if is_code(agency) else None)
