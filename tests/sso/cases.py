"""The cases of the scoreboard: the attacks (attack_cases.py), and what people and auditors need beside. Asserts nothing."""

import base64
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.sso import attack_cases as attack
from tests.sso.people import person
from tests.sso.tokens import FORGERIES
from tests.sso.verdict import Case, Seen, seen
from tests.sso.ways import SECRET, Way, sesskey


def suspended(way: Way) -> Seen:
    somebody, browser = person(), way.world.browser()
    way.sign_in(browser, somebody)
    way.tenant.site.do("suspend_account", id=way.account(somebody))
    page = way.sign_in(browser, somebody)
    outside = way.tenant.who(browser) == 0
    return seen(outside, f"refused, told: {page.reason or 'invalid login'}" if outside else "comes in")


def status_claim(way: Way) -> Seen:
    browser = way.world.browser()
    page = way.sign_in(browser, person(status_asn="pensiun"))
    return seen(way.tenant.who(browser) == 0, f"refused: {page.reason}" if page.reason else "no claim can keep somebody outside")


def sign_out_at_issuer(way: Way) -> Seen:
    browser, somebody = way.world.browser(), person()
    way.sign_in(browser, somebody)
    sid = browser.http.cookies.get("SESI_PENERBIT")
    browser.get(f"{way.tenant.url}/login/logout.php?sesskey={sesskey(browser.get(f'{way.tenant.url}/user/preferences.php'))}")
    ended = sid not in way.issuer._sessions
    return seen(ended, "ends there too" if ended else "stays signed in at the issuer: the next click signs in again")


def back_channel(way: Way) -> Seen:
    """The issuer ends a session and says so wherever it can."""
    browser = way.world.browser()
    sid = browser.sign_in_at(way.issuer, person())
    browser.get(way.login(browser))
    way.issuer.end_session(sid)
    if way.is_core:
        token = way.issuer.logout_token(way.tenant.client, sid=sid)
        told = [f"{way.tenant.url}{path}" for path in ("/auth/oauth2/logout.php", way.callback)]
        statuses = [requests.post(url, {"logout_token": token}, timeout=30).status_code for url in told]
    else:
        statuses = [way.tenant.told(session=sid).status_code]
    browser.get(f"{way.tenant.url}/user/preferences.php", stop_before=way.issuer.url)
    ended = way.tenant.who(browser) == 0
    return seen(
        ended,
        f"ended at once, answer {statuses[0]}"
        if ended
        else "there is no address for it: the session lives on until it times out",
    )


def form_while_down(way: Way) -> Seen:
    site, mistakes, there = way.tenant.site, ("500", "HTML", "redirect", "cut off"), 0
    site.do("set_sso", settings={"mode": "silent"})
    for mistake in mistakes:
        browser = way.world.browser()
        site.do("forget_issuer")
        with way.issuer.answering(discovery=mistake, token=mistake, keys=mistake, userinfo=mistake):
            page = browser.get(f"{way.tenant.url}/login/index.php")
            there += 'name="username"' in page.text
    site.do("forget_issuer")
    site.do("set_sso", settings={"mode": "button"})
    return seen(there == len(mistakes), f"the form is there in {there} of {len(mistakes)}")


def broken_token_answer(way: Way) -> Seen:
    names = ("500", "HTML", "empty object", "a list", "cut off")
    told, entered, wrong = 0, 0, []
    for name in names:
        browser = way.world.browser()
        with way.issuer.answering(token=name):
            page = way.sign_in(browser, person())
        entered += way.tenant.who(browser) != 0
        told += bool(page.reason) or "loginerrormessage" in page.text
        wrong += [] if page.reason or "loginerrormessage" in page.text else [name]
    words = f"nobody signed in; a page with the reason in {told} of {len(names)}"
    return seen(
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
    return seen(
        extra == 0 and errors == 0,
        f"{extra} accounts too many, {errors} of 40 met an error or were not signed in ({', '.join(sorted(reasons)) or 'none'})",
    )


def no_cookies(way: Way) -> Seen:
    browser = way.world.browser(keeps_cookies=False)
    page = way.sign_in(browser, person())
    rounds = len([hop for hop in page.hops if hop.startswith(f"{way.issuer.url}/auth")])
    return seen(rounds <= 3, f"{rounds} times at the issuer, then page {page.status}")


def tokens_at_rest(way: Way) -> Seen:
    """Sessions of both sites are in the database here."""
    way.sign_in(way.world.browser(), person())
    rows = way.tenant.site.rows("SELECT sessdata FROM mdl_sessions WHERE sessdata IS NOT NULL")
    kept = b"".join(base64.b64decode(data) for (data,) in rows if data).decode(errors="replace")
    found = [token for token in way.issuer.issued if token in kept]
    return seen(
        not found, f"{len(found)} tokens readable in the session table" if found else "none readable: one encrypted value"
    )


def claims_in_log(way: Way) -> Seen:
    somebody, since = person(), way.tenant.log_end()
    way.sign_in(way.world.browser(), somebody)
    rows = way.tenant.site.rows("SELECT other FROM mdl_logstore_standard_log WHERE id > %s", since)
    said = "".join(other or "" for (other,) in rows)
    found = [name for name in ("nip", "email", "family_name", "jabatan") if str(somebody.claims[name]) in said]
    return seen(not found, f"{', '.join(found)} and every other claim are kept in Moodle's log" if found else "none")


def secret_at_rest(way: Way) -> Seen:
    if not way.is_core:
        readable = way.tenant.site.rows(
            "SELECT 1 FROM mdl_config_plugins WHERE plugin IN ('local_asnunggul', 'auth_asnsso') AND value LIKE '%%PRIVATE KEY%%'"
        )
        return seen(
            not readable, "a private key is readable" if readable else "no shared secret; the site's private key is encrypted"
        )
    found = way.tenant.site.rows("SELECT 1 FROM mdl_oauth2_issuer WHERE clientsecret = %s", SECRET)
    return seen(not found, "the client secret is readable in the database" if found else "not readable")


CASES: dict[str, Case] = {
    f"Forged or wrong ID tokens ({len(FORGERIES)} kinds)": attack.forged_tokens,
    "User info that is none (5 kinds)": attack.broken_user_info,
    "PKCE": attack.proof_key,
    "Somebody's code in the attacker's own sign-in": attack.foreign_code,
    "State that gives nothing away": attack.state_without_secret,
    "Login CSRF: an answer made for another browser": attack.login_csrf,
    "An answer opened a second time": attack.replay,
    "An answer that names another issuer": attack.other_issuer_answers,
    "Open redirect by the wanted page (6 kinds)": attack.open_redirect,
    "One link from another site to a page, signed in": attack.link_from_outside,
    "Taking over an account by its address, asking by mail on": lambda way: attack.address_takeover(way, asks=True, admin=False),
    "Taking over an account by its address, asking by mail off": lambda way: attack.address_takeover(
        way, asks=False, admin=False
    ),
    "Taking over a site admin by the address, asking by mail off": lambda way: attack.address_takeover(
        way, asks=False, admin=True
    ),
    "Account for an address nobody verified": attack.unverified_address,
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
