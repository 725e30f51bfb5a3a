"""Signing out for real: here, at the issuer, everywhere, and when the issuer's session or account ends without a word."""

import re

import pytest

from tests.sso.people import person


def _sign_in(tenant, issuer, browser, somebody):
    sid = browser.sign_in_at(issuer, somebody)
    browser.get(tenant.login)
    assert tenant.who(browser) == tenant.account(somebody.subject) != 0
    return sid


def _tell(tenant, **whose):
    assert tenant.told(**whose).status_code == 200


def _let_a_quarter_pass(tenant, browser):
    """Let the last time the issuer was asked about this session be 16 minutes earlier."""
    session = tenant.site.dataroot / "sessions" / f"sess_{browser.cookie(tenant.url)}"
    kept = session.read_text()
    session.write_text(
        re.sub(r'(s:\d+:"auth_asnsso_checked";i:)(\d+)', lambda found: f"{found[1]}{int(found[2]) - 16 * 60}", kept)
    )


def _session_key(page):
    return re.search(r'"sesskey":"([^"]+)"', page.text)[1]


def test_a_session_of_the_issuer_ends_at_every_site_and_in_no_other_browser(sso_world, issuer, satu, dua):
    somebody, one, two = person(), sso_world.browser(), sso_world.browser()
    sid = _sign_in(satu, issuer, one, somebody)
    one.get(dua.login)
    assert dua.who(one) == dua.account(somebody.subject) != 0
    _sign_in(satu, issuer, two, somebody)
    for tenant in (satu, dua):
        _tell(tenant, session=sid)
    assert (satu.who(one), dua.who(one)) == (0, 0)
    assert satu.who(two) != 0
    page = one.get(f"{satu.url}/user/preferences.php", stop_before=issuer.url)
    assert "/login/index.php" in page.url
    assert satu.site.rows("SELECT 1 FROM mdl_auth_asnsso_session WHERE sid = %s", sid) == []


def test_all_sessions_of_a_person_end_and_nobody_elses(sso_world, issuer, satu):
    somebody, other = person(), person()
    mine, theirs = [sso_world.browser() for _ in range(2)], sso_world.browser()
    for browser in mine:
        _sign_in(satu, issuer, browser, somebody)
    _sign_in(satu, issuer, theirs, other)
    _tell(satu, subject=somebody.subject)
    assert [satu.who(browser) for browser in mine] == [0, 0]
    assert satu.who(theirs) != 0


def test_a_local_session_of_the_same_account_is_none_of_the_issuers(sso_world, issuer, satu):
    somebody, here, local = person(), sso_world.browser(), sso_world.browser()
    satu.site.do("set_sso", settings={"onlink": "keep"})
    name = f"lokal{somebody.claims['preferred_username']}"
    satu.site.do(
        "make_accounts",
        accounts=[{"username": name, "email": f"{name}@example.invalid", "profile_field_asn_nip": somebody.claims["nip"]}],
    )
    sid = _sign_in(satu, issuer, here, somebody)
    form = local.get(f"{satu.url}/login/index.php?noredirect=1")
    local.submit(form, "login", username=name, password="Sandi-uji-1")
    assert satu.who(local) == satu.account(somebody.subject)
    _tell(satu, session=sid)
    assert satu.who(here) == 0
    assert satu.who(local) != 0
    satu.site.do("set_sso", settings={"onlink": "switch"})


def test_signing_out_here_ends_the_session_there_and_nobody_is_signed_in_again(issuer, satu, browser):
    sid = _sign_in(satu, issuer, browser, person())
    out = f"{satu.url}/login/logout.php?sesskey={_session_key(browser.get(f'{satu.url}/my/'))}"
    asked = issuer.requests["logout"]
    page = browser.get(out)
    assert issuer.requests["logout"] == asked + 1
    assert sid not in issuer._sessions
    assert [hop for hop in page.hops if any(token in hop for token in issuer.issued)] == []
    assert page.url == f"{satu.url}/"
    assert satu.who(browser) == 0


def test_signing_out_while_the_issuer_is_away_stays_here(issuer, satu, browser):
    sid = _sign_in(satu, issuer, browser, person())
    out = f"{satu.url}/login/logout.php?sesskey={_session_key(browser.get(f'{satu.url}/my/'))}"
    satu.site.do("forget_issuer")
    with issuer.answering(discovery="500"):
        page = browser.get(out)
    satu.site.do("forget_issuer")
    assert page.url == f"{satu.url}/?asnsso=off"
    assert sid in issuer._sessions
    assert satu.who(browser) == 0


def test_signing_out_with_a_foreign_session_key_asks_first(issuer, satu, browser):
    _sign_in(satu, issuer, browser, person())
    browser.get(f"{satu.url}/login/logout.php?sesskey=salah")
    assert satu.who(browser) != 0


@pytest.mark.parametrize("end", ["session", "account"])
def test_what_ended_at_the_issuer_without_a_word_ends_here_when_it_is_asked_about(issuer, satu, browser, end):
    somebody = person()
    sid = _sign_in(satu, issuer, browser, somebody)
    if end == "session":
        issuer.end_session(sid)
    else:
        somebody.enabled = False
    assert browser.get(f"{satu.url}/my/").status == 200
    assert satu.who(browser) != 0
    _let_a_quarter_pass(satu, browser)
    page = browser.get(f"{satu.url}/my/")
    assert "/auth/asnsso/ended.php" in page.hops[1]
    assert satu.who(browser) == 0


def test_a_session_that_stands_goes_on_after_it_was_asked_about(issuer, satu, browser):
    _sign_in(satu, issuer, browser, person())
    for _ in range(2):
        _let_a_quarter_pass(satu, browser)
        asked = issuer.requests["token"]
        assert browser.get(f"{satu.url}/my/").status == 200
        assert issuer.requests["token"] == asked + 1
    assert satu.who(browser) != 0


def test_an_issuer_that_just_failed_is_not_asked_about_every_session(issuer, satu, sso_world):
    browsers = [sso_world.browser() for _ in range(4)]
    for browser in browsers:
        _sign_in(satu, issuer, browser, person())
    asked = issuer.requests["token"]
    with issuer.answering(token="500"):
        for browser in browsers:
            _let_a_quarter_pass(satu, browser)
            assert browser.get(f"{satu.url}/my/").status == 200
            assert satu.who(browser) != 0
    satu.site.do("forget_issuer")
    assert issuer.requests["token"] - asked == 1


def test_an_answer_that_got_lost_signs_nobody_out_whose_session_stands(issuer, satu, browser):
    somebody = person()
    _sign_in(satu, issuer, browser, somebody)
    _lose_an_answer(issuer, satu, browser)
    page = browser.get(f"{satu.url}/my/")
    assert any(hop.startswith(f"{issuer.url}/auth") and "prompt=none" in hop for hop in page.hops)
    assert page.url == f"{satu.url}/my/index.php"
    assert satu.who(browser) == satu.account(somebody.subject) != 0
    _let_a_quarter_pass(satu, browser)
    assert browser.get(f"{satu.url}/my/").hops == [f"{satu.url}/my/"]
    assert satu.who(browser) != 0


def test_an_answer_that_got_lost_keeps_nobody_in_whose_session_has_ended(issuer, satu, browser):
    sid = _sign_in(satu, issuer, browser, person())
    _lose_an_answer(issuer, satu, browser)
    issuer.end_session(sid)
    assert browser.get(f"{satu.url}/my/").url == f"{satu.url}/my/index.php"
    _let_a_quarter_pass(satu, browser)
    assert "/auth/asnsso/ended.php" in browser.get(f"{satu.url}/my/").hops[1]
    assert satu.who(browser) == 0


def test_an_answer_that_got_lost_signs_nobody_out_who_comes_back_much_later(issuer, satu, browser):
    somebody = person()
    _sign_in(satu, issuer, browser, somebody)
    _lose_an_answer(issuer, satu, browser)
    # So long after it any request asks, before it is known whether it is for a page.
    _let_a_quarter_pass(satu, browser)
    page = browser.get(f"{satu.url}/my/")
    assert any(hop.startswith(f"{issuer.url}/auth") and "prompt=none" in hop for hop in page.hops)
    assert satu.who(browser) == satu.account(somebody.subject) != 0


def _lose_an_answer(issuer, tenant, browser):
    """The issuer gives new tokens, so that the old ones are spent, and the site does not get them; then a quarter passes."""
    _let_a_quarter_pass(tenant, browser)
    with issuer.answering(token="500"):
        assert browser.get(f"{tenant.url}/my/").status == 200
    assert tenant.who(browser) != 0
    tenant.site.do("forget_issuer")
    _let_a_quarter_pass(tenant, browser)


@pytest.mark.parametrize("mistake", ["edited payload", "another RSA key", "another audience", "expired"])
def test_a_wrong_token_when_it_is_asked_about_ends_the_session(issuer, satu, browser, mistake):
    _sign_in(satu, issuer, browser, person())
    _let_a_quarter_pass(satu, browser)
    with issuer.forging(mistake):
        browser.get(f"{satu.url}/my/")
    assert satu.who(browser) == 0


def test_an_account_suspended_here_is_out_at_once_and_stays_out(issuer, satu, browser):
    somebody = person()
    _sign_in(satu, issuer, browser, somebody)
    satu.site.do("suspend_account", id=satu.account(somebody.subject))
    browser.get(f"{satu.url}/my/", stop_before=issuer.url)
    assert satu.who(browser) == 0
    page = browser.get(satu.login)
    assert (page.status, page.reason) == (403, "suspended")


def test_somebody_else_in_the_same_browser_gets_their_own_account(issuer, satu, browser):
    one, two = person(), person()
    late = browser.get(satu.login, stop_before=issuer.url).url
    _sign_in(satu, issuer, browser, one)
    browser.sign_in_at(issuer, two)
    browser.get(late)
    assert satu.who(browser) == satu.account(two.subject) != satu.account(one.subject)
