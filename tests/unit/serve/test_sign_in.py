"""Sign-in to the portal at an issuer that may lie: to it, back, out; what is shown to whom; what cannot be forged or planted."""

import asyncio
import json
import re
from base64 import urlsafe_b64encode
from ipaddress import ip_network
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from syncd.errors import KeycloakRefusedError
from syncd.keycloak.people import RealmPeople
from syncd.keycloak.sign_in import SignIn as KeycloakSignIn
from syncd.poll.client import open_client
from syncd.serve.app import create_app
from syncd.serve.sign_in.routes import _A_MINUTE, _FAILED_A_MINUTE
from syncd.settings import CentreSection, KeycloakSection, PollSection, Settings
from tests.background import BackgroundServer
from tests.sso.endpoints import application
from tests.sso.issuer import COOKIE, Client, HostileIssuer
from tests.sso.people import person
from tests.unit.serve.page import Page

AGENCY = "Badan Uji"
_KEYCLOAKS = "/protocol/openid-connect/"


class AsKeycloak:
    """The hostile issuer at Keycloak's addresses."""

    def __init__(self, app):
        self._app = app

    async def __call__(self, scope, receive, send):
        if _KEYCLOAKS in scope.get("path", ""):
            path = scope["path"].replace(_KEYCLOAKS, "/").replace("/certs", "/keys")
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


@pytest.fixture(scope="module")
def issuer(keys):
    with BackgroundServer() as web:
        issuer = HostileIssuer(web.base_url)
        web.serve(AsKeycloak(application(issuer)))
        yield issuer


@pytest.fixture(params=["http://127.0.0.1:8640", "https://pusat.example"])
def centre(request):
    """The public address of the centre, with and without TLS."""
    return request.param


@pytest.fixture
def app(engine, keys, search, issuer, centre):
    issuer.clients["asn-portal"] = Client("asn-portal", centre, "/signed-in")
    issuer.trust("asn-portal", keys.jwks_document())
    realm = KeycloakSection(url=issuer.url.partition("/realms/")[0], realm="uji", timeout_s=2)
    poll = PollSection(allowed_networks=(ip_network("127.0.0.0/8"),))
    settings = Settings(centre=CentreSection(url=centre), poll=poll, keycloak=realm)
    return create_app(engine, settings, keys, open_client(settings, keys), search=search)


@pytest.fixture
def courses(marketplace):
    own, other = marketplace.offering(AGENCY), marketplace.offering("Badan Lain")
    own.put(1, "Untuk Semua")
    own.put(2, "Hanya Kami", audience="agency")
    other.put(1, "Hanya Mereka", audience="agency")
    marketplace.index()
    return {"own": f"/courses/{own.row.slug}/2", "other": f"/courses/{other.row.slug}/1"}


class Browser:
    """A browser of somebody with a session at the issuer, or of nobody; it keeps cookies as browsers do."""

    def __init__(self, app, centre, issuer=None, who=None):
        self._app, self._centre, self.cookies = app, centre, {}
        self._issuer, self._sid = issuer, issuer.open_session(who) if who else None

    def ask(self, method, path, **options):
        response = asyncio.run(self._send(method, path, options))
        for line in response.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return response

    def get(self, path):
        return self.ask("GET", path)

    async def _send(self, method, path, options):
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False, client=("203.0.113.5", 50000))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | options.pop("headers", {})
        async with httpx.AsyncClient(transport=transport, base_url=self._centre) as client:
            return await client.request(method, path, headers=headers, **options)

    def to_issuer(self, to="/search?q=kami"):
        """Begin a sign-in; the way back that the issuer sends this browser."""
        begun = self.ask("GET", "/sign-in", params={"to": to})
        assert begun.status_code == 303, begun.text
        answer = httpx.get(begun.headers["location"], cookies={COOKIE: self._sid} if self._sid else {})
        return answer.headers["location"].removeprefix(self._centre)

    def sign_in(self, to="/search?q=kami"):
        return self.get(self.to_issuer(to))


@pytest.fixture
def member(app, centre, issuer, courses):
    return Browser(app, centre, issuer, person(instansi=AGENCY))


def test_who_signs_in_comes_back_to_the_page_and_sees_the_own_agencys_courses_and_no_other_agencys(member, courses):
    assert "Hanya Kami" not in Page(member.get("/search?q=hanya").text).said
    back = member.sign_in("/search?q=hanya")
    assert (back.status_code, back.headers["location"]) == (303, "/search?q=hanya")
    said = Page(member.get("/search?q=hanya").text).said
    assert "Hanya Kami" in said
    assert "Hanya Mereka" not in said
    assert AGENCY in said
    assert "Keluar" in said
    assert "2 pelatihan dari 1 instansi, terbuka bagi Anda." in Page(member.get("/").text).said
    assert member.get(courses["own"]).status_code == 200
    assert member.get(courses["other"]).status_code == 404


def test_a_stranger_sees_neither(app, centre, courses):
    stranger = Browser(app, centre)
    assert stranger.get(courses["own"]).status_code == 404
    assert "Masuk" in Page(stranger.get("/").text).said


def test_what_a_member_sees_is_kept_by_nobody_and_what_strangers_see_depends_on_the_cookie(member):
    assert member.get("/").headers["vary"] == "Cookie"
    member.sign_in()
    answer = member.get("/")
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_the_centre_asks_for_no_name_and_the_page_shows_none(app, centre, issuer, courses):
    somebody = person(instansi=AGENCY)
    browser = Browser(app, centre, issuer, somebody)
    asked = parse_qs(urlsplit(browser.get("/sign-in").headers["location"]).query)
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    browser.sign_in()
    text = browser.get("/").text
    assert not [value for name, value in somebody.claims.items() if name in ("nip", "email", "given_name") and value in text]


def test_cookies_are_for_no_script_and_by_tls_for_no_other_host(member, centre):
    begun = member.get("/sign-in").headers["set-cookie"]
    session = next(line for line in member.sign_in().headers.get_list("set-cookie") if "asn-session" in line)
    for line in (begun, session):
        assert re.search("HttpOnly", line)
        assert re.search("SameSite=lax", line)
        assert "Path=/" in line
        assert "Domain" not in line
        assert (line.startswith("__Host-") and "Secure" in line) == centre.startswith("https")


@pytest.mark.parametrize(
    "to",
    ["https://lain.example/", "//lain.example/", "/\\lain.example", "javascript:alert(1)", "/sign-in", "x", "/a\nb", "/" * 3000],
)
def test_no_address_leads_to_another_site_after_sign_in(member, to):
    assert member.sign_in(to).headers["location"] == "/"


def test_the_way_back_works_in_the_browser_that_began_it_and_once(app, centre, issuer, member):
    back = member.to_issuer()
    stranger = Browser(app, centre, issuer, person())
    stranger.to_issuer()
    refused = stranger.get(back)
    assert refused.status_code == 400
    assert "Masuk belum berhasil" in refused.text
    assert member.get(back).status_code == 303
    assert member.get(back).status_code == 400


def test_two_tabs_do_not_end_each_others_sign_in(member):
    first, second = member.to_issuer("/agencies"), member.to_issuer("/search")
    assert member.get(first).headers["location"] == "/agencies"
    assert member.get(second).headers["location"] == "/search"


@pytest.mark.parametrize(
    "path", ["/signed-in", "/signed-in?state=x&code=y", "/signed-in?state=" + "a" * 32, "/signed-in?code=%00"]
)
def test_whoever_never_began_a_sign_in_is_told_to_begin(app, centre, path):
    refused = Browser(app, centre).get(path)
    assert refused.status_code == 400
    assert "Masuk belum berhasil" in refused.text


@pytest.mark.parametrize("value", ["", "!!!!", "bnVsbA==", "WzFd", "e30=", "W1tdLFtdLFtdLFtdLFtdXQ==", "IiI=", "9" * 9000])
def test_a_planted_cookie_is_no_way_and_breaks_nothing(app, centre, value):
    browser = Browser(app, centre)
    state = "a" * 32
    browser.cookies = {f"{prefix}asn-way-{state[:8]}": value for prefix in ("", "__Host-")}
    assert browser.get(f"/signed-in?state={state}&code=x").status_code == 400
    browser.cookies = {f"{prefix}asn-session": value for prefix in ("", "__Host-")}
    assert "Masuk" in Page(browser.get("/").text).said


@pytest.mark.parametrize(
    "kept",
    [
        "[" * 40_000,
        "[" * 3_000,
        json.dumps(["a" * 32, "n" * 32, "\ud800", "/", "id"]),
        json.dumps(["a" * 32, "n" * 32, "v\r\n", "/", "id"]),
        json.dumps(["a" * 32, "n" * 32, "v" * 65, "/", "id"]),
    ],
    ids=["deep and long", "deep", "half a character", "a line", "a long verifier"],
)
def test_a_cookie_that_no_sign_in_wrote_is_refused_and_asks_the_issuer_nothing(app, centre, monkeypatch, kept):
    monkeypatch.setattr(KeycloakSignIn, "finish", lambda *_: pytest.fail("the issuer was asked"))
    browser = Browser(app, centre)
    browser.cookies = {f"{prefix}asn-way-{'a' * 8}": urlsafe_b64encode(kept.encode()).decode() for prefix in ("", "__Host-")}
    refused = browser.get(f"/signed-in?state={'a' * 32}&code=x")
    assert refused.status_code == 400
    assert "Masuk belum berhasil" in refused.text


@pytest.mark.parametrize("to", ["/search?q=" + "é" * 1500, "/search?q=" + '"' * 1500, "/search?q=" + "a" * 1900])
def test_no_page_to_come_back_to_makes_a_cookie_that_browsers_do_not_keep(app, centre, to):
    begun = Browser(app, centre).ask("GET", "/sign-in", params={"to": to})
    assert len(begun.headers["set-cookie"].partition(";")[0]) <= 4096


def test_who_gives_up_is_told_that_all_is_open_without_signing_in(member):
    state = parse_qs(urlsplit(member.get("/sign-in?lang=en").headers["location"]).query)["state"][0]
    given_up = member.get(f"/signed-in?error=access_denied&state={state}")
    assert given_up.status_code == 200
    assert "cancelled" in given_up.text


@pytest.mark.parametrize(
    "forgery",
    ["signature turned round", "another audience", "wrong nonce", "no ID token in the answer", "expired", "unknown key"],
)
def test_a_forged_token_opens_nothing(member, issuer, forgery):
    back = member.to_issuer()
    with issuer.forging(forgery):
        assert member.get(back).status_code == 400
    assert "Masuk" in Page(member.get("/").text).said


@pytest.mark.parametrize("answer", ["500", "HTML", "a list", "cut off", "redirect", "slow", "429"])
def test_an_issuer_that_fails_is_said_and_the_pages_stay_open(member, issuer, answer):
    back = member.to_issuer()
    with issuer.answering(token=answer):
        failed = member.get(back)
    assert failed.status_code == 503
    assert member.get("/").status_code == 200


@pytest.fixture
def ended(monkeypatch):
    """The sessions that were ended at an issuer that ends them."""
    ended = []
    monkeypatch.setattr(RealmPeople, "end_session", lambda _self, session: ended.append(session))
    return ended


def test_an_issuer_that_ends_nothing_is_said_and_the_session_here_is_over(member, centre):
    member.sign_in()
    kept = dict(member.cookies)
    half = member.ask("POST", "/sign-out", headers={"Origin": centre})
    assert half.status_code == 503
    assert "Anda keluar dari halaman ini saja" in half.text
    member.cookies = kept
    assert "Keluar" not in member.get("/").text


def test_signing_out_ends_the_session_here_and_only_a_page_of_this_centre_can_do_it(ended, member, centre):
    member.sign_in()
    for foreign in (
        {"Origin": "https://lain.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert member.ask("POST", "/sign-out", headers=foreign).status_code == 403
    assert "Keluar" in member.get("/").text
    kept = dict(member.cookies)
    # As a browser sends the form of a page that lets no referrer out.
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert member.ask("POST", "/sign-out", headers=own).headers["location"] == "/"
    assert len(ended) == 1
    member.cookies = kept
    assert "Keluar" not in member.get("/").text, "the secret opens nothing any more"


def test_what_the_issuer_says_has_ended_has_ended_here(member, issuer, app, centre):
    member.sign_in()
    token = issuer.logout_token("asn-portal", sid=member._sid)
    assert Browser(app, centre).ask("POST", "/api/v1/portal/logout", data={"logout_token": token + "x"}).status_code == 400
    assert "Keluar" in member.get("/").text
    assert Browser(app, centre).ask("POST", "/api/v1/portal/logout", data={"logout_token": token}).status_code == 200
    assert "Keluar" not in member.get("/").text


def test_an_office_behind_one_address_signs_in_and_only_what_comes_to_nothing_is_counted_closely(app, centre, issuer, courses):
    for _ in range(_FAILED_A_MINUTE + 2):
        assert Browser(app, centre, issuer, person(instansi=AGENCY)).sign_in().status_code == 303
    stranger = Browser(app, centre)
    answers = [stranger.get("/signed-in?state=" + "a" * 32 + "&code=x").status_code for _ in range(_FAILED_A_MINUTE)]
    assert set(answers) == {400}
    assert stranger.get("/signed-in?state=" + "a" * 32 + "&code=x").status_code == 429


@pytest.mark.parametrize("path", ["/signed-in?state=x", "/signed-in?state=" + "a" * 32 + "&code=x", "/sign-in"])
def test_no_page_of_the_web_locks_an_office_out_of_sign_in(app, centre, issuer, courses, path):
    stranger, colleague = Browser(app, centre), Browser(app, centre, issuer, person(instansi=AGENCY))
    back = colleague.to_issuer()
    image = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    for _ in range(_A_MINUTE + 1):
        stranger.ask("GET", path, headers=image)
    assert colleague.get(back).status_code == 303
    assert Browser(app, centre, issuer, person(instansi=AGENCY)).sign_in().status_code == 303


def test_codes_the_issuer_does_not_know_are_counted_as_failures(app, centre, monkeypatch):
    monkeypatch.setattr(KeycloakSignIn, "finish", refuse)
    browser = Browser(app, centre)
    answers = []
    for _ in range(_FAILED_A_MINUTE + 1):
        begun = browser.get("/sign-in")
        state = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]
        answers.append(browser.get(f"/signed-in?state={state}&code=x").status_code)
    assert (set(answers[:-1]), answers[-1]) == ({400}, 429)


def refuse(*_: object) -> None:
    raise KeycloakRefusedError("invalid_grant")


def test_nobody_begins_more_sign_ins_than_an_office_does(app, centre):
    browser = Browser(app, centre)
    codes = [browser.get("/sign-in").status_code for _ in range(_A_MINUTE + 1)]
    assert (codes[0], codes[-2], codes[-1]) == (303, 303, 429)
