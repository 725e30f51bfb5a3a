"""The contract suite's own centre: asks a tenant and proves the answer by docs/contract.md, without syncd's code."""

import gzip
import json
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from urllib.parse import urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

FEED = "/local/asnunggul/feed.php"
JWKS = "/local/asnunggul/jwks.php"


@dataclass(frozen=True)
class Reply:
    """What came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def lines(self):
        return [json.loads(line) for line in self.body.decode().splitlines()]


@dataclass(frozen=True)
class Page:
    """One proven page."""

    head: dict
    rows: dict
    tail: dict

    def table(self, kind):
        """The rows of this kind by id, as dictionaries."""
        part = self.rows.get(kind, {"columns": [], "rows": []})
        return {row[0]: dict(zip(part["columns"], row, strict=True)) for row in part["rows"]}

    def gone(self, kind):
        return sorted(self.rows.get(kind, {"gone": []})["gone"])

    def erased(self, kind):
        return sorted(self.rows.get(kind, {"erased": []})["erased"])


def send(url, method="GET", body=None, headers=None):
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request(method, parts.path, body, headers or {})
        response = connection.getresponse()
        raw = response.read()
        names = {name.lower(): value for name, value in response.getheaders()}
        if names.get("content-encoding") == "gzip":
            raw = gzip.decompress(raw)
        return Reply(response.status, names, raw)
    finally:
        connection.close()


class Centre:
    """A centre with its own key, who asks one tenant."""

    def __init__(self, tenant_url, url="http://127.0.0.1:9/pusat"):
        self.url = url
        self.tenant_url = tenant_url
        self.contract = 3
        self.key = RSAKey.generate_key(2048, auto_kid=True)
        self.jwks = json.dumps({"keys": [self.key.as_dict(private=False) | {"use": "sig", "alg": "RS256"}]})
        self.now = int(time.time())

    def token(self, *, key=None, header=None, **claims):
        """A good bearer token, with these claims instead; None leaves a claim out."""
        good = {
            "iss": self.url,
            "sub": self.url,
            "aud": self.tenant_url,
            "iat": self.now,
            "exp": self.now + 120,
            "jti": secrets.token_urlsafe(16),
            "scope": "feed",
            "jwks": sha256(self.jwks.encode()).hexdigest(),
        }
        wanted = {name: value for name, value in (good | claims).items() if value is not None}
        key = key or self.key
        return "Bearer " + jwt.encode(header or {"alg": "RS256", "kid": key.kid}, wanted, key)

    def post(self, body, *, authorization=None, **headers):
        """Send this body as it is."""
        sent = {"Authorization": authorization or self.token(), "Content-Type": "application/json", "Accept-Encoding": "gzip"}
        return send(self.tenant_url + FEED, "POST", body, sent | headers)

    def request(self, *asks, nonce=None):
        return json.dumps({"contract": self.contract, "nonce": nonce or secrets.token_urlsafe(24), "ask": list(asks)})

    def ask(self, *asks):
        """The handshake and the pages, after everything section 3 demands has been checked."""
        nonce = secrets.token_urlsafe(24)
        reply = self.post(self.request(*asks, nonce=nonce))
        assert (reply.status, reply.headers["content-type"]) == (200, "application/x-ndjson; charset=utf-8"), reply.body[:500]
        handshake, *lines, seal = reply.lines
        self._prove_seal(reply.body, seal["seal"], nonce)
        assert (handshake["contract"], handshake["url"], handshake["nonce"]) == (self.contract, self.tenant_url, nonce)
        assert len(lines) == 3 * len(asks)
        pages = [Page(*lines[start : start + 3]) for start in range(0, len(lines), 3)]
        for ask, page in zip(asks, pages, strict=True):
            _prove_page(ask, page)
        return handshake, pages

    def page(self, ask):
        return self.ask(ask)[1][0]

    def changes(self, stream, cursor, limit=5000):
        return self.page({"operation": "changes", "stream": stream, "cursor": cursor, "limit": limit})

    def head(self):
        """The cursor of a reader who has read every change so far. A handshake alone need not number what nobody asked for."""
        cursor, more = self.ask()[0]["log"], True
        while more:
            tail = self.changes("catalogue", cursor).tail
            cursor, more = tail["to"], tail["more"]
        return cursor

    def snapshot(self, stream, kind, limit=5000, **members):
        """All rows of the kind, page by page."""
        rows, after = {}, 0
        while True:
            ask = {"operation": "snapshot", "stream": stream, "kind": kind, "after": after, "limit": limit, **members}
            page = self.page(ask)
            found = page.table(kind)
            assert list(found) == sorted(found)
            assert all(row_id > after for row_id in found)
            assert len(found) <= limit
            rows |= found
            if not page.tail["more"]:
                return rows
            after = page.tail["to"]

    def digest(self, stream):
        return self.page({"operation": "digest", "stream": stream, "buckets": True}).rows

    def _prove_seal(self, body, seal, nonce):
        whole = body[: body.rstrip(b"\n").rindex(b"\n") + 1]
        served = send(self.tenant_url + JWKS).body
        token = jwt.decode(seal, KeySet.import_key_set(json.loads(served)), algorithms=["RS256"])
        claims = token.claims
        assert claims["iss"] == self.tenant_url
        assert claims["aud"] == self.url
        assert claims["nonce"] == nonce
        assert claims["sha256"] == sha256(whole).hexdigest()
        assert claims["jwks"] == sha256(served).hexdigest()
        assert 0 < claims["exp"] - claims["iat"] <= 120
        assert abs(claims["iat"] - time.time()) <= 60


def _prove_page(ask, page):
    assert set(page.head) == {"stream", "operation", "kind", "from", "log", "refused"}
    assert set(page.tail) == {"count", "to", "more"}
    assert (page.head["stream"], page.head["operation"]) == (ask["stream"], ask["operation"])
    assert page.head["kind"] == ask.get("kind")
    if ask["operation"] in ("changes", "snapshot"):
        assert page.head["from"] == ask.get("cursor", ask.get("after"))
        parts = page.rows.values()
        assert page.tail["count"] == sum(len(part["rows"]) + len(part["gone"]) + len(part["erased"]) for part in parts)
    if page.head["refused"]:
        assert (page.rows, page.tail["count"]) == ({}, 0)
    elif ask["operation"] == "changes" and not page.tail["more"]:
        assert page.tail["to"] == page.head["log"]
