"""Attacks of the scoreboard: each does the same to both ways of signing in and says what was seen. Asserts nothing."""

from urllib.parse import urlsplit

from tests.sso.browser import query
from tests.sso.people import person
from tests.sso.tokens import FORGERIES
from tests.sso.verdict import Seen, off, seen
from tests.sso.ways import Way, sesskey

_SENT = (
    "{url}.lain.example/",
    "{url}@lain.example/",
    "https://lain.example/",
    "//lain.example/",
    "/\\lain.example/",
    "javascript:alert(1)",
)


def _begun(way: Way) -> dict[str, str]:
    browser = way.world.browser()
    return query(browser.get(way.login(browser), stop_before=way.issuer.url).url)


def forged_tokens(way: Way) -> Seen:
    entered = 0
    for mistake in FORGERIES:
        browser = way.world.browser()
        with way.issuer.forging(mistake):
            way.sign_in(browser, person())
        entered += way.tenant.who(browser) != 0
    if way.is_core:
        return off(
            f"never looks at an ID token, it believes the user info endpoint over TLS ({entered} of {len(FORGERIES)} signed in)"
        )
    return seen(entered == 0, f"{len(FORGERIES) - entered} of {len(FORGERIES)} refused")


def broken_user_info(way: Way) -> Seen:
    if not way.is_core:
        asked = way.issuer.requests["userinfo"]
        way.sign_in(way.world.browser(), person())
        return off(f"user info asked for {way.issuer.requests['userinfo'] - asked} times in a sign-in")
    entered, names = 0, ("500", "HTML", "empty object", "a list", "cut off")
    for name in names:
        browser = way.world.browser()
        with way.issuer.answering(userinfo=name):
            way.sign_in(browser, person())
        entered += way.tenant.who(browser) != 0
    return seen(entered == 0, f"{len(names) - entered} of {len(names)} refused")


def proof_key(way: Way) -> Seen:
    asked = _begun(way)
    return seen(
        asked.get("code_challenge_method") == "S256", "S256 is sent" if "code_challenge" in asked else "no challenge is sent"
    )


def foreign_code(way: Way) -> Seen:
    """Somebody's code, taken from their browser, put into the attacker's own sign-in."""
    victim, attacker, somebody = way.world.browser(), way.world.browser(), person()
    code = query(way.answer(victim, somebody))["code"]
    own = way.answer(attacker, person())
    page = attacker.get(own.replace(query(own)["code"], code))
    taken = way.tenant.who(attacker) != 0 and way.tenant.who(attacker) == way.account(somebody)
    return seen(
        not taken, "the attacker is signed in as the person the code is of" if taken else f"refused: {page.reason or page.status}"
    )


def state_without_secret(way: Way) -> Seen:
    browser = way.world.browser()
    page = browser.get(f"{way.tenant.url}/login/index.php")
    asked = query(browser.get(way.login(browser), stop_before=way.issuer.url).url)
    leaked = sesskey(page) in asked["state"]
    return seen(
        not leaked,
        "the session key is in the address the issuer's log keeps" if leaked else f"random, {len(asked['state'])} characters",
    )


def login_csrf(way: Way) -> Seen:
    attacker, victim = way.world.browser(), way.world.browser()
    trap = way.answer(attacker, person())
    victim.get(f"{way.tenant.url}/login/index.php")
    victim.get(trap)
    safe = way.tenant.who(victim) == 0
    return seen(safe, "nobody is signed in" if safe else "the victim is signed in as the attacker")


def replay(way: Way) -> Seen:
    browser = way.world.browser()
    answer = way.answer(browser, person())
    browser.get(answer)
    spent, mine = way.issuer.requests["token"], way.tenant.who(browser)
    page = browser.get(answer)
    same = way.issuer.requests["token"] == spent and way.tenant.who(browser) == mine
    return seen(same and page.status == 200, f"code sent again {way.issuer.requests['token'] - spent} times, page {page.status}")


def other_issuer_answers(way: Way) -> Seen:
    browser = way.world.browser()
    answer = way.answer(browser, person())
    browser.get(answer.replace("iss=https", "iss=x"))
    return seen(way.tenant.who(browser) == 0, "refused" if way.tenant.who(browser) == 0 else "`iss` of RFC 9207 is not looked at")


def open_redirect(way: Way) -> Seen:
    outside = []
    for wish in _SENT:
        browser = way.world.browser()
        page = way.sign_in(browser, person(), wish.format(url=way.tenant.url))
        if not page.url.startswith(f"{way.tenant.url}/"):
            outside.append(wish)
    if outside and way.is_core:
        return off(
            f"follows {', '.join(f'`{wish}`' for wish in outside)}, but only in an address with the visitor's own session key"
        )
    return seen(
        not outside,
        f"off the site by {', '.join(f'`{wish}`' for wish in outside)}"
        if outside
        else f"{len(_SENT)} of {len(_SENT)} ended at home",
    )


def link_from_outside(way: Way) -> Seen:
    """A link on another site that signs in and arrives at a page, with nothing to click and no session before."""
    browser, somebody = way.world.browser(), person()
    browser.sign_in_at(way.issuer, somebody)
    link = way.tenant.login if not way.is_core else f"{way.tenant.url}/auth/oauth2/login.php?id={way.issuer_id}"
    page = browser.get(f"{link}{'&' if '?' in link else '?'}wantsurl=/user/preferences.php")
    arrived = urlsplit(page.url).path == "/user/preferences.php" and way.tenant.who(browser) != 0
    return seen(arrived, f"{len(page.hops) - 1} redirects" if arrived else "its link needs the session key of the visitor")


def address_takeover(way: Way, *, asks: bool, admin: bool) -> Seen:
    if not way.is_core and not asks:
        return off("has no such switch: an address alone never links")
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
        "asks to sign in with the account"
        if page.url.endswith("/link.php")
        else "asks by mail"
        if way.is_core
        else f"refused: {page.reason}"
    )
    return seen(not taken, "signed in as the owner of the address" if taken else asked)


def unverified_address(way: Way) -> Seen:
    somebody, browser, before = person(email_verified=False), way.world.browser(), way.tenant.people()
    page = way.sign_in(browser, somebody)
    made = way.tenant.people() > before
    return seen(not made, "an account is made (asking by mail is off)" if made else f"refused: {page.reason}")
