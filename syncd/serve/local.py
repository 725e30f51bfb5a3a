"""Which requests come from a person at this machine. Pure.

Until people can sign in, only such a person sees pages that list all tenants. A proxy on the same machine must not pass on
`/status` (docs/operations.md names what it passes on); one that adds the usual forwarding headers is recognised here as well.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from syncd.serve.problem import ProblemError

_PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


def is_local(request: Request) -> bool:
    """True when the connection comes from loopback, was not passed on, and asked for a loopback name.

    The headers are never trusted: each of them can only make a request count as not local. The name guards against pages of other
    sites whose host name was pointed at this machine.
    """
    if request.client is None or not _is_loopback(request.client.host):
        return False
    if any(name in request.headers for name in _PROXIED):
        return False
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return False
    return host == "localhost" or _is_loopback(host)


def require_local(request: Request) -> None:
    """Refuses everybody else with 403."""
    if not is_local(request):
        raise ProblemError(
            403,
            "local_only",
            "This page is shown only on the machine itself until people can sign in: open it there or through an SSH tunnel.",
        )


def _is_loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
