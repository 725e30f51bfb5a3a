"""A hostile OpenID issuer on loopback: honest unless a test names what it does wrong. It counts the requests it gets."""

import base64
import hashlib
import json
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any
from urllib.parse import urlencode

import requests
from fastapi import Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.sso.answers import ANSWERS
from tests.sso.people import Person
from tests.sso.tokens import FORGERIES, LOGOUT, new_key, sign

REALM = "/realms/uji"
COOKIE = "SESI_PENERBIT"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass
class Client:
    """A site at the issuer: proves itself by its key set, or by a secret where it has one."""

    name: str
    wwwroot: str
    callback: str
    secret: str = ""

    @property
    def redirect_uri(self) -> str:
        return f"{self.wwwroot}{self.callback}"


class Refused(Exception):  # noqa: N818
    """The issuer's own refusal, as OAuth names it."""


class HostileIssuer:
    """`url` is the issuer. People sign in by opening a session (`open_session`) whose id a browser keeps as a cookie."""

    def __init__(self, base_url: str) -> None:
        self.url = f"{base_url}{REALM}"
        self.clients: dict[str, Client] = {}
        self.key = new_key("utama")
        self.keys = [self.key]
        self.requests: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()
        self.issued: set[str] = set()
        self.received: set[str] = set()
        self.rotate_before_token = False
        self.add_issuer_to_answer = True
        self._sessions: dict[str, Person] = {}
        self._codes: dict[str, dict[str, Any]] = {}
        self._refresh: dict[str, dict[str, Any]] = {}
        self._access: dict[str, str] = {}
        self._seen: set[str] = set()
        self._key_sets: dict[str, KeySet] = {}
        self._forgery = ""
        self._answers: dict[str, str] = {}
        self._released = Event()
        self._lock = Lock()

    # What a test does.

    def open_session(self, person: Person) -> str:
        """Sign a person in here, as with a password; returns the session's id."""
        sid = secrets.token_hex(16)
        self._sessions[sid] = person
        return sid

    def trust(self, client: str, key_set: bytes) -> None:
        """Believe this client by these keys, without asking it for them."""
        self._key_sets[client] = KeySet.import_key_set(json.loads(key_set))

    def has_session(self, sid: str) -> bool:
        return sid in self._sessions

    def end_session(self, sid: str) -> None:
        """End a session as its time does: nobody is told."""
        self._sessions.pop(sid, None)

    def rotate(self, kid: str, *, keep_old: bool) -> None:
        """Sign with a new key from now on."""
        self.key = new_key(kid)
        self.keys = [self.key, *(self.keys if keep_old else [])]

    @contextmanager
    def forging(self, name: str) -> Iterator[None]:
        """Give ID tokens with this mistake (tokens.FORGERIES)."""
        self._forgery = name if name in FORGERIES else _unknown(name)
        try:
            yield
        finally:
            self._forgery = ""

    @contextmanager
    def answering(self, **wrong: str) -> Iterator[None]:
        """Let endpoints answer wrongly: `discovery`, `keys`, `token`, `userinfo` = a name of answers.ANSWERS."""
        self._answers = {endpoint: name if name in ANSWERS else _unknown(name) for endpoint, name in wrong.items()}
        self._released.clear()
        try:
            yield
        finally:
            self._answers = {}
            self._released.set()

    def logout_token(self, client: str, **changes: Any) -> str:
        """A logout token for a client; what is None is left out."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": client,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_hex(8),
            "typ": "Logout",
            "events": {LOGOUT: {}},
            **changes,
        }
        token = sign({name: value for name, value in claims.items() if value is not None}, self.key)
        self.issued.add(token)
        return token

    # What it answers.

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/auth",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "end_session_endpoint": f"{self.url}/logout",
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "asn"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "authorization_response_iss_parameter_supported": self.add_issuer_to_answer,
        }

    def key_set(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def authorize(self, asked: dict[str, str], sid: str | None) -> Response:
        """Straight back with a code to who has a session here; the form to who has none, or an error if nothing may be shown."""
        client = self.clients.get(asked.get("client_id", ""))
        if client is None or asked.get("redirect_uri") != client.redirect_uri or asked.get("response_type") != "code":
            return HTMLResponse("Permintaan tidak dikenal", 400)
        person = self._sessions.get(sid or "")
        answer = {"state": asked.get("state", "")} | ({"iss": self.url} if self.add_issuer_to_answer else {})
        if person is None and asked.get("prompt") != "none":
            return HTMLResponse("<h1>Masuk</h1>")
        if person is None:
            answer["error"] = "login_required"
        else:
            answer["code"] = self._remember(self._codes, {"asked": asked, "sid": sid, "client": client.name, "person": person})
        return RedirectResponse(f"{client.redirect_uri}?{urlencode(answer)}", 302)

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        client = self._prove_client(form)
        grant, asked = self._grant(form, client), {}
        if form.get("grant_type") == "authorization_code":
            asked = grant["asked"]
            if not client.secret:
                self._prove_verifier(form, asked)
        if self.rotate_before_token:
            self.rotate(f"baru-{secrets.token_hex(4)}", keep_old=False)
        return self._tokens(client, grant, asked.get("nonce"))

    def userinfo(self, bearer: str) -> dict[str, Any]:
        sid = self._access.get(bearer)
        person = self._sessions.get(sid or "")
        if person is None:
            raise Refused("invalid_token")
        return {"sub": person.subject, **person.claims}

    def logout(self, form: dict[str, str]) -> None:
        """End the session of a refresh token, for the client it was given to; as Keycloak does for who comes without a browser."""
        grant = self._grant({**form, "grant_type": "refresh_token"}, self._prove_client(form))
        self.end_session(grant["sid"])

    def answer(self, endpoint: str, true: dict[str, Any]) -> Response:
        wrong = self._answers.get(endpoint)
        return ANSWERS[wrong](true, self._released) if wrong else JSONResponse(true)

    def _grant(self, form: dict[str, str], client: Client) -> dict[str, Any]:
        refreshing = form.get("grant_type") == "refresh_token"
        kept, name = (self._refresh, "refresh_token") if refreshing else (self._codes, "code")
        with self._lock:
            grant = kept.pop(form.get(name, ""), None)
        if grant is None or grant["client"] != client.name:
            raise Refused("invalid_grant")
        if refreshing and (grant["sid"] not in self._sessions or not grant["person"].enabled):
            raise Refused("invalid_grant")
        return grant

    def _prove_client(self, form: dict[str, str]) -> Client:
        client = self.clients.get(form.get("client_id", ""))
        if client is None:
            raise Refused("invalid_client")
        if client.secret:
            if not secrets.compare_digest(form.get("client_secret", ""), client.secret):
                raise Refused("invalid_client")
            return client
        if form.get("client_assertion_type") != _ASSERTION:
            raise Refused("invalid_client")
        claims, now = self._assertion(client, form.get("client_assertion", "")), time.time()
        good = claims.get("iss") == claims.get("sub") == client.name and claims.get("aud") == self.url
        fresh = claims["iat"] - 5 <= now < claims["exp"] <= claims["iat"] + 60
        if not (good and fresh) or claims["jti"] in self._seen:
            raise Refused("invalid_client")
        self._seen.add(claims["jti"])
        self.received.add(form["client_assertion"])
        return client

    def _assertion(self, client: Client, token: str) -> dict[str, Any]:
        for again in (False, True):
            if client.name not in self._key_sets or again:
                answer = requests.get(f"{client.wwwroot}/local/asnunggul/jwks.php", timeout=30)
                self._key_sets[client.name] = KeySet.import_key_set(answer.json())
            try:
                return dict(jwt.decode(token, self._key_sets[client.name], algorithms=["RS256"]).claims)
            except (JoseError, ValueError):
                if again:
                    raise Refused("invalid_client") from None
        raise Refused("invalid_client")

    @staticmethod
    def _prove_verifier(form: dict[str, str], asked: dict[str, str]) -> None:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked.get("code_challenge_method") != "S256" or challenge != asked.get("code_challenge"):
            raise Refused("invalid_grant")
        if form.get("redirect_uri") != asked["redirect_uri"]:
            raise Refused("invalid_grant")

    def _tokens(self, client: Client, grant: dict[str, Any], nonce: str | None) -> dict[str, Any]:
        now, person, sid = int(time.time()), grant["person"], grant["sid"]
        claims = {"iss": self.url, "sub": person.subject, "iat": now, "exp": now + 300, "sid": sid, "azp": client.name}
        forge = FORGERIES[self._forgery][0] if self._forgery else sign
        identity = {**person.claims, **claims, "aud": client.name, "typ": "ID", "auth_time": now}
        identity |= {"nonce": nonce} if nonce else {}
        access = sign({**claims, "aud": ["asn-syncd", "account"], "typ": "Bearer", "jti": secrets.token_hex(8)}, self.key)
        self._access[access] = sid
        answer = {
            "access_token": access,
            "id_token": forge(identity, self.key),
            "refresh_token": self._remember(self._refresh, {**grant, "asked": {}}),
            "token_type": "Bearer",
            "expires_in": 300,
        }
        self.issued |= {answer["access_token"], answer["id_token"], answer["refresh_token"]} - {""}
        return answer

    @staticmethod
    def _remember(kept: dict[str, dict[str, Any]], value: dict[str, Any]) -> str:
        name = secrets.token_urlsafe(32)
        kept[name] = value
        return name


def _unknown(name: str) -> str:
    raise KeyError(f"there is no mistake called {name}")
