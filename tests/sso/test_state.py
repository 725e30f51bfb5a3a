"""Login CSRF, replays and foreign answers: only the browser that began a sign-in can finish it, once, and with its own code."""

import html
import re
from urllib.parse import urlsplit

import pytest

from tests.sso.browser import SESSION, query
from tests.sso.people import person
from tests.sso.ways import sesskey


def _answer_of(tenant, issuer, browser, somebody, **parameters):
    """The address with code and state that the issuer sends a browser back to, not opened yet."""
    browser.sign_in_at(issuer, somebody)
    asked = "?" + "&".join(f"{name}={value}" for name, value in parameters.items())
    return browser.get(tenant.login + asked, stop_before="/callback.php").url


def test_an_answer_made_for_another_browser_signs_nobody_in_and_its_code_is_not_spent(sso_world, issuer, satu):
    attacker, victim = sso_world.browser(), sso_world.browser()
    trap = _answer_of(satu, issuer, attacker, person())
    victim.get(satu.url)
    spent = issuer.requests["token"]
    page = victim.get(trap)
    assert satu.who(victim) == 0
    assert issuer.requests["token"] == spent
    assert [hop.split("?")[0] for hop in page.hops].count(satu.login) == 1
    assert page.text == "<h1>Masuk</h1>"


def test_a_victim_who_is_known_at_the_issuer_is_restarted_as_themselves_not_as_the_attacker(sso_world, issuer, satu):
    attacker, victim, somebody, other = sso_world.browser(), sso_world.browser(), person(), person()
    trap = _answer_of(satu, issuer, attacker, other)
    victim.sign_in_at(issuer, somebody)
    page = victim.get(trap)
    assert satu.who(victim) == satu.account(somebody.subject)
    assert satu.account(other.subject) is None
    assert len(page.hops) <= 6


def test_a_replayed_answer_changes_nothing_for_who_is_signed_in(issuer, satu, browser):
    somebody = person()
    answer = _answer_of(satu, issuer, browser, somebody)
    browser.get(answer)
    spent, sid = issuer.requests["token"], browser.cookie(satu.url)
    page = browser.get(answer)
    assert page.status == 200
    assert (issuer.requests["token"], browser.cookie(satu.url)) == (spent, sid)
    assert satu.who(browser) == satu.account(somebody.subject)


def test_a_state_is_burned_even_when_its_sign_in_failed(issuer, satu, browser):
    answer = _answer_of(satu, issuer, browser, person())
    with issuer.forging("edited payload"):
        assert browser.get(answer).reason == "badtoken"
    spent = issuer.requests["token"]
    page = browser.get(answer, stop_before=issuer.url)
    assert issuer.requests["token"] == spent
    assert f"{satu.login}?restarted=1" in page.hops[1]


def test_a_foreign_code_put_into_ones_own_sign_in_is_refused(sso_world, issuer, satu):
    attacker, victim, other = sso_world.browser(), sso_world.browser(), person()
    foreign = query(_answer_of(satu, issuer, attacker, other))["code"]
    own = _answer_of(satu, issuer, victim, person())
    page = victim.get(own.replace(query(own)["code"], foreign))
    assert (page.status, page.reason) == (403, "issuer")
    assert satu.who(victim) == 0
    assert satu.account(other.subject) is None


@pytest.mark.parametrize("iss", ["", "https://127.0.0.1:1/realms/lain"])
def test_an_answer_that_names_no_or_another_issuer_is_refused_before_its_code_is_spent(issuer, satu, browser, iss):
    answer = _answer_of(satu, issuer, browser, person())
    spent, log = issuer.requests["token"], satu.log_end()
    page = browser.get(re.sub(r"&iss=[^&]*", f"&iss={iss}" if iss else "", answer))
    assert page.reason == "badtoken"
    assert satu.refusals(log) == [("badtoken", "response_iss")]
    assert issuer.requests["token"] == spent


def test_an_answer_for_one_site_opens_nothing_on_another(issuer, satu, dua, browser):
    answer = _answer_of(satu, issuer, browser, person())
    spent = issuer.requests["token"]
    browser.get(answer.replace(satu.url, dua.url), stop_before=issuer.url)
    assert (dua.who(browser), issuer.requests["token"]) == (0, spent)


def test_a_sign_in_of_31_minutes_ago_begins_anew_and_ends_at_the_page_that_was_wanted(issuer, satu, browser):
    answer = _answer_of(satu, issuer, browser, person(), wantsurl="/user/preferences.php")
    session = satu.site.dataroot / "sessions" / f"sess_{browser.cookie(satu.url)}"
    kept = session.read_text()
    session.write_text(re.sub(r'(s:4:"time";i:)(\d+)', lambda found: f"{found[1]}{int(found[2]) - 31 * 60}", kept))
    spent = issuer.requests["token"]
    page = browser.get(answer)
    assert page.url == f"{satu.url}/user/preferences.php"
    assert satu.who(browser) != 0
    assert issuer.requests["token"] == spent + 1


@pytest.mark.parametrize("nonsense", ["", "?state=x", "?code=x", "?error=access_denied", "?state=%00&code=%ff&iss=%00"])
def test_an_answer_to_nothing_is_never_a_page_about_an_exception(satu, browser, nonsense):
    page = browser.get(satu.callback + nonsense)
    assert satu.who(browser) == 0
    assert page.status in (200, 403)
    assert "errorcode" not in page.text


def test_an_issuer_that_says_no_gets_the_reason_page(issuer, satu, browser):
    begun = query(browser.get(satu.login, stop_before=issuer.url).url)
    page = browser.get(f"{satu.callback}?state={begun['state']}&error=access_denied&iss={issuer.url}")
    assert (page.status, page.reason) == (403, "denied")


def test_what_an_answer_says_is_in_no_page_as_it_came(issuer, satu, browser):
    begun = query(browser.get(satu.login, stop_before=issuer.url).url)
    evil = "%3Cscript%3Ealert(1)%3C/script%3E"
    told = f"error={evil}&error_description={evil}&error_uri=javascript:alert(1)"
    page = browser.get(f"{satu.callback}?state={begun['state']}&{told}&iss={issuer.url}")
    assert page.reason == "issuer"
    assert "alert(1)" not in page.text


def test_a_session_somebody_planted_before_is_worth_nothing_after(sso_world, issuer, satu):
    attacker, victim, somebody = sso_world.browser(), sso_world.browser(), person()
    attacker.get(f"{satu.url}/login/index.php?noredirect=1")
    planted = attacker.cookie(satu.url)
    victim.http.cookies.set(SESSION, planted, domain=urlsplit(satu.url).hostname, path="/")
    victim.sign_in_at(issuer, somebody)
    victim.get(satu.login)
    assert satu.who(victim) == satu.account(somebody.subject) != 0
    assert victim.cookie(satu.url) != planted
    assert attacker.cookie(satu.url) == planted
    attacker.get(f"{satu.url}/user/preferences.php", stop_before=issuer.url)
    assert satu.who(attacker) == 0


def test_every_sign_in_has_its_own_state_nonce_and_verifier_and_no_session_key_leaves_the_site(sso_world, issuer, satu):
    browser = sso_world.browser()
    asked = [query(browser.get(satu.login, stop_before=issuer.url).url) for _ in range(3)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({one[name] for one in asked}) == 3
        assert all(len(one[name]) >= 43 for one in asked)
    assert {one["code_challenge_method"] for one in asked} == {"S256"}
    sesskey = re.search(r'"sesskey":"([^"]+)"', browser.get(f"{satu.url}/?asnsso=off").text)
    assert sesskey
    assert all(sesskey[1] not in value for one in asked for value in one.values())


def test_whoever_signs_in_by_the_form_within_anothers_session_takes_nothing_of_it_over(issuer, satu, browser):
    name = f"formulir{person().claims['preferred_username']}"
    local = satu.site.do("make_accounts", accounts=[{"username": name, "email": f"{name}@example.invalid"}])[0]
    form = browser.get(f"{satu.url}/login/index.php?noredirect=1")
    session = browser.sign_in_at(issuer, person())
    browser.get(satu.login)
    browser.submit(form, "login", username=name, password="Sandi-uji-1")
    assert satu.who(browser) == local
    page = browser.get(f"{satu.url}/user/preferences.php")
    browser.get(f"{satu.url}/login/logout.php?sesskey={sesskey(page)}")
    assert satu.who(browser) == 0
    # Signing out has not ended the other person's session at the issuer.
    assert issuer.has_session(session)


def test_who_is_refused_reads_who_they_are_and_can_use_another_account(issuer, satu, browser):
    wrong, right = person(status_asn="pensiun"), person()
    session = browser.sign_in_at(issuer, wrong)
    page = browser.get(f"{satu.login}?wantsurl=/user/preferences.php")
    assert page.reason == "notactive"
    assert f"({wrong.claims['email']})" in page.text
    primary = re.search(r'class="btn btn-primary" href="([^"]+)"', page.text)
    assert primary
    page = browser.get(html.unescape(primary[1]), stop_before=issuer.url)
    assert query(page.url)["prompt"] == "login"
    assert not issuer.has_session(session)
    browser.sign_in_at(issuer, right)
    assert browser.get(page.url).url == f"{satu.url}/user/preferences.php"
    assert satu.who(browser) == satu.account(right.subject)


@pytest.mark.parametrize("list_of", ["wantsurl", "state", "code", "iss", "error"])
def test_a_parameter_that_is_a_list_is_none(satu, browser, list_of):
    page = browser.get(f"{satu.login if list_of == 'wantsurl' else satu.callback}?{list_of}[]=x")
    assert (page.status, satu.who(browser)) == (200, 0)
