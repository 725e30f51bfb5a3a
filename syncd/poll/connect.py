"""Connections that resolve, check and connect: the address checked is the address connected. Opens sockets to tenants."""

import ipaddress
import queue
import socket
import ssl
import threading
from typing import Any

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from syncd import clock
from syncd.errors import Code, TenantError
from syncd.poll.address import Address, AddressPolicy
from syncd.poll.deadline import current

_FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
# The resolver of the operating system cannot be interrupted; this many look-ups may hang before others have to wait for them.
_LOOKUPS = threading.BoundedSemaphore(64)


def resolve(host: str, port: int, timeout: float) -> list[Address]:
    """The addresses of a host in the system's order. Raises TenantError DOWN when there are none in time."""
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    deadline = clock.monotonic() + timeout
    if not _LOOKUPS.acquire(timeout=timeout):
        raise TenantError(Code.DOWN, f"The name {host} could not be looked up in time; check the DNS servers of the centre.")
    found: queue.SimpleQueue[list[Address] | OSError | UnicodeError] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, found), name="resolve", daemon=True).start()
    try:
        result = found.get(timeout=max(0.001, deadline - clock.monotonic()))
    except queue.Empty:
        result = TimeoutError()
    if not isinstance(result, list) or not result:
        raise TenantError(
            Code.DOWN, f"The name {host} has no address in the DNS, or the DNS did not answer; check the tenant's domain."
        )
    return result


def _look_up(host: str, port: int, found: "queue.SimpleQueue[list[Address] | OSError | UnicodeError]") -> None:
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put(list(dict.fromkeys(ipaddress.ip_address(info[4][0]) for info in infos)))
    except (OSError, UnicodeError) as error:
        found.put(error)
    finally:
        _LOOKUPS.release()


def connect(policy: AddressPolicy, scheme: str, host: str, port: int, timeout: float) -> socket.socket:
    """A connected socket to an address of `host` that the policy allows. Raises TenantError."""
    deadline = clock.monotonic() + timeout
    addresses = resolve(host, port, timeout)
    # All of them before the first packet: a name with one inner address is refused, not tried until it happens to be outside.
    for address in addresses:
        policy.check_address(address, port, scheme)
    refused = False
    for position, address in enumerate(addresses):
        remaining = deadline - clock.monotonic()
        if remaining <= 0:
            break
        sock = socket.socket(_FAMILY[address.version], socket.SOCK_STREAM)
        try:
            # Each address gets its share, so that a dead first one leaves time for the second.
            sock.settimeout(remaining / (len(addresses) - position))
            sock.connect((str(address), port))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(max(0.001, deadline - clock.monotonic()))  # what is left is for TLS
        except OSError as error:
            refused = refused or isinstance(error, ConnectionRefusedError)
            sock.close()
        else:
            return _metered(sock)
    what = "refused the connection" if refused else f"did not take the connection within {timeout:g} s"
    raise TenantError(Code.DOWN, f"{host} {what} on port {port}; check that the tenant's web server is running and reachable.")


class _Metered(socket.socket):
    """A socket whose bytes are counted before http.client and urllib3 see them."""

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:  # noqa: ANN401 - the base class's
        count = super().recv_into(buffer, nbytes, flags)
        current().received(count)
        return count


class _MeteredTLS(ssl.SSLSocket):
    """The same for TLS: what is counted is what came out of it."""

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:  # noqa: ANN401 - the base class's
        count = super().recv_into(buffer, nbytes, flags)
        current().received(count)
        return count


def _metered(sock: socket.socket) -> socket.socket:
    timeout = sock.gettimeout()
    metered = _Metered(sock.family, sock.type, sock.proto, sock.detach())
    metered.settimeout(timeout)
    return metered


def pool_classes(policy: AddressPolicy) -> dict[str, Any]:
    """The connection pools by scheme whose connections obey the policy and the current deadline."""

    class Plain(HTTPConnection):
        """A kept or new connection without TLS."""

        def _new_conn(self) -> socket.socket:
            return _new_socket(self, policy, "http")

        def putrequest(self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False) -> None:
            _begin(self)
            super().putrequest(method, url, skip_host, skip_accept_encoding)

    class Encrypted(HTTPSConnection):
        """A kept or new connection with TLS."""

        def _new_conn(self) -> socket.socket:
            return _new_socket(self, policy, "https")

        def putrequest(self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False) -> None:
            _begin(self)
            super().putrequest(method, url, skip_host, skip_accept_encoding)

    class PlainPool(HTTPConnectionPool):
        """Kept connections to one host."""

        ConnectionCls = Plain

        def _get_conn(self, timeout: float | None = None) -> Any:  # noqa: ANN401 - urllib3's type is private
            return _taken(super()._get_conn(timeout))

    class EncryptedPool(HTTPSConnectionPool):
        """Kept connections to one host."""

        ConnectionCls = Encrypted

        def _get_conn(self, timeout: float | None = None) -> Any:  # noqa: ANN401 - urllib3's type is private
            return _taken(super()._get_conn(timeout))

    return {"http": PlainPool, "https": EncryptedPool}


def _taken(connection: Any) -> Any:  # noqa: ANN401 - urllib3's type is private
    """A connection from the pool; closed where a new one is demanded, so that it connects again."""
    if current().fresh_only:
        connection.close()
    return connection


def _new_socket(connection: HTTPConnection, policy: AddressPolicy, scheme: str) -> socket.socket:
    deadline = current()
    timeout = connection.timeout if isinstance(connection.timeout, int | float) else 0.0
    sock = connect(policy, scheme, connection.host, connection.port, min(timeout, deadline.at - clock.monotonic()))
    deadline.connected = True
    deadline.use(sock)
    return sock


def _begin(connection: HTTPConnection) -> None:
    """A request begins on this connection: put it under the deadline."""
    if connection.sock is None:
        connection.connect()
    current().use(connection.sock)


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """The one way TLS is done: certificates and names always verified, TLS 1.2 or newer."""
    context = ssl.create_default_context()
    context.sslsocket_class = _MeteredTLS
    context.load_verify_locations(certifi.where())
    if ca_file:
        context.load_verify_locations(ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
