"""One simulated tenant: the tenant's side of docs/contract.md over a site, with keys, switches and, when told so, a fault.

Touches only memory and the clock.
"""

import gzip
import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock

from joserfc.jwk import RSAKey

from syncd.clock import now_ms
from syncd.model.wire import CONTRACT, CONTRACTS
from syncd.simulator.credentials import LIFETIME_S, Errand, Guard, RefusedError, bearer, digest_of, key_set_document, signed
from syncd.simulator.faults import Fault, Reply
from syncd.simulator.pages import Json, Page, answer_ask, cursor_on_wire
from syncd.simulator.request import BadRequestError, Request, parse_request
from syncd.simulator.site import Site

VERSIONS: Json = {"plugin": 2026112300, "release": "1.0.0", "moodle": "4.5.6 (Build: 20250811)", "php": "8.2.29"}
_WITH_PROFILE = 3
NDJSON = "application/x-ndjson; charset=utf-8"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre a tenant has joined: its name and its pinned key set document."""

    url: str
    jwks: str


@dataclass
class Tenant:
    """A simulated tenant. One request at a time sees or changes it; `lock` is for callers that act on the site."""

    name: str
    url: str
    site_id: str
    site: Site
    keys: list[RSAKey]  # all are published, the first one signs
    epoch: str = field(default_factory=lambda: secrets.token_hex(16))
    streams: tuple[str, ...] = ("catalogue",)
    paused: bool = False
    contracts: tuple[int, ...] = CONTRACTS  # a plugin of the first version has (1,)
    profile: dict[str, str | None] | None = None
    centre: Centre | None = None
    fault: Fault | None = None
    clock_offset_s: int = 0
    site_backup: Site | None = None
    fetch: Callable[[str], str] | None = None  # how to read the centre's key set again after a rotation
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._guard = Guard()
        self._last_reply: Reply | None = None

    @property
    def jwks(self) -> str:
        return key_set_document(self.keys)

    def now(self) -> int:
        """The tenant's own clock, which a fault can move."""
        return now_ms() // 1000 + self.clock_offset_s + (self.fault.clock_offset_s if self.fault else 0)

    def token(self, scope: str, centre: str) -> str:
        """An Authorization header for a request of this tenant to the centre."""
        return bearer(self.keys[0], self.jwks, Errand(self.url, centre, scope), self.now())

    def reset(self) -> None:
        """The database starts again from nothing: new epoch, and ids begin at 1."""
        self.site = Site(None)
        self.epoch = secrets.token_hex(16)

    def answer(self, body: bytes, authorization: str) -> Reply:
        """The reply to one request for the learning feed."""
        with self.lock:
            reply = self._reply(body, authorization)
            if self.fault and self.fault.reply:
                # A fault may hand out the answer to an earlier request.
                reply, self._last_reply = self.fault.reply(reply, self._last_reply), reply
            else:
                self._last_reply = reply
            return reply

    def _reply(self, body: bytes, authorization: str) -> Reply:
        try:
            self._admit(authorization)
            request = parse_request(body, self.contracts)
        except RefusedError:
            return problem(401, "unauthorised", "The request does not prove that it comes from the centre.")
        except BadRequestError as error:
            return problem(400, "bad_request", str(error))
        self.site.log.number()
        return self._sealed(request)

    def _admit(self, authorization: str) -> None:
        if self.centre is None:
            raise RefusedError("not joined")
        serves = self._guard.admit(authorization, self.centre.jwks, Errand(self.centre.url, self.url, "feed"), self.now())
        if serves != digest_of(self.centre.jwks) and self.fetch:
            document = self.fetch(f"{self.centre.url}/.well-known/jwks.json")
            if digest_of(document) == serves:
                self.centre = replace(self.centre, jwks=document)

    def _sealed(self, request: Request) -> Reply:
        fault = self.fault or Fault("", "")
        handshake = fault.handshake(self._handshake(request))
        pages = [answer_ask(self.site, ask, self._switched_off(ask.stream), request.contract) for ask in request.asks]
        if fault.page:
            pages = [fault.page(page) for page in pages]
        text = _lines([handshake, *_page_lines(pages)])
        text = fault.text(text) if fault.text else text
        claims: Json = {
            "iss": handshake["url"],
            "aud": self.centre.url if self.centre else "",
            "iat": self.now(),
            "exp": self.now() + LIFETIME_S,
            "nonce": request.nonce,
            "sha256": sha256(text).hexdigest(),
            "jwks": digest_of(self.jwks),
        }
        seal = signed(fault.key() if fault.key else self.keys[0], claims)
        return Reply(200, {"Content-Type": NDJSON}, text + _lines([{"seal": seal}]))

    def _handshake(self, request: Request) -> Json:
        return {
            "contract": request.contract,
            **({"contracts": list(self.contracts)} if self.contracts != (CONTRACT,) else {}),
            "site": self.site_id,
            "url": self.url,
            "epoch": self.epoch,
            "nonce": request.nonce,
            **VERSIONS,
            "clock": self.now(),
            "streams": list(self.streams),
            "log": cursor_on_wire(self.site.log.head),
            "paused": self.paused,
            **({"profile": self.profile} if request.contract >= _WITH_PROFILE else {}),
        }

    def _switched_off(self, stream: str) -> str | None:
        if self.paused:
            return "paused"
        return None if stream in self.streams else "off"


def problem(status: int, code: str, detail: str) -> Reply:
    """An error as docs/contract.md section 8 writes it."""
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail}
    return Reply(status, {"Content-Type": PROBLEM}, json.dumps(body).encode())


def compressed(reply: Reply) -> Reply:
    """The reply as it travels to a caller who accepts gzip."""
    if reply.finished:
        return reply
    return replace(reply, headers=reply.headers | {"Content-Encoding": "gzip"}, body=gzip.compress(reply.body, 1))


def _page_lines(pages: Sequence[Page]) -> Iterable[Json]:
    for page in pages:
        yield from (page.head, page.rows, page.tail)


def _lines(documents: Iterable[Json]) -> bytes:
    return b"".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in documents)
