"""Loops: whatever a browser, a bookmark or a setting does, it is sent on at most three times and then told why."""

from urllib.parse import urlsplit

import pytest

from tests.sso.browser import query
from tests.sso.people import person


@pytest.fixture
def mode(satu):
    """Sets the way people are sent to the issuer; puts the tests' usual way back."""
    yield lambda mode: satu.site.do("set_sso", settings={"mode": mode})
    satu.site.do("set_sso", settings={"mode": "button"})


def _to_issuer(page, issuer):
    return len([hop for hop in page.hops if hop.startswith(f"{issuer.url}/auth")])


def _is_on(page, tenant):
    return urlsplit(page.url).netloc == urlsplit(tenant.url).netloc


@pytest.mark.parametrize("way", ["button", "silent", "auto"])
def test_without_cookies_a_sign_in_ends_on_the_page_that_says_so(issuer, satu, sso_world, mode, way):
    mode(way)
    browser = sso_world.browser(keeps_cookies=False)
    browser.sign_in_at(issuer, person())
    spent = issuer.requests["token"]
    page = browser.get(satu.login)
    assert (page.status, page.reason) == (403, "cookies")
    assert _to_issuer(page, issuer) <= 3
    assert issuer.requests["token"] == spent


@pytest.mark.parametrize("way", ["silent", "auto"])
def test_without_cookies_a_page_that_needs_signing_in_is_no_loop(issuer, satu, sso_world, mode, way):
    mode(way)
    browser = sso_world.browser(keeps_cookies=False)
    browser.sign_in_at(issuer, person())
    page = browser.get(f"{satu.url}/my/")
    assert _is_on(page, satu)
    assert page.status in (200, 403)
    assert _to_issuer(page, issuer) <= 3


def test_a_silent_try_nobody_answers_ends_at_moodles_own_form(issuer, satu, browser, mode):
    mode("silent")
    page = browser.get(f"{satu.url}/user/preferences.php")
    assert urlsplit(page.url).path == "/login/index.php"
    assert _to_issuer(page, issuer) == 1
    assert 'name="username"' in page.text
    assert _to_issuer(browser.get(f"{satu.url}/user/preferences.php"), issuer) == 0


def test_a_silent_try_of_somebody_known_arrives_without_a_click(issuer, satu, browser, mode):
    mode("silent")
    browser.sign_in_at(issuer, person())
    page = browser.get(f"{satu.url}/user/preferences.php")
    assert page.url == f"{satu.url}/user/preferences.php"
    assert satu.who(browser) != 0
    # Asked for, to the issuer, back with a code, and there.
    assert len(page.hops) == 4


@pytest.mark.parametrize("way", ["silent", "auto"])
def test_a_suspended_account_sees_why_and_is_not_sent_round(issuer, satu, browser, mode, way):
    somebody = person()
    browser.sign_in_at(issuer, somebody)
    browser.get(satu.login)
    satu.site.do("suspend_account", id=satu.account(somebody.subject))
    mode(way)
    page = browser.get(f"{satu.url}/my/")
    assert _is_on(page, satu)
    assert _to_issuer(page, issuer) <= 3
    assert page.reason == "suspended" or "suspended-" in page.text
    assert satu.who(browser) == 0


def test_somebody_without_an_account_is_told_so_and_not_sent_round(issuer, satu, browser, mode):
    satu.site.do("set_sso", settings={"createaccounts": "0"})
    mode("auto")
    browser.sign_in_at(issuer, person())
    pages = [browser.get(f"{satu.url}/my/") for _ in range(5)]
    satu.site.do("set_sso", settings={"createaccounts": "1"})
    assert pages[0].reason == "noaccount"
    assert sum(_to_issuer(page, issuer) for page in pages) <= 3
    assert urlsplit(pages[-1].url).path == "/login/index.php"


def test_a_bookmark_of_the_issuers_page_begins_anew_once(issuer, satu, browser):
    bookmark = browser.get(satu.login, stop_before=issuer.url).url
    browser.http.cookies.clear()
    browser.sign_in_at(issuer, person())
    page = browser.get(bookmark)
    assert satu.who(browser) != 0
    assert _to_issuer(page, issuer) == 2


def test_the_back_button_after_a_sign_in_leads_on(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    first = browser.get(satu.login)
    for hop in reversed(first.hops):
        page = browser.get(hop)
        assert page.status == 200
        assert _is_on(page, satu)
    assert satu.who(browser) != 0


def test_more_tabs_than_are_remembered_still_arrive(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    answers = [browser.get(satu.login, stop_before="/callback.php").url for _ in range(13)]
    page = browser.get(answers[0])
    assert satu.who(browser) != 0
    assert _to_issuer(page, issuer) == 1
    assert len({query(answer)["state"] for answer in answers}) == 13


def test_where_guests_come_in_by_themselves_people_still_sign_in(issuer, satu, browser, mode):
    satu.site.do("set_setting", name="autologinguests", value="1")
    mode("auto")
    browser.get(f"{satu.url}/course/index.php")
    browser.sign_in_at(issuer, person())
    page = browser.get(f"{satu.url}/user/preferences.php")
    satu.site.do("set_setting", name="autologinguests", value="0")
    assert page.url == f"{satu.url}/user/preferences.php"
    assert satu.who(browser) != 0


def test_a_form_that_is_sent_is_never_sent_to_the_issuer(issuer, satu, browser, mode):
    mode("auto")
    form = browser.get(f"{satu.url}/login/index.php?noredirect=1")
    page = browser.submit(form, "login", username="tidak-ada", password="salah")
    assert urlsplit(page.url).path == "/login/index.php"
    assert _to_issuer(page, issuer) == 0


def test_the_admins_switch_ends_every_redirect(issuer, satu, browser, mode):
    mode("auto")
    said = satu.site.php("auth/asnsso/cli/emergency.php", "--off")
    page = browser.get(f"{satu.url}/my/")
    satu.site.php("auth/asnsso/cli/emergency.php", "--on")
    assert f"{satu.url}/login/index.php" in said
    assert urlsplit(page.url).path == "/login/index.php"
    assert _to_issuer(page, issuer) == 0
