"""The page that was wanted: reached if it is the site's own, and never a way off the site or into a loop."""

from urllib.parse import quote, urlsplit

import pytest

from tests.sso.people import person

HOSTILE = {
    "another site": "https://lain.example/",
    "our name as a prefix": "{url}.lain.example/",
    "our name as a user": "{url}@lain.example/",
    "our host as a user": "http://{host}@lain.example/",
    "no scheme": "//lain.example/",
    "a back slash": "/\\lain.example/",
    "two back slashes": "\\\\lain.example/",
    "three slashes": "///lain.example/",
    "a script": "javascript:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "a new line": "/my/\r\nLocation: https://lain.example/",
    "an encoded new line": "/my/%0d%0aSet-Cookie: x=y",
    "a null byte": "/my/\0.lain.example",
    "a tab": "\thttps://lain.example/",
    "signing out": "/login/logout.php",
    "signing out, hidden": "/user/../login/logout.php",
    "signing out, encoded": "/login/%6cogout.php",
    "signing out, doubled": "//login//logout.php",
    "the sign-in again": "/auth/asnsso/login.php",
    "the answer again": "/auth/asnsso/callback.php?code=x",
    "another port": "http://127.0.0.2:1/",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_wish_ends_at_home(issuer, satu, browser, name):
    somebody, url = person(), satu.url
    wish = HOSTILE[name].format(url=url, host=urlsplit(url).netloc)
    browser.sign_in_at(issuer, somebody)
    page = browser.get(f"{satu.login}?wantsurl={quote(wish, safe='')}")
    assert page.status == 200
    assert page.hosts() <= {urlsplit(url).netloc, urlsplit(issuer.url).netloc}
    assert urlsplit(page.url).path in ("/", "/my/", "/my/courses.php")
    assert len(page.hops) <= 6
    assert satu.who(browser) == satu.account(somebody.subject) != 0


@pytest.mark.parametrize("wish", ["/user/preferences.php", "{url}/user/preferences.php", "/user/preferences.php?x=%C3%A9"])
def test_a_page_of_the_site_is_reached(issuer, satu, browser, wish):
    browser.sign_in_at(issuer, person())
    page = browser.get(f"{satu.login}?wantsurl={quote(wish.format(url=satu.url), safe='')}")
    assert urlsplit(page.url).path == "/user/preferences.php"
    assert len(page.hops) <= 4


def test_the_anchor_of_a_page_survives(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    page = browser.get(f"{satu.login}?wantsurl={quote('/user/preferences.php#bagian', safe='')}")
    assert page.url == f"{satu.url}/user/preferences.php#bagian"


def test_who_is_signed_in_is_not_sent_off_the_site_either(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    browser.get(satu.login)
    page = browser.get(f"{satu.login}?wantsurl={quote('https://lain.example/', safe='')}")
    assert page.hosts() == {urlsplit(satu.url).netloc}
    assert urlsplit(page.url).path in ("/", "/my/")


def test_ten_tabs_each_reach_their_own_page(issuer, satu, browser):
    browser.sign_in_at(issuer, person())
    wishes = [f"/user/preferences.php?tab={number}" for number in range(10)]
    answers = [browser.get(f"{satu.login}?wantsurl={quote(wish, safe='')}", stop_before="/callback.php").url for wish in wishes]
    arrived = [browser.get(answer).url for answer in answers]
    assert arrived == [satu.url + wish for wish in wishes]
