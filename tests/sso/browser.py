"""A browser as far as signing in needs one: cookies per host, redirects followed by hand and counted, forms sent as they stand."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

from tests.sso.issuer import COOKIE, HostileIssuer
from tests.sso.people import Person

# A browser gives up at about this number, with a page about a loop.
MOST_HOPS = 20
SESSION = "MoodleSession"


@dataclass
class Page:
    """Where the browser arrived, what it saw, and every address on the way, the first asked and the last included."""

    status: int
    text: str
    hops: list[str]

    @property
    def url(self) -> str:
        return self.hops[-1]

    @property
    def reference(self) -> str:
        """The reason and number on the page about a failure; empty elsewhere."""
        found = re.search(r'data-reference="([^"]*)"', self.text)
        return found.group(1) if found else ""

    @property
    def reason(self) -> str:
        return self.reference.partition("-")[0]

    def hosts(self) -> set[str]:
        return {urlsplit(hop).netloc for hop in self.hops}


@dataclass
class _Form(HTMLParser):
    """The fields of the form with this id, or of the first."""

    wanted: str
    action: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    _open: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form" and self.action is None and (not self.wanted or values.get("id") == self.wanted):
            self.action, self._open = values.get("action") or "", True
        if tag == "input" and self._open and values.get("name") and values.get("type") not in ("submit", "button", "checkbox"):
            self.fields[values["name"] or ""] = values.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


class Browser:
    """`cookies` False is a browser that keeps none for the sites."""

    def __init__(self, trusted: Path, *, keeps_cookies: bool = True) -> None:
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = str(trusted)
        self._keeps_cookies = keeps_cookies

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.http.close()

    def sign_in_at(self, issuer: HostileIssuer, person: Person) -> str:
        """Have a session at the issuer; returns its id."""
        sid = issuer.open_session(person)
        self.http.cookies.set(COOKIE, sid, domain=urlsplit(issuer.url).hostname or "", path="/")
        return sid

    def get(self, url: str, *, hops: int = MOST_HOPS, stop_before: str = "") -> Page:
        """Open an address and follow; `stop_before` stops at the first redirect to an address with this in it."""
        return self._follow("GET", url, None, hops, stop_before)

    def post(self, url: str, data: dict[str, str], *, stop_before: str = "") -> Page:
        return self._follow("POST", url, data, MOST_HOPS, stop_before)

    def submit(self, page: Page, form: str = "", *, stop_before: str = "", **values: str) -> Page:
        """Send a form of a page, its own fields and these."""
        reader = _Form(form)
        reader.feed(page.text)
        assert reader.action is not None, "there is no such form on the page"
        return self.post(urljoin(page.url, reader.action), {**reader.fields, **values}, stop_before=stop_before)

    def cookie(self, url: str, name: str = SESSION) -> str | None:
        host = urlsplit(url).hostname
        return next((one.value for one in self.http.cookies if one.name == name and one.domain == host), None)

    def _follow(self, method: str, url: str, data: dict[str, str] | None, hops: int, stop_before: str) -> Page:
        seen = [url]
        while True:
            # A fragment is the browser's own and is carried along a redirect without one.
            answer = self.http.request(method, url, data=data, allow_redirects=False, timeout=60)
            if not self._keeps_cookies:
                for kept in [one for one in self.http.cookies if one.name != COOKIE]:
                    self.http.cookies.clear(kept.domain, kept.path, kept.name)
            target = answer.headers.get("Location") if answer.is_redirect else None
            if target is None:
                return Page(answer.status_code, answer.text, seen)
            url, method, data = urljoin(url, target), "GET", None
            seen.append(url)
            # Nothing off this machine is ever opened; where it was sent to is the page's address.
            outside = not (urlsplit(url).hostname or "").startswith("127.")
            if outside or (stop_before and stop_before in url) or len(seen) > hops:
                return Page(answer.status_code, answer.text, seen)


def query(url: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}
