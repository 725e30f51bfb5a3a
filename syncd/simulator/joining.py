"""A simulated tenant joins, asks and leaves as the plugin does (docs/contract.md section 7). Speaks HTTP to the centre only."""

import base64
import json
import re
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from syncd.model.wire import CONTRACT
from syncd.simulator.tenant import VERSIONS, Centre, Tenant

_CODE = re.compile(r"ASN1\.([A-Za-z0-9_-]{8,})\.([A-Za-z0-9_-]{22,64})")
_TIMEOUT_S = 30


class CentreRefusedError(Exception):
    """The centre did not answer with success; the message is its own `detail`."""


def join(tenant: Tenant, code: str) -> str:
    """Use a join code; the tenant then trusts this centre. Gives the name the centre has for the tenant."""
    match = _CODE.fullmatch(code.strip())
    if match is None:
        raise CentreRefusedError("that is not a join code")
    address, secret = match.groups()
    centre = base64.urlsafe_b64decode(address + "=" * (-len(address) % 4)).decode()
    body = {"contract": CONTRACT, "code": secret, "site": tenant.site_id, "url": tenant.url, "name": tenant.name, **VERSIONS}
    answer = _ask(tenant, centre, "join", body)
    tenant.centre = Centre(centre, json.dumps(answer["jwks"], separators=(",", ":"), sort_keys=True))
    tenant.fetch = read
    return str(answer["tenant"])


def leave(tenant: Tenant) -> dict[str, object]:
    """Disconnect; the receipt says what the centre deleted."""
    receipt = _ask(tenant, _centre_of(tenant).url, "leave", {"site": tenant.site_id})
    tenant.centre = None
    return receipt


def tenant_status(tenant: Tenant) -> dict[str, object]:
    """What the centre did with this tenant's data."""
    return _ask(tenant, _centre_of(tenant).url, "status", None)


def read(url: str) -> str:
    """The text at this address of the centre."""
    with urlopen(url, timeout=_TIMEOUT_S) as response:  # noqa: S310 - the address of the pinned centre
        return str(response.read().decode())


def _centre_of(tenant: Tenant) -> Centre:
    if tenant.centre is None:
        raise CentreRefusedError("the tenant has not joined")
    return tenant.centre


def _ask(tenant: Tenant, centre: str, scope: str, body: object) -> dict[str, object]:
    headers = {"Authorization": tenant.token(scope, centre), "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body is not None else None
    request = Request(f"{centre}/api/v1/{scope}", data, headers)  # noqa: S310 - the address in the code an operator made
    try:
        with urlopen(request, timeout=_TIMEOUT_S) as response:  # noqa: S310
            if response.status != HTTPStatus.OK:
                raise CentreRefusedError(f"status {response.status}")
            return dict(json.load(response))
    except HTTPError as error:
        raise CentreRefusedError(_detail(error)) from error


def _detail(error: HTTPError) -> str:
    try:
        problem = json.load(error)
        return f"{error.code} {problem['code']}: {problem['detail']}"
    except (ValueError, KeyError):
        return f"status {error.code}"
