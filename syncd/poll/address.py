"""Which addresses syncd may talk to: checks URLs as written and network addresses as resolved. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

import idna

from syncd.errors import Code, TenantError

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

_MAX_URL = 255
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
# A host whose last label is a number is an IPv4 address to every browser and resolver, in whatever base it is written.
_NUMERIC_HOST = re.compile(r"(.*\.)?(0[xX][0-9A-Fa-f]*|[0-9]+)\.?")
# Addresses that carry an IPv4 address inside: what matters is where the packet ends.
_NAT64 = IPv6Network("64:ff9b::/96")
# Special networks that this or an older version of `ipaddress` takes for public ones.
_SPECIAL = tuple(ip_network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16"))


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What may be asked.

    Outside `allowed_networks` only https, only `allowed_ports`, only addresses of the public internet.
    Inside them, which are there for tests, anything goes.
    """

    allowed_networks: tuple[Network, ...] = ()
    allowed_ports: Collection[int] = (443, 8443)

    def check_url(self, url: str) -> SplitResult:
        """The parts of a tenant's URL, or TenantError URL_BLOCKED. For saving; `check_address` is for connecting."""
        parts = _split(url)
        host, port = parts.hostname or "", parts.port
        literal = _literal(host)
        if literal is not None:
            self.check_address(literal, port or _default_port(parts.scheme), parts.scheme)
        elif parts.scheme != "https" and not self.allowed_networks:
            raise _blocked("the address does not begin with https://")
        elif not self.allowed_networks and (port or _default_port(parts.scheme)) not in self.allowed_ports:
            raise _blocked(f"port {port} is not one of {_listed(self.allowed_ports)}")
        return parts

    def check_address(self, address: Address, port: int, scheme: str) -> None:
        """Raises TenantError URL_BLOCKED unless this very address may be connected to."""
        actual = _unwrapped(address)
        if any(actual in network for network in self.allowed_networks if network.version == actual.version):
            return
        if not _is_public(actual):
            raise _blocked(f"{address} is not an address of the public internet")
        if scheme != "https":
            raise _blocked("the address does not begin with https://")
        if port not in self.allowed_ports:
            raise _blocked(f"port {port} is not one of {_listed(self.allowed_ports)}")


def shown_host(url: str) -> str:
    """The host of a URL for people: an international name with its technical form, so that look-alikes stand out."""
    host = urlsplit(url).hostname or url
    try:
        ascii_host = _ascii(host)
        readable = idna.decode(ascii_host)
    except (idna.IDNAError, UnicodeError, TenantError):
        return host
    return host if readable == ascii_host else f"{readable} ({ascii_host})"


def _split(url: str) -> SplitResult:
    """The parts of a URL written in the one plain way we accept, so that no two programs can read it differently."""
    if not 1 <= len(url) <= _MAX_URL:
        raise _blocked(f"the address is not 1 to {_MAX_URL} characters long")
    if re.search(r"[\s\\\x00-\x20\x7f%]", url):
        raise _blocked("the address has a space, a backslash, a percent sign or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _blocked("the address cannot be read") from None
    if parts.scheme not in ("https", "http") or not url.startswith(f"{parts.scheme}://"):
        raise _blocked("the address does not begin with https://")
    if "@" in parts.netloc:
        raise _blocked("the address has a user name or password in it")
    if "?" in url or "#" in url:
        raise _blocked("the address has a query or a fragment")
    if not _PATH.fullmatch(parts.path) or any(part in (".", "..") for part in parts.path.split("/")):
        raise _blocked("the path of the address has unusual characters or a slash at its end")
    if port == 0 or parts.netloc.endswith(":"):
        raise _blocked("the port of the address is empty or 0")
    _check_host(parts.hostname or "")
    return parts


def _check_host(host: str) -> None:
    if _literal(host) is not None:
        return
    if _NUMERIC_HOST.fullmatch(host):
        raise _blocked("the host is a number in an unusual spelling")
    if not re.fullmatch(r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", _ascii(host)):
        raise _blocked("the host is not a name")


def _ascii(host: str) -> str:
    """The host in the form that is looked up."""
    if host.isascii():
        return host
    try:
        return idna.encode(host).decode()
    except (idna.IDNAError, UnicodeError):
        raise _blocked("the host is not a valid international name") from None


def _literal(host: str) -> Address | None:
    """The host as an IP address, if it is one in the usual spelling."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside a mapped, 6to4 or NAT64 address, else the address itself."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


def _is_public(address: Address) -> bool:
    """True for addresses of the public internet: not private, local, shared (CGNAT), multicast, reserved or tunnelled."""
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    if any(address in network for network in _SPECIAL if network.version == address.version):
        return False
    if isinstance(address, IPv6Address):
        return not (address.is_site_local or address.teredo or address.scope_id)
    return True


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _listed(ports: Collection[int]) -> str:
    return ", ".join(str(port) for port in sorted(ports))


def _blocked(why: str) -> TenantError:
    return TenantError(
        Code.URL_BLOCKED,
        f"The tenant's address may not be asked: {why}; correct wwwroot in the tenant's config.php and join again.",
    )
