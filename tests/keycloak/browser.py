"""A person's browser at Keycloak, without scripts: follows to a page, sends its form, ends with the code at a site's callback."""

import base64
import hashlib
import json
import secrets
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import parse_qs, urljoin, urlsplit

import requests


class _Page(HTMLParser):
    """The form of a page, and what can be read on it."""

    def __init__(self, text):
        super().__init__()
        self.action, self.fields, self.labels, self.links, self.words = None, {}, {}, [], []
        self._for, self._script = None, False
        self.feed(text)
        self.text = " ".join(self.words)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self._script = tag == "script"
        if tag == "form" and self.action is None:
            self.action = found.get("action")
        elif tag in {"input", "select"} and found.get("name") and found.get("type") != "submit":
            self.fields[found["name"]] = found.get("value") or ""
        elif tag == "a":
            self.links.append(found.get("href") or "")
        elif tag == "label":
            self._for = found.get("for")
            self.labels[self._for] = ""

    def handle_endtag(self, tag):
        self._script = False
        if tag == "label":
            self._for = None

    def handle_data(self, data):
        if data.strip() and not self._script:
            self.words.append(data.strip())
            if self._for is not None:
                self.labels[self._for] += data.strip()


class Browser:
    """Signs in at one realm."""

    def __init__(self, issuer):
        self.issuer = issuer
        self._session = requests.Session()
        self._verifier = secrets.token_urlsafe(48)

    def authorize(self, site, **changed):
        """Ask for a code; None takes a parameter away."""
        digest = hashlib.sha256(self._verifier.encode()).digest()
        asked = {
            "client_id": site.client_id,
            "redirect_uri": site.callback,
            "response_type": "code",
            "scope": "openid profile email asn",
            "state": "s" * 32,
            "nonce": "n" * 32,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changed,
        }
        return self.open(f"{self.issuer}/protocol/openid-connect/auth", params={k: v for k, v in asked.items() if v is not None})

    def open(self, url, **options):
        return self._answer("GET", url, **options)

    def send(self, **values):
        """Send the form of the page that is open."""
        return self._answer("POST", self.page.action, data={**self.page.fields, **values})

    def post(self, url, **options):
        return self._answer("POST", url, **options)

    def link(self, part):
        """The address of the first link of the open page with this in it."""
        return urljoin(self.issuer, next(each for each in self.page.links if part in each))

    def _answer(self, method, url, **options):
        answer = self._session.request(method, url, allow_redirects=False, timeout=30, **options)
        for cookie in self._session.cookies:
            # Browsers take loopback for safe and send it cookies that are for TLS only.
            cookie.secure = False
        if (
            answer.is_redirect
            and answer.headers["Location"].startswith(self.issuer)
            and "code=" not in answer.headers["Location"]
        ):
            return self._answer("GET", answer.headers["Location"])
        self.page = _Page(answer.text)
        return answer

    def sign_in(self, site, username, password):
        """The code, or None where Keycloak shows another page."""
        answer = self.authorize(site)
        if not answer.is_redirect:
            answer = self.prove(username, password)
        return self.code(answer)

    def prove(self, username, password):
        """What comes of the right password on the page that asks for it.

        Keycloak refuses any proof while it still ends the last try of the same person, so that nobody guesses many at once. That is
        seen about once in a thousand sign-ins; whoever gives the proof again comes in.
        """
        answer = self.send(username=username, password=password)
        return self.send(username=username, password=password) if "password" in self.page.fields else answer

    def code(self, answer):
        """The code that this answer sends to a site, or None."""
        return parse_qs(urlsplit(answer.headers["Location"]).query).get("code", [None])[0] if answer.is_redirect else None

    def token_of_account_pages(self, username, password):
        """The access token of Keycloak's own pages about the account."""
        pages = SimpleNamespace(client_id="account-console", callback=f"{self.issuer}/account/")
        answer = self.authorize(pages, scope="openid")
        if not answer.is_redirect:
            answer = self.send(username=username, password=password)
        return self.exchange(pages, self.code(answer), client_assertion=None, client_assertion_type=None).json()["access_token"]

    def exchange(self, site, code, **changed):
        """The token endpoint's answer to this code and the site's proof."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": site.callback,
            "code_verifier": self._verifier,
            "client_id": site.client_id,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            **({} if "client_assertion" in changed else {"client_assertion": site.assertion(self.issuer)}),
            **changed,
        }
        return requests.post(
            f"{self.issuer}/protocol/openid-connect/token", data={k: v for k, v in form.items() if v is not None}, timeout=30
        )


def claims(token):
    """What a token says; whether it is true is not asked here."""
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
