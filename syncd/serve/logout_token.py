"""Reads a back-channel logout: its form, and whether the issuer made the token for this client. Asks for keys."""

from http import HTTPStatus
from urllib.parse import parse_qs

import structlog

from syncd.keycloak.issuer_keys import IssuerKeys
from syncd.keys import TokenRefusedError
from syncd.keys.logout import LogoutClaims, verify_logout
from syncd.log import Event
from syncd.serve.problem import ProblemError, bad_request

_log = structlog.get_logger()
_RETRY_S = 30

FORM: dict[str, object] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "required": ["logout_token"], "properties": {"logout_token": {"type": "string"}}}
            }
        },
    }
}


def proven(raw: bytes, issuer: str | None, issuer_keys: IssuerKeys, client_id: str) -> LogoutClaims:
    """What the token in this body says, if the issuer made it for this client; else ProblemError."""
    token = _token_in(raw)
    try:
        claims = None if issuer is None else issuer_keys.believed(lambda keys: verify_logout(token, keys, issuer, client_id))
    except TokenRefusedError as error:
        _log.warning(Event.REQUEST_REFUSED, scope="logout", client=client_id, reason=str(error))
        raise bad_request("This is no logout token of the identity issuer for this client.") from None
    if claims is None:
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE, "maintenance", "The identity issuer's keys are not known now.", _RETRY_S
        )
    return claims


def _token_in(raw: bytes) -> str:
    try:
        fields = parse_qs(raw.decode("ascii"), strict_parsing=True, max_num_fields=4)
    except ValueError:
        raise bad_request("The body is not a form with a logout_token.") from None
    token = fields.get("logout_token", [""])
    if len(token) != 1 or not token[0]:
        raise bad_request("The body is not a form with one logout_token.")
    return token[0]
