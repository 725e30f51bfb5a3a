"""One HTTP request under the centre's rules: no redirects, no proxies, no cookies, one deadline. The only user of `requests`."""

import http.client
import ssl
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager

from syncd import __version__
from syncd.errors import Code, TenantError
from syncd.poll.address import AddressPolicy
from syncd.poll.body import Limits, beginning, opened, read_body, read_some
from syncd.poll.connect import pool_classes, tls_context
from syncd.poll.deadline import Deadline, Watchdog

_OK = 200
_ERROR_BODY = 64 * 1024
# What a head may have, and what the chunks of a body may add to it.
_HEAD, _FRAMING = 128 * 1024, 64 * 1024
_CLOSED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError, ssl.SSLEOFError, ssl.SSLZeroReturnError)


@dataclass(frozen=True, slots=True)
class TransportOptions:
    """How to reach tenants."""

    policy: AddressPolicy = field(default_factory=AddressPolicy)
    connect_timeout_s: float = 5
    total_timeout_s: float = 30
    ca_file: str | None = None
    hosts: int = 1000  # hosts whose connections are kept
    connections_per_host: int = 32
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Request:
    """What to send."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came. The body of status 200 is as it came, that of another is its unpacked beginning. Header names ignore case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    wire_bytes: int
    limits: Limits = field(default_factory=Limits)

    def opened(self) -> AbstractContextManager[bytes]:
        """The unpacked body of status 200, to be let go of soon. Raises TenantError TOO_BIG or BAD_PAYLOAD."""
        return opened(self.body, self.headers.get("Content-Encoding", ""), self.limits)

    @property
    def beginning(self) -> bytes:
        """The first bytes of the unpacked body of status 200."""
        return beginning(self.body, self.headers.get("Content-Encoding", ""), _ERROR_BODY)

    @property
    def media_type(self) -> str:
        """The media type without parameters, in small letters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class ConnectionDroppedError(TenantError):
    """A kept connection was closed by the other side before a byte came: usual, and worth one new request on a new connection."""


class Transport:
    """Keeps connections to all tenants. Safe for many threads."""

    def __init__(self, options: TransportOptions) -> None:
        self._options = options
        self._watchdog = Watchdog()
        # Used without a requests.Session: what a session adds (redirects, cookies, proxies, .netrc) is what we must not have.
        self._adapter = _Adapter(options)

    def send(self, request: Request, *, fresh_only: bool = False, limits: Limits | None = None) -> Reply:
        """The whole reply, or TenantError. `fresh_only`: on a new connection."""
        self._options.policy.check_url(request.url)
        prepared = requests.Request(
            request.method,
            request.url,
            headers={"User-Agent": f"syncd/{__version__}", "Accept-Encoding": "gzip", **request.headers},
            data=request.body,
        ).prepare()
        host = request.url.split("/")[2]
        with self._watchdog.deadline(self._options.total_timeout_s, fresh_only=fresh_only) as deadline:
            deadline.allow(_HEAD)
            response = self._begin(prepared, deadline, host)
            try:
                limits = limits or self._options.limits
                deadline.allow(_FRAMING + (limits.wire if response.status_code == _OK else _ERROR_BODY))
                reply = self._read(response, limits)
            except TenantError:
                if deadline.expired:
                    raise self._slow(host) from None
                raise
            except Exception as error:  # noqa: BLE001 - whatever the libraries make of foreign bytes is about these bytes
                if deadline.expired or _chain_has(error, TimeoutError):
                    raise self._slow(host) from None
                raise TenantError(
                    Code.BAD_PAYLOAD,
                    f"{host} broke off in the middle of its answer; look at its web server and the proxies before it.",
                ) from None
            finally:
                response.close()
            if deadline.expired:  # the end of the stream that we saw was our own doing
                raise self._slow(host)
            return reply

    def close(self) -> None:
        """Closes all kept connections."""
        self._adapter.close()

    def _begin(self, prepared: requests.PreparedRequest, deadline: Deadline, host: str) -> requests.Response:
        """Sends the request and reads the headers of the response."""
        timeouts = (self._options.connect_timeout_s, self._options.total_timeout_s)
        try:
            return self._adapter.send(prepared, stream=True, timeout=timeouts)
        except TenantError:
            deadline.drop()
            raise
        except Exception as error:  # noqa: BLE001 - whatever the libraries make of foreign bytes is about these bytes
            deadline.drop()
            if deadline.expired or _chain_has(error, TimeoutError):
                raise self._slow(host) from None
            if _chain_has(error, *_CLOSED):
                kept = not deadline.connected
                raise (ConnectionDroppedError if kept else TenantError)(
                    Code.DOWN, f"{host} closed the connection without an answer; look at its web server's error log."
                ) from None
            if _chain_has(error, ssl.SSLError):
                raise TenantError(Code.TLS, _tls_sentence(host, error)) from None
            raise TenantError(
                Code.NOT_API, f"{host} did not answer in HTTP; check that its address and port are those of Moodle."
            ) from None

    def _read(self, response: requests.Response, limits: Limits) -> Reply:
        encoding = response.headers.get("Content-Encoding", "")
        if response.status_code != _OK:
            return Reply(response.status_code, response.headers, read_some(response.raw, encoding, _ERROR_BODY), 0)
        body = read_body(response.raw, encoding, limits)
        return Reply(response.status_code, response.headers, body, len(body), limits)

    def _slow(self, host: str) -> TenantError:
        seconds = self._options.total_timeout_s
        return TenantError(
            Code.SLOW, f"{host} did not finish its answer within {seconds:g} s; look at the load of its server and database."
        )


class _Adapter(HTTPAdapter):
    """A requests adapter whose connections obey the address policy and whose TLS cannot be weakened by an argument."""

    def __init__(self, options: TransportOptions) -> None:
        self._policy = options.policy
        self._tls = tls_context(options.ca_file)
        super().__init__(pool_connections=options.hosts, pool_maxsize=options.connections_per_host, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **_: Any) -> None:  # noqa: ANN401 - requests'
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block)
        self.poolmanager.pool_classes_by_scheme = pool_classes(self._policy)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, _verify: object, _cert: object = None
    ) -> Any:  # noqa: ANN401 - requests' types are private
        host, _tls = super().build_connection_pool_key_attributes(request, verify=True)
        return host, {"ssl_context": self._tls, "cert_reqs": "CERT_REQUIRED"} if host["scheme"] == "https" else {}

    def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
        """Leaves the connection as it is: `_tls` verifies, and loading the authorities again for each connection takes 20 ms."""


def _chain_has(error: BaseException | None, *kinds: type[BaseException]) -> bool:
    """Whether one of these is the error or behind it."""
    while error is not None:
        if isinstance(error, kinds):
            return True
        error = error.__cause__ or error.__context__
    return False


def _tls_sentence(host: str, error: BaseException | None) -> str:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"The certificate of {host} is not accepted ({error.verify_message}); renew it or complete its chain there."
        error = error.__cause__ or error.__context__
    return f"{host} and the centre could not agree on TLS; the tenant's web server must offer TLS 1.2 or newer on this port."
