"""Asks one tenant: signs the request, sends it, proves the answer (docs/contract.md section 3). Stores nothing."""

import contextlib
import json
import secrets
from collections.abc import Callable, Sequence
from typing import Protocol

from syncd.errors import Code, TenantError
from syncd.keys import KeySet, proves, sha256_hex
from syncd.keys.sign import Scope
from syncd.model.tenant import TenantAddress
from syncd.model.wire import CONTRACT, Answer, Ask
from syncd.poll.address import AddressPolicy, shown_host
from syncd.poll.answer import Asked, parse_answer
from syncd.poll.body import Limits
from syncd.poll.refusal import not_a_feed, refused
from syncd.poll.transport import ConnectionDroppedError, Reply, Request, Transport, TransportOptions
from syncd.settings import Settings
from syncd.strict_json import JsonError, parse

MAX_ASKS = 8
_OK = 200
_FEED_TYPE = "application/x-ndjson"
_KEY_SET_TYPES = ("application/json", "application/jwk-set+json")
_KEY_SET_LIMITS = Limits(wire=64 * 1024, unpacked=64 * 1024)


class BearerSigner(Protocol):
    """Who signs requests: the centre's `KeyRing`, or a `Signer` in tests."""

    def sign_bearer(self, audience: str, scope: Scope) -> str: ...


class FeedClient:
    """Asks tenants on behalf of one centre. Safe for many threads; keeps connections between asks."""

    def __init__(self, keys: BearerSigner, centre: str, options: TransportOptions | None = None) -> None:
        self._keys = keys
        self._centre = centre
        self._transport = Transport(options or TransportOptions())

    def ask(self, address: TenantAddress, asks: Sequence[Ask]) -> Answer:
        """One request, one proven answer. Every failure is a TenantError; nothing of a failed answer is returned.

        A site that does not understand the version any more, because an older plugin was put back, is asked in the first one.
        """
        if len(asks) > MAX_ASKS:
            raise ValueError(f"a request has at most {MAX_ASKS} asks")
        try:
            return self._ask(address, asks, address.contract)
        except TenantError as error:
            if error.code is not Code.PLUGIN_OLD or address.contract == CONTRACT:
                raise
        return self._ask(address, asks, CONTRACT)

    def _ask(self, address: TenantAddress, asks: Sequence[Ask], contract: int) -> Answer:
        asked: list[Asked] = []

        def request() -> Request:
            # A new nonce and token for each sending: the tenant may have seen the first.
            asked.append(Asked(address, self._centre, secrets.token_urlsafe(24), asks, contract))
            document = {"contract": contract, "nonce": asked[-1].nonce, "ask": [ask.to_wire() for ask in asks]}
            headers = {
                "Authorization": f"Bearer {self._keys.sign_bearer(address.url, 'feed')}",
                "Content-Type": "application/json",
                "Accept": f"{_FEED_TYPE}, application/problem+json",
            }
            return Request("POST", f"{address.url}/local/asnunggul/feed.php", headers, json.dumps(document).encode())

        reply = self._send(request)
        host = shown_host(address.url)
        if reply.status != _OK:
            raise refused(reply, host)
        if reply.media_type != _FEED_TYPE:
            raise not_a_feed(reply, host)
        with reply.opened() as body:
            return parse_answer(body, asked[-1], reply.wire_bytes)

    def fetch_jwks(self, url: str) -> str:
        """The key set document a site serves at its address, or TenantError."""
        reply = self._send(
            lambda: Request("GET", f"{url}/local/asnunggul/jwks.php", {"Accept": ", ".join(_KEY_SET_TYPES)}),
            limits=_KEY_SET_LIMITS,
        )
        host = shown_host(url)
        if reply.status != _OK:
            raise refused(reply, host)
        if reply.media_type not in _KEY_SET_TYPES:
            raise TenantError(
                Code.NOT_API, f"{host} serves no key set at /local/asnunggul/jwks.php: install local_asnunggul there."
            )
        try:
            with reply.opened() as body:
                document = body.decode("utf-8")
            KeySet.parse(document)
        except ValueError as error:
            raise TenantError(Code.BAD_PAYLOAD, f"The key set that {host} serves is not usable: {error}.") from None
        return document

    def refresh_jwks(self, address: TenantAddress, sha256: str, announcement: str) -> str | None:
        """The key set with this sha256, if the tenant serves it now and it still proves the believed token that announced it.

        Else None: the pinned set stays.
        """
        try:
            document = self.fetch_jwks(address.url)
        except TenantError:
            return None
        return document if sha256_hex(document.encode()) == sha256 and proves(document, announcement) else None

    def tell_logout(self, address: TenantAddress, issuer: str, session: str | None, subject: str | None) -> None:
        """Tell a tenant that this session, or without one all sessions of this subject, has ended at the issuer.

        TenantError if it did not hear.
        """
        body = json.dumps({"contract": CONTRACT, "issuer": issuer, "session": session, "subject": subject}).encode()

        def request() -> Request:
            headers = {
                "Authorization": f"Bearer {self._keys.sign_bearer(address.url, 'logout')}",
                "Content-Type": "application/json",
                "Accept": "application/json, application/problem+json",
            }
            return Request("POST", f"{address.url}/auth/asnsso/backchannel.php", headers, body)

        reply = self._send(request, limits=_KEY_SET_LIMITS)
        host = shown_host(address.url)
        if reply.status != _OK:
            raise refused(reply, host)
        # A page of maintenance or of a portal has status 200, too, and ends nothing.
        if not _is_object(reply):
            raise TenantError(
                Code.NOT_API,
                f"{host} answers a logout with something else than auth_asnsso: update it there, or look for a proxy.",
            )

    def close(self) -> None:
        """Closes all kept connections."""
        self._transport.close()

    def _send(self, request: Callable[[], Request], limits: Limits | None = None) -> Reply:
        with contextlib.suppress(ConnectionDroppedError):
            return self._transport.send(request(), limits=limits)
        return self._transport.send(request(), fresh_only=True, limits=limits)


def _is_object(reply: Reply) -> bool:
    """Whether this is an object of JSON."""
    if reply.media_type != "application/json":
        return False
    try:
        with reply.opened() as content:
            return isinstance(parse(content), dict)
    except JsonError:
        return False


def open_client(settings: Settings, keys: BearerSigner, total_timeout_s: float | None = None) -> FeedClient:
    """The client as the settings want it; with another time for a whole request where one is given."""
    poll = settings.poll
    options = TransportOptions(
        policy=AddressPolicy(poll.allowed_networks, frozenset(poll.allowed_ports)),
        connect_timeout_s=poll.connect_timeout_s,
        total_timeout_s=total_timeout_s or poll.total_timeout_s,
        ca_file=str(poll.ca_file) if poll.ca_file else None,
        connections_per_host=poll.workers,
    )
    return FeedClient(keys, settings.centre.url, options)
