"""A centre with a store and keys of its own, and sites that have joined it: what `syncd realm` works with, all on loopback."""

import base64
import json
from collections import Counter
from threading import Event

import requests
from fastapi import FastAPI, Response
from typer.testing import CliRunner

from syncd.cli import app as command
from syncd.clock import monotonic
from syncd.keycloak.api import RealmApi
from syncd.keycloak.clients import put_client
from syncd.keycloak.text import read_text
from syncd.keys import KeyRing, Signer, sha256_hex
from syncd.model.tenant import Pause
from syncd.store import removal, tenants
from syncd.store.engine import open_store, reading, transaction
from syncd.store.migrate import upgrade
from tests.background import BackgroundServer
from tests.joined import enter
from tests.moodle.tree import REPOSITORY

TEXT = REPOSITORY / "keycloak-realm"


class Site:
    """A Moodle site as Keycloak sees it: an address and a key set that it publishes there."""

    def __init__(self, name, base_url, signer=None):
        self.slug = name
        self.client_id = f"moodle-{name}"
        self.url = f"{base_url}/sites/{name}"
        self.callback = f"{self.url}/auth/asnsso/callback.php"
        self.signer = signer or Signer.generate(self.url)
        self.published = self.signer.jwks_document()

    def assertion(self, audience, signer=None, **claims):
        """What proves this site at the token endpoint."""
        signer = signer or self.signer
        made = json.loads(_payload(signer.sign_client_assertion(self.client_id, "x")))
        return signer.sign({**made, "aud": audience, **claims})


class Centre:
    """`syncd realm` against one realm of a Keycloak server."""

    def __init__(self, folder, keycloak, realm, web, text=TEXT):
        self.keycloak, self.realm, self.folder, self.text = keycloak, realm, folder, text
        self.issuer = f"{keycloak.url}/realms/{realm}"
        self.sites, self.fetched = {}, Counter()
        self.base_url = web.base_url
        self.keys = KeyRing(folder / "keys", web.base_url)
        self.engine = open_store(f"sqlite:///{folder}/syncd.db")
        upgrade(self.engine)
        web.serve(self._web())
        self.as_first_administrator()

    def as_first_administrator(self):
        """Work with Keycloak's own administrator from now on."""
        self.configure(self.keycloak.settings(self.realm, self.text))

    def as_service_account(self):
        """Work with the centre's account from now on."""
        self.configure(f'[keycloak]\nurl = "{self.keycloak.url}"\nrealm = "{self.realm}"\nrealm_dir = "{self.text}"\n')

    def configure(self, section):
        """Work with this section of the settings."""
        self.config = self.folder / "syncd.toml"
        self.config.write_text(
            f'[store]\nurl = "sqlite:///{self.folder}/syncd.db"\n'
            f'[centre]\nurl = "{self.base_url}"\nkeys_dir = "{self.folder}/keys"\n{section}'
        )

    def run(self, *arguments, code=0):
        """Standard output of `syncd realm …`, which must end with this code."""
        result = CliRunner().invoke(command, ["--config", str(self.config), "realm", *arguments])
        self.complaint = result.stderr
        assert result.exit_code == code, result.output + result.stderr + repr(result.exception)
        return result.stdout

    def json(self, *arguments, code=0):
        return json.loads(self.run(*arguments, "--json", code=code))

    def set_mail_server(self, host="surat.example"):
        """What a person sets in the admin console, for it is no part of the text; None takes it away."""
        server = {"host": host, "from": "pusat@contoh.example"} if host else {}
        self.api.put("", {**self.api.get(""), "smtpServer": server})

    def differences(self):
        """What `check` finds: path, live value and wanted value of each, by object."""
        found = self.json("check", code=1)["changes"]
        return {
            f"{one['kind']} {one['name']}": {each["path"]: (each["live"], each["wanted"]) for each in one["differences"]}
            for one in found
        }

    def wait_until_in_sync(self):
        """Until `plan` is let in and finds nothing."""
        wait_until(lambda: CliRunner().invoke(command, ["--config", str(self.config), "realm", "plan"]).exit_code == 0)

    def token(self, **form):
        """What the token endpoint says to anybody."""
        return requests.post(f"{self.issuer}/protocol/openid-connect/token", data=form, timeout=30)

    def join(self, name, signer=None):
        """A site becomes a tenant; with keys of its own unless it is given some."""
        site = Site(name, self.base_url, signer)
        self.sites[name] = site
        document = site.published.decode()
        enter(self.engine, name, sha256_hex(name.encode())[:32], site.url, document)
        return site

    def join_at_keycloak(self, name):
        """A site with its client, made as a join makes it."""
        site = self.join(name)
        text = read_text(self.text, {"realm": self.realm, "centre": self.base_url, "http_allowed": True})
        with reading(self.engine) as conn:
            put_client(self.api, text.tenant_client, tenants.by_slug(conn, name))
        return site

    def leave(self, name):
        with reading(self.engine) as conn:
            tenant = tenants.by_slug(conn, name)
        removal.remove(self.engine, tenant.id)

    def pause(self, name, by=Pause.LAN):
        with transaction(self.engine) as conn:
            tenants.pause(conn, tenants.by_slug(conn, name).id, by)

    def resume(self, name):
        with transaction(self.engine) as conn:
            tenants.resume(conn, tenants.by_slug(conn, name).id, Pause.LAN)

    @property
    def api(self):
        """Keycloak's admin API of this realm, as its first administrator: the hand in the admin console."""
        return RealmApi(self.keycloak.admin(self.realm))

    def client(self, client_id):
        return next(iter(self.api.get("clients", clientId=client_id)), None)

    def _web(self):
        web = FastAPI()

        @web.get("/.well-known/jwks.json")
        def centre():
            return Response(self.keys.jwks_document(), media_type="application/json")

        # What the centre has pinned, which here is always what the site publishes.
        @web.get("/api/v1/tenants/{name}/jwks.json")
        def pinned(name: str):
            self.fetched[name] += 1
            return Response(self.sites[name].published, media_type="application/json")

        return web


def served(folder, keycloak, realm, **options):
    """A web server and the centre it serves."""
    web = BackgroundServer()
    return web, Centre(folder, keycloak, realm, web.__enter__(), **options)


def wait_until(holds, seconds=60):
    """Ask again and again until it is so."""
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "it did not become so"
        Event().wait(0.3)


def _payload(token):
    return base64.urlsafe_b64decode(token.split(".")[1] + "==")
