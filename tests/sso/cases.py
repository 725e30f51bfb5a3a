"""The cases of the scoreboard: each does the same to both ways of signing in and says what was seen. Asserts nothing."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from tests.sso.browser import query
from tests.sso.people import person
from tests.sso.tokens import FORGERIES
from tests.sso.ways import SECRET, Way, sesskey

HOLDS, FAILS, NOT_APPLICABLE = "holds", "fails", "not applicable"
_SENT = (
    "{url}.lain.example/",
    "{url}@lain.example/",
    "https://lain.example/",
    "//lain.example/",
    "/\\lain.example/",
    "javascript:alert(1)",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a case, and what was seen, in a few words."""

    verdict: str
    words: str


Case = Callable[[Way], Seen]


def _seen(holds: bool, words: str) -> Seen:
    return Seen(HOLDS if holds else FAILS, words)


def _off(words: str) -> Seen:
    return Seen(NOT_APPLICABLE, words)


def _begun(way: Way) -> dict[str, str]:
    browser = way.world.browser()
    return query(browser.get(way.login(browser), stop_before=way.provider.url).url)


def forged_tokens(way: Way) -> Seen:
    entered = 0
    for mistake in FORGERIES:
        browser = way.world.browser()
        with way.provider.forging(mistake):
            way.sign_in(browser, person())
        entered += way.tenant.who(browser) != 0
    if way.is_core:
        return _off(
            f"never looks at an ID token, it believes the user info endpoint over TLS ({entered} of {len(FORGERIES)} signed in)"
        )
    return _seen(entered == 0, f"{len(FORGERIES) - entered} of {len(FORGERIES)} refused")


def broken_user_info(way: Way) -> Seen:
    if not way.is_core:
        return _off("never asks for user info, so one request less")
    entered, names = 0, ("500", "HTML", "empty object", "a list", "cut off")
    for name in names:
        browser = way.world.browser()
        with way.provider.answering(userinfo=name):
            way.sign_in(browser, person())
        entered += way.tenant.who(browser) != 0
    return _seen(entered == 0, f"{len(names) - entered} of {len(names)} refused")


def proof_key(way: Way) -> Seen:
    asked = _begun(way)
    return _seen(
        asked.get("code_challenge_method") == "S256", "S256 is sent" if "code_challenge" in asked else "no challenge is sent"
    )


def foreign_code(way: Way) -> Seen:
    """Somebody's code, taken from their browser, put into the attacker's own sign-in."""
    victim, attacker, somebody = way.world.browser(), way.world.browser(), person()
    code = query(way.answer(victim, somebody))["code"]
    own = way.answer(attacker, person())
    page = attacker.get(own.replace(query(own)["code"], code))
    taken = way.tenant.who(attacker) != 0 and way.tenant.who(attacker) == way.account(somebody)
    return _seen(
        not taken, "the attacker is signed in as the person the code is of" if taken else f"refused: {page.reason or page.status}"
    )


def state_without_secret(way: Way) -> Seen:
    browser = way.world.browser()
    page = browser.get(f"{way.tenant.url}/login/index.php")
    asked = query(browser.get(way.login(browser), stop_before=way.provider.url).url)
    leaked = sesskey(page) in asked["state"]
    return _seen(not leaked, "the session key is in the address the issuer's log keeps" if leaked else "random, 256 bits")


def login_csrf(way: Way) -> Seen:
    attacker, victim = way.world.browser(), way.world.browser()
    trap = way.answer(attacker, person())
    victim.get(f"{way.tenant.url}/login/index.php")
    victim.get(trap)
    return _seen(way.tenant.who(victim) == 0, "nobody is signed in")


def replay(way: Way) -> Seen:
    browser = way.world.browser()
    answer = way.answer(browser, person())
    browser.get(answer)
    spent, mine = way.provider.requests["token"], way.tenant.who(browser)
    page = browser.get(answer)
    same = way.provider.requests["token"] == spent and way.tenant.who(browser) == mine
    return _seen(
        same and page.status == 200, f"code sent again {way.provider.requests['token'] - spent} times, page {page.status}"
    )


def other_issuer_answers(way: Way) -> Seen:
    browser = way.world.browser()
    answer = way.answer(browser, person())
    browser.get(answer.replace("iss=https", "iss=x"))
    return _seen(
        way.tenant.who(browser) == 0, "refused" if way.tenant.who(browser) == 0 else "`iss` of RFC 9207 is not looked at"
    )


def open_redirect(way: Way) -> Seen:
    off = []
    for wish in _SENT:
        browser = way.world.browser()
        page = way.sign_in(browser, person(), wish.format(url=way.tenant.url))
        if not page.url.startswith(f"{way.tenant.url}/"):
            off.append(wish)
    if off and way.is_core:
        return _off(
            f"follows {', '.join(f'`{wish}`' for wish in off)}, but only in an address with the visitor's own session key"
        )
    return _seen(
        not off,
        f"off the site by {', '.join(f'`{wish}`' for wish in off)}" if off else f"{len(_SENT)} of {len(_SENT)} ended at home",
    )


def link_from_outside(way: Way) -> Seen:
    """A link on another site that signs in and arrives at a page, with nothing to click and no session before."""
    browser, somebody = way.world.browser(), person()
    browser.sign_in_at(way.provider, somebody)
    link = way.tenant.login if not way.is_core else f"{way.tenant.url}/auth/oauth2/login.php?id={way.issuer_id}"
    page = browser.get(f"{link}{'&' if '?' in link else '?'}wantsurl=/user/preferences.php")
    arrived = urlsplit(page.url).path == "/user/preferences.php" and way.tenant.who(browser) != 0
    return _seen(arrived, f"{len(page.hops) - 1} redirects" if arrived else "its link needs the session key of the visitor")


def address_takeover(way: Way, *, asks: bool, admin: bool) -> Seen:
    if not way.is_core and not asks:
        return _off("has no such switch: an address alone never links")
    way.asks_by_mail(asks)
    somebody, browser = person(email_verified=False), way.world.browser()
    account = {"username": f"korban{somebody.claims['preferred_username']}", "email": somebody.claims["email"]}
    victim = way.tenant.site.do("make_accounts", accounts=[account])[0]
    if admin:
        way.tenant.site.do("make_admin", id=victim)
    page = way.sign_in(browser, somebody)
    way.asks_by_mail(False)
    taken = way.tenant.who(browser) == victim
    asked = (
        "asks for the account's password"
        if page.url.endswith("/link.php")
        else "asks by mail"
        if way.is_core
        else f"refused: {page.reason}"
    )
    return _seen(not taken, "signed in as the owner of the address" if taken else asked)


def unverified_address(way: Way) -> Seen:
    somebody, browser, before = person(email_verified=False), way.world.browser(), way.tenant.people()
    page = way.sign_in(browser, somebody)
    made = way.tenant.people() > before
    return _seen(not made, "an account is made (asking by mail is off)" if made else f"refused: {page.reason}")


def suspended(way: Way) -> Seen:
    somebody, browser = person(), way.world.browser()
    way.sign_in(browser, somebody)
    way.tenant.site.do("suspend_account", id=way.account(somebody))
    page = way.sign_in(browser, somebody)
    return _seen(way.tenant.who(browser) == 0, f"refused, told: {page.reason or 'invalid login'}")


def status_claim(way: Way) -> Seen:
    browser = way.world.browser()
    page = way.sign_in(browser, person(status_asn="pensiun"))
    return _seen(way.tenant.who(browser) == 0, f"refused: {page.reason}" if page.reason else "no claim can keep somebody outside")


def sign_out_at_issuer(way: Way) -> Seen:
    browser, somebody = way.world.browser(), person()
    way.sign_in(browser, somebody)
    sid = browser.http.cookies.get("SESI_PENERBIT")
    browser.get(f"{way.tenant.url}/login/logout.php?sesskey={sesskey(browser.get(f'{way.tenant.url}/user/preferences.php'))}")
    ended = sid not in way.provider._sessions
    return _seen(ended, "ends there too" if ended else "stays signed in at the issuer: the next click signs in again")


def back_channel(way: Way) -> Seen:
    if way.is_core:
        return Seen(FAILS, "has none: the session lives on until it times out")
    browser = way.world.browser()
    sid = browser.sign_in_at(way.provider, person())
    browser.get(way.login(browser))
    token = way.provider.logout_token(way.tenant.client, sid=sid)
    requests.post(way.tenant.backchannel, {"logout_token": token}, timeout=30)
    return _seen(way.tenant.who(browser) == 0, "ended at once")


def form_while_down(way: Way) -> Seen:
    site, mistakes, there = way.tenant.site, ("500", "HTML", "redirect", "cut off"), 0
    site.do("set_sso", settings={"mode": "silent"})
    for mistake in mistakes:
        browser = way.world.browser()
        site.do("forget_issuer")
        with way.provider.answering(discovery=mistake, token=mistake, keys=mistake, userinfo=mistake):
            page = browser.get(f"{way.tenant.url}/login/index.php")
            there += 'name="username"' in page.text
    site.do("forget_issuer")
    site.do("set_sso", settings={"mode": "button"})
    return _seen(there == len(mistakes), f"the form is there in {there} of {len(mistakes)}")


def broken_token_answer(way: Way) -> Seen:
    names = ("500", "HTML", "empty object", "a list", "cut off")
    told, entered, wrong = 0, 0, []
    for name in names:
        browser = way.world.browser()
        with way.provider.answering(token=name):
            page = way.sign_in(browser, person())
        entered += way.tenant.who(browser) != 0
        told += bool(page.reason) or "loginerrormessage" in page.text
        wrong += [] if page.reason or "loginerrormessage" in page.text else [name]
    words = f"nobody signed in; a page with the reason in {told} of {len(names)}"
    return _seen(
        entered == 0 and told == len(names), words + (f", a page about an exception for {', '.join(wrong)}" if wrong else "")
    )


def two_at_once(way: Way) -> Seen:
    """Ten rounds of four browsers in which one new person arrives at the same moment."""
    extra, errors, reasons = 0, 0, set()
    for _ in range(10):
        somebody, before = person(), way.tenant.people()
        browsers = [way.world.browser() for _ in range(4)]
        # Not Moodle's dashboard: what it makes at its own first visit does not stand several at once.
        answers = [way.answer(browser, somebody, "/user/preferences.php") for browser in browsers]
        with ThreadPoolExecutor(4) as pool:
            pages = list(pool.map(lambda pair: pair[0].get(pair[1]), zip(browsers, answers, strict=True)))
        extra += way.tenant.people() - before - 1
        out = [page.status != 200 or way.tenant.who(browser) == 0 for page, browser in zip(pages, browsers, strict=True)]
        errors += sum(out)
        reasons |= {page.reference or str(page.status) for page, wrong in zip(pages, out, strict=True) if wrong}
    return _seen(
        extra == 0 and errors == 0,
        f"{extra} accounts too many, {errors} of 40 met an error or were not signed in ({', '.join(sorted(reasons)) or 'none'})",
    )


def no_cookies(way: Way) -> Seen:
    browser = way.world.browser(keeps_cookies=False)
    page = way.sign_in(browser, person())
    rounds = len([hop for hop in page.hops if hop.startswith(f"{way.provider.url}/auth")])
    return _seen(rounds <= 3, f"{rounds} times at the issuer, then page {page.status}")


def tokens_at_rest(way: Way) -> Seen:
    """Sessions of both sites are in the database here."""
    way.sign_in(way.world.browser(), person())
    rows = way.tenant.site.rows("SELECT sessdata FROM mdl_sessions WHERE sessdata IS NOT NULL")
    kept = b"".join(base64.b64decode(data) for (data,) in rows if data).decode(errors="replace")
    found = [token for token in way.provider.issued if token in kept]
    return _seen(
        not found, f"{len(found)} tokens readable in the session table" if found else "none readable: one encrypted value"
    )


def claims_in_log(way: Way) -> Seen:
    somebody, since = person(), way.tenant.log_end()
    way.sign_in(way.world.browser(), somebody)
    rows = way.tenant.site.rows("SELECT other FROM mdl_logstore_standard_log WHERE id > %s", since)
    said = "".join(other or "" for (other,) in rows)
    found = [name for name in ("nip", "email", "family_name", "jabatan") if str(somebody.claims[name]) in said]
    return _seen(not found, f"{', '.join(found)} and every other claim are kept in Moodle's log" if found else "none")


def secret_at_rest(way: Way) -> Seen:
    if not way.is_core:
        return Seen(HOLDS, "there is none: the site proves itself by its key")
    found = way.tenant.site.rows("SELECT 1 FROM mdl_oauth2_issuer WHERE clientsecret = %s", SECRET)
    return _seen(not found, "the client secret is readable in the database")


CASES: dict[str, Case] = {
    "Forged or wrong ID tokens (40 kinds)": forged_tokens,
    "User info that is none (5 kinds)": broken_user_info,
    "PKCE": proof_key,
    "Somebody's code in the attacker's own sign-in": foreign_code,
    "State that gives nothing away": state_without_secret,
    "Login CSRF: an answer made for another browser": login_csrf,
    "An answer opened a second time": replay,
    "An answer that names another issuer": other_issuer_answers,
    "Open redirect by the wanted page (6 kinds)": open_redirect,
    "One link from another site to a page, signed in": link_from_outside,
    "Taking over an account by its address, asking by mail on": lambda way: address_takeover(way, asks=True, admin=False),
    "Taking over an account by its address, asking by mail off": lambda way: address_takeover(way, asks=False, admin=False),
    "Taking over a site admin by the address, asking by mail off": lambda way: address_takeover(way, asks=False, admin=True),
    "Account for an address nobody verified": unverified_address,
    "Suspended account": suspended,
    "Somebody no longer in service": status_claim,
    "Signing out ends the session at the issuer": sign_out_at_issuer,
    "The issuer ends the session here": back_channel,
    "Issuer down: the local login form is there": form_while_down,
    "Token endpoint answers nonsense (5 kinds)": broken_token_answer,
    "One new person arrives four times at once": two_at_once,
    "A browser without cookies": no_cookies,
    "Tokens in a database with sessions in it": tokens_at_rest,
    "Claims in Moodle's log": claims_in_log,
    "Shared secret at rest": secret_at_rest,
}
