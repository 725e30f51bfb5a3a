"""Keycloak's admin API as `responses` plays it: tokens, users in pages, clients. For what goes wrong between it and the centre."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import responses

KEYCLOAK = "http://keycloak.example"
REALM = "asn-unggul"
TOKEN = f"{KEYCLOAK}/realms/{REALM}/protocol/openid-connect/token"
ADMIN = f"{KEYCLOAK}/admin/realms/{REALM}"
SCOPES = ("basic", "acr", "profile", "email", "roles", "asn", "asn-syncd")
AGENCIES = ("UJI01", "UJI02")
CANARY = "kenari-tidak-boleh-ada"


def account(number, **changes):
    """An account as the admin API shows it; everything the directory must not hold has the canary in it."""
    attributes = {
        "instansi_kode": ["UJI01"],
        "unit_kerja": ["Biro Contoh"],
        "status_asn": ["aktif"],
        "nip": ["000000000000000001"],
        "jabatan": [CANARY],
    }
    return {
        "id": f"orang-{number:04}",
        "username": f"{CANARY}-{number}",
        "firstName": CANARY,
        "lastName": CANARY,
        "email": f"{CANARY}-{number}@example.go.id",
        "enabled": True,
        "attributes": attributes,
        **changes,
    }


class Keycloak:
    """Accounts in their order, and what was asked. Tokens are numbered; `life_s` is how long each is good for."""

    def __init__(self, mock, accounts=(), life_s=60):
        self.accounts = {one["id"]: one for one in accounts}
        self.life_s = life_s
        self.tokens = 0
        self.asked = []
        # Session ids by person, and those that were ended by their id.
        self.sessions = {}
        self.ended = []
        self.signed_out, self.told, self.mail_server = [], [], True
        self.groups = {}
        self.clients = {}
        self.refused_tokens = set()
        self.broken = lambda request: None
        for method in ("GET", "POST", "PUT", "DELETE"):
            mock.add_callback(method, re.compile(re.escape(KEYCLOAK) + "/.*"), callback=self._answer)

    def _answer(self, request):
        self.asked.append((request.method, urlsplit(request.url).path))
        if (broken := self.broken(request)) is not None:
            if isinstance(broken, Exception):
                raise broken
            return broken
        if request.url.startswith(TOKEN):
            self.tokens += 1
            return self._json({"access_token": f"token-{self.tokens}", "expires_in": self.life_s, "token_type": "Bearer"})
        if request.headers["Authorization"] in {f"Bearer token-{number}" for number in self.refused_tokens}:
            return self._json({"error": "HTTP 401 Unauthorized"}, 401)
        path = urlsplit(request.url).path.removeprefix(urlsplit(ADMIN).path)
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
        parts = {
            "": self._realm,
            "/groups": self._agencies,
            "/client-scopes": self._scopes,
            "/clients": self._clients,
            "/sessions": self._end_session,
        }
        part = "/".join(path.split("/")[:2])
        return parts.get(part, self._users)(request, path, query)

    def _realm(self, request, path, query):
        return self._json({"realm": REALM, "smtpServer": {"host": "surat.example"} if self.mail_server else {}})

    def _agencies(self, request, path, query):
        groups = [{"id": f"g-{code}", "name": code, "attributes": {"nama": [f"Lembaga {code}"]}} for code in AGENCIES]
        return self._json(groups if path.endswith("/children") else [{"id": "top", "name": "instansi"}])

    def _scopes(self, request, path, query):
        return self._json([{"name": name, "id": name} for name in SCOPES])

    def _end_session(self, request, path, query):
        self.ended.append(path.split("/")[2])
        return (204, {}, "")

    def _users(self, request, path, query):
        if path == "/users":
            return self._json(self._listed(query))
        subject = path.split("/")[2]
        if subject not in self.accounts:
            return self._json({"error": "User not found"}, 404)
        if path.endswith("/execute-actions-email") or "/groups" in path:
            return self._checked(request, path, subject)
        if path.endswith("/logout"):
            self.signed_out.append(subject)
        elif request.method == "PUT":
            self.accounts[subject] |= json.loads(request.body)
        elif path.endswith("/sessions"):
            return self._json([{"id": one} for one in self.sessions.get(subject, []) if one not in self.ended])
        else:
            return self._json(self.accounts[subject])
        return (204, {}, "")

    def _listed(self, query):
        found = [one for one in self.accounts.values() if query.get("enabled") != "false" or not one["enabled"]]
        name, _, value = query.get("q", "").partition(":")
        found = [one for one in found if not name or one["attributes"].get(name) == [value]]
        first = int(query.get("first", 0))
        page = found[first : first + int(query.get("max", 100))]
        if query["briefRepresentation"] == "true":
            page = [{name: value for name, value in one.items() if name != "attributes"} for one in page]
        return page

    def _checked(self, request, path, subject):
        mine = self.groups.setdefault(subject, set())
        if path.endswith("/groups"):
            return self._json([{"id": group} for group in sorted(mine)])
        if "/groups/" in path:
            (mine.add if request.method == "PUT" else mine.discard)(path.rpartition("/")[2])
        elif not self.mail_server:
            return self._json({"errorMessage": "Failed to send execute actions email"}, 500)
        else:
            self.told.append(subject)
        return (204, {}, "")

    def _clients(self, request, path, query):
        if path == "/clients" and request.method == "POST":
            made = json.loads(request.body) | {"id": f"c{len(self.clients)}"}
            for mapper in made["protocolMappers"]:
                mapper["id"] = mapper["name"]
            self.clients[made["clientId"]] = made
            return (201, {"Location": f"{ADMIN}/clients/{made['id']}"}, "")
        if path == "/clients":
            return self._json([one for name, one in self.clients.items() if query.get("clientId") in (None, name)])
        name = next((name for name, one in self.clients.items() if one["id"] == path.split("/")[2]), None)
        if name is None:
            return self._json({"error": "Could not find client"}, 404)
        if len(path.split("/")) > len(["", "clients", "id"]):
            return (204, {}, "")  # a mapper or scope, which stays as it is
        if request.method == "DELETE":
            del self.clients[name]
        else:
            self.clients[name] |= json.loads(request.body)
        return (204, {}, "")

    @staticmethod
    def _json(value, status=200):
        return (status, {"Content-Type": "application/json"}, json.dumps(value))


def playing(accounts=(), besides=None, **options):
    """`with playing() as keycloak`: no request leaves this process but those to addresses that begin with `besides`."""
    return _Playing(accounts, besides, options)


class _Playing:
    def __init__(self, accounts, besides, options):
        self._mock, self._accounts, self._options = responses.RequestsMock(assert_all_requests_are_fired=False), accounts, options
        if besides:
            self._mock.add_passthru(besides)

    def __enter__(self):
        return Keycloak(self._mock.__enter__(), self._accounts, **self._options)

    def __exit__(self, *error):
        return self._mock.__exit__(*error)
