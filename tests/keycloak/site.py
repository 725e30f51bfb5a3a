"""A site on loopback that joins with real keys and hears which sessions ended, and a person's browser without a screen."""

import html
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import requests

from syncd.keys import Signer
from tests.unit.poll.servers import Server, answers, serving, whole

PASSWORD = "Panjang-Sekali-12"
# How often the right password is given: a busy machine has been seen to refuse it twice in a row.
_TRIES = 5
# The challenge of RFC 7636's own example; nobody redeems the code.
_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@dataclass
class MemberSite:
    """A Moodle site as the centre and Keycloak see it: its key set, its proof, its ears."""

    server: Server
    signer: Signer
    site: str

    @property
    def url(self):
        return self.server.url

    def join(self, centre, code):
        """What the centre answers."""
        body = {"contract": 1, "code": code.split(".")[2], "site": self.site, "url": self.url, "name": "Balai Uji"}
        versions = {"plugin": 2026112300, "release": "0.1.0", "moodle": "4.5.6", "php": "8.2.30"}
        return self._ask(centre, "join", body | versions)

    def leave(self, centre):
        return self._ask(centre, "leave", {"site": self.site})

    def logouts(self):
        """What the centre told this site: session or None, and subject."""
        said = [request for request in list(self.server.requests) if b"/auth/asnsso/backchannel.php" in request.head]
        bodies = [json.loads(request.body) for request in said]
        return [(body["session"], body["subject"]) for body in bodies]

    def strangers(self):
        """The beginnings of requests that came from anybody but the centre."""
        return [request.head for request in list(self.server.requests) if b"\r\nUser-Agent: syncd/" not in request.head]

    def _ask(self, centre, what, body):
        headers = {"Authorization": f"Bearer {self.signer.sign_bearer(centre, what)}"}
        response = requests.post(f"{centre}/api/v1/{what}", json=body, headers=headers, timeout=30)
        assert response.status_code == 200, response.text
        return response.json()


@contextmanager
def member_site(site, signer=None):
    """A site that runs."""
    signer = signer or Signer.generate("https://unused.example")
    document = signer.jwks_document()
    with serving(answers(lambda _server, _request: whole(document, content_type="application/json"))) as server:
        yield MemberSite(server, signer.for_issuer(server.url), site)


class Browser:
    """A person who signs in at Keycloak by its form and then has a session there."""

    def __init__(self):
        self._session = requests.Session()

    def sign_in(self, oidc, site, user):
        """Open the site's sign-in and fill in the form; where Keycloak sends the browser, or what it says instead."""
        query = {
            "response_type": "code",
            "client_id": oidc["client_id"],
            "redirect_uri": f"{site.url}/auth/asnsso/callback.php",
            "scope": "openid",
            "state": "x",
            "code_challenge": _CHALLENGE,
            "code_challenge_method": "S256",
        }
        address = f"{oidc['issuer']}/protocol/openid-connect/auth"
        page = self._ask("GET", address, params=query)
        # Again where it came too soon after the last time: see `tests.keycloak.browser.Browser.prove`.
        for _ in range(_TRIES):
            if page.status_code == 200 and (form := re.search(r'action="([^"]+)"', page.text)):
                page = self._ask("POST", html.unescape(form.group(1)), data={"username": user, "password": PASSWORD})
        location = page.headers.get("Location", "")
        return location if page.status_code == 302 else f"{page.status_code}: {_said(page.text)}"

    def _ask(self, method, address, **options):
        page = self._session.request(method, address, allow_redirects=False, timeout=60, **options)
        for cookie in self._session.cookies:
            # As in a browser, loopback is as good as TLS; and values are not quoted.
            cookie.secure, cookie.version = False, 0
        return page


def _said(page):
    """What a page of Keycloak says, without its markup."""
    return " ".join(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())[:1500]


def code_in(location):
    """Whether this is the way back to the site with a code."""
    return "code" in parse_qs(urlsplit(location).query)
