"""From where a request comes, to count what one caller takes. Pure.

Nothing is permitted for it: whoever lies about it at most counts as another caller.
"""

import ipaddress

from starlette.requests import Request

_FORWARDED = "x-forwarded-for"
# What one house gets of the newer addresses: whoever has one of them has all.
_ONE_HOUSE = 64
_KNOWN_LENGTH = 64


def origin(request: Request) -> str:
    """The address that a proxy on this machine names last, else the one the connection comes from."""
    address = request.client.host if request.client else ""
    if _is_loopback(address) and (forwarded := request.headers.getlist(_FORWARDED)):
        address = forwarded[-1].rpartition(",")[2].strip()
    return _house(address)


def _house(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:_KNOWN_LENGTH]
    if isinstance(known, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((known, _ONE_HOUSE), strict=False)) if known.ipv4_mapped is None else str(known.ipv4_mapped)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
