"""Forged and wrong ID tokens: every one is refused for its own reason, opens no session and leaves no account behind."""

import pytest

from tests.sso.people import person
from tests.sso.tokens import BAIT, FORGERIES


def test_an_honest_token_signs_in_and_makes_one_account(issuer, satu, browser):
    somebody, before = person(), satu.people()
    browser.sign_in_at(issuer, somebody)
    page = browser.get(satu.login)
    assert page.status == 200, page.text[:2000]
    assert satu.who(browser) == satu.account(somebody.subject) != 0
    assert satu.people() == before + 1
    assert page.hosts() <= {satu.url.removeprefix("http://"), issuer.url.split("/")[2]}


@pytest.mark.parametrize("mistake", FORGERIES)
def test_a_wrong_token_is_refused(issuer, satu, browser, mistake):
    somebody, people, log = person(), satu.people(), satu.log_end()
    browser.sign_in_at(issuer, somebody)
    with issuer.forging(mistake):
        page = browser.get(satu.login)
    assert (page.status, page.reason) == (403, "badtoken")
    assert issuer.requests[BAIT] == 0
    assert satu.refusals(log) == [("badtoken", FORGERIES[mistake][1])]
    assert satu.who(browser) == 0
    assert satu.people() == people
    assert satu.account(somebody.subject) is None
