"""A second tenant, written from docs/contract.md alone: it joins, leaves, answers, and lies if told to. Serves on loopback."""

import contextlib
import gzip
import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.independent.tenant.feed import BadRequestError, Json, Page, answer, parse_request
from tests.independent.tenant.keys import LIFETIME_S, Guard, Key, RefusedError, decoded, hex_digest, key_set
from tests.independent.tenant.site import STREAMS, Site
from tests.independent.tenant.sockets import Listener, request

VERSIONS = {"plugin": 2026010100, "release": "mandiri-1", "moodle": "4.5.6 (Build: 20250811)", "php": "8.2.29"}
FEED, KEYS = "/local/asnunggul/feed.php", "/local/asnunggul/jwks.php"
_FEED_TYPE = "application/x-ndjson; charset=utf-8"
_PROBLEM_TYPE = "application/problem+json"
_MAX_REQUEST = 64 * 1024
_CODE = re.compile(r"ASN1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


class CentreRefusedError(Exception):
    """The centre answered with this status and problem."""

    def __init__(self, status: int, problem: Json) -> None:
        super().__init__(status, problem)
        self.status, self.problem = status, problem


def _true_page(page: Page, _ask: Json) -> Page:
    return page


def _true_keys(tenant: "Tenant") -> bytes:
    return key_set(tenant.keys)


def _send(handler: "Handler", body: bytes) -> None:
    packed = gzip.compress(body, 1) if "gzip" in handler.headers.get("Accept-Encoding", "") else None
    handler.reply(200, _FEED_TYPE, packed or body, {"Content-Encoding": "gzip"} if packed else {})


def _serve_keys(handler: "Handler", document: bytes) -> None:
    handler.reply(200, "application/json", document)


@dataclass(frozen=True)
class Conduct:
    """How a tenant behaves: by default honestly. `page` may change a page before it is sealed, `send` replaces what goes over the wire.

    `keys` is the key set that it announces, `serve_keys` what its address gives for it.
    """

    name: str = "honest"
    about: str = "keeps the contract"
    page: Callable[[Page, Json], Page] = _true_page
    send: Callable[["Handler", bytes], None] = _send
    keys: Callable[["Tenant"], bytes] = _true_keys
    serve_keys: Callable[["Handler", bytes], None] = _serve_keys


HONEST = Conduct()


class Tenant:
    """One site at an address of its own."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.conduct = HONEST
        self.lied = 0  # answers given while it was not honest
        self.hanging, self.release = 0, threading.Event()  # who was kept waiting, and what ends that
        self.site_id = secrets.token_hex(16)
        self.keys = [Key()]  # the first one signs
        self.streams = list(STREAMS)
        self.contracts = [1, 2, 3]  # an older plugin speaks [1] and does not say so
        self.paused = False
        self.clock_s = 0  # how far its clock is ahead
        self.epoch, self.site = secrets.token_hex(16), Site()
        self.centre: tuple[str, bytes] | None = None  # its name and its key set document
        self.guard = Guard()
        self._saved: Site | None = None
        self._server = Listener(("127.0.0.1", 0), Handler)
        self._server.tenant = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.cut()
        self._server.server_close()

    # What its admin does

    def join(self, code: str) -> Json:
        """Section 7; what the centre said."""
        found = _CODE.fullmatch(code.strip())
        if found is None:
            raise ValueError("that is not a join code")
        centre = decoded(found[1]).decode()
        body = {"contract": 1, "code": found[2], "site": self.site_id, "url": self.url, "name": "Balai Mandiri", **VERSIONS}
        said = self.call("join", body, centre)
        self.centre = (centre, json.dumps(said["jwks"]).encode())
        return said

    def leave(self) -> Json:
        receipt = self.call("leave", {"site": self.site_id})
        self.centre = None
        return receipt

    def status(self) -> Json:
        """What the centre did with this tenant's data."""
        return self.call("status", None)

    def call(self, scope: str, body: Json | None, centre: str | None = None, token: str | None = None) -> Json:
        """Ask the centre."""
        centre = centre or (self.centre[0] if self.centre else "")
        headers = {"Authorization": "Bearer " + (token or self.token(scope, centre)), "Content-Type": "application/json"}
        method = "GET" if body is None else "POST"
        status, answered = request(f"{centre}/api/v1/{scope}", method, json.dumps(body).encode() if body else None, headers)
        if status != 200:
            raise CentreRefusedError(status, json.loads(answered))
        return dict(json.loads(answered))

    def token(self, scope: str, centre: str) -> str:
        claims = {"iss": self.url, "sub": self.url, "jti": secrets.token_urlsafe(16), "scope": scope}
        return self.keys[0].sign(claims | self._sealed_for(centre))

    def publish_next_key(self) -> None:
        self.keys.append(Key())

    def switch_key(self) -> None:
        self.keys.reverse()

    def retire_key(self) -> None:
        self.keys.pop()

    def back_up(self) -> None:
        self._saved = deepcopy(self.site)

    def restore(self) -> None:
        self.site = deepcopy(self._saved or Site())

    def declare_restored(self) -> None:
        self.epoch = secrets.token_hex(16)

    # What it answers

    def now(self) -> int:
        return int(time.time()) + self.clock_s

    def answer(self, contract: int, nonce: str, asks: list[Json]) -> bytes:
        """A whole sealed answer in this version of the contract."""
        with self.lock:
            if any(ask["operation"] == "changes" for ask in asks):
                self.site.log.number()
            greeting = {
                "contract": contract,
                "site": self.site_id,
                "url": self.url,
                "epoch": self.epoch,
                "nonce": nonce,
                **VERSIONS,
            }
            greeting |= {"clock": self.now(), "streams": self.streams, "log": self.site.log.head, "paused": self.paused}
            greeting |= {"contracts": self.contracts} if self.contracts != [1] else {}
            greeting |= {"profile": self.site.profile} if contract > 2 else {}
            lines: list[Json] = [greeting]
            for ask in asks:
                page = self.conduct.page(answer(self.site, ask, self._closed(ask), contract), ask)
                lines += [page.head, page.rows, page.tail]
            body = b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines)
        return self.sealed(nonce, body)

    def sealed(self, nonce: str, body: bytes) -> bytes:
        """These bytes and the seal over them."""
        centre = self.centre[0] if self.centre else ""
        claims = {"iss": self.url, "nonce": nonce, "sha256": hex_digest(body)} | self._sealed_for(centre)
        return body + json.dumps({"seal": self.keys[0].sign(claims)}).encode() + b"\n"

    def _sealed_for(self, centre: str) -> Json:
        now = self.now()
        return {"aud": centre, "iat": now, "exp": now + LIFETIME_S, "jwks": hex_digest(self.conduct.keys(self))}

    def _closed(self, ask: Json) -> str | None:
        if self.paused:
            return "paused"
        return None if ask["stream"] in self.streams else "off"

    def follow_centre(self, announced: str) -> None:
        """A proven request said that the centre serves another key set than the one that is kept."""
        if self.centre is None or hex_digest(self.centre[1]) == announced:
            return
        with contextlib.suppress(OSError):
            _status, document = request(f"{self.centre[0]}/.well-known/jwks.json", "GET", None, {})
            if hex_digest(document) == announced:
                self.centre = (self.centre[0], document)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version, disable_nagle_algorithm, timeout = "HTTP/1.1", True, 60
    server: Listener

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    @property
    def tenant(self) -> Tenant:
        return self.server.tenant

    def date_time_string(self, timestamp: float | None = None) -> str:
        """A web server and its site have one clock."""
        return super().date_time_string(self.tenant.now() if timestamp is None else timestamp)

    def do_GET(self) -> None:
        if self.path == KEYS:
            self.tenant.conduct.serve_keys(self, self.tenant.conduct.keys(self.tenant))
        elif self.path == FEED:
            self.problem(405, "bad_request", "method")
        else:
            self.problem(404, "not_found", "no such page")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body, tenant = self.rfile.read(min(length, 1024 * 1024)), self.tenant
        if self.path != FEED:
            self.problem(404, "not_found", "no such page")
        elif tenant.centre is None:
            self.problem(404, "not_member", "This site has not joined.")
        elif length > _MAX_REQUEST:
            self.problem(413, "too_large", "over 64 KiB")
        else:
            self._answer(tenant, body)

    def _answer(self, tenant: Tenant, body: bytes) -> None:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        centre, pinned = tenant.centre or ("", b"")
        try:
            with tenant.lock:
                announced = tenant.guard.prove(token if scheme == "Bearer" else "", pinned, centre, tenant.url, tenant.now())
            contract, self.nonce, asks = parse_request(body, tenant.contracts)
        except RefusedError:
            self.problem(401, "unauthorised", "The request does not prove who asks.")
            return
        except BadRequestError as error:
            self.problem(400, "bad_request", str(error))
            return
        conduct = tenant.conduct
        conduct.send(self, tenant.answer(contract, self.nonce, asks))
        tenant.lied += conduct is not HONEST
        tenant.follow_centre(announced)

    def problem(self, status: int, code: str, detail: str) -> None:
        document = {"type": "about:blank", "title": self.responses[status][0], "status": status, "code": code, "detail": detail}
        self.reply(status, _PROBLEM_TYPE, json.dumps(document).encode())

    def reply(self, status: int, media_type: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
