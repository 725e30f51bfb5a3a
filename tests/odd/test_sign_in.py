"""One login on the odd parts: a person is known again, a refusal stays one, and a session ends when the issuer says so."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.sso.people import person
from tests.sso.world import Tenant, World, world


@pytest.fixture(scope="module")
def sso(base, tmp_path_factory) -> Iterator[World]:
    """A site of the part beside the hostile issuer, which is honest here."""
    with world(base, tmp_path_factory.mktemp("sso"), ("masuk",)) as made:
        yield made
        assert made.complaints() == []


@pytest.fixture
def tenant(sso) -> Tenant:
    return sso.tenants["masuk"]


def test_a_new_person_gets_an_account_and_reaches_the_page_that_was_wanted(sso, tenant):
    somebody, browser = person(), sso.browser()
    browser.sign_in_at(sso.issuer, somebody)
    page = browser.get(f"{tenant.login}?wantsurl={quote('/user/preferences.php', safe='')}")
    assert page.url == f"{tenant.url}/user/preferences.php"
    account = tenant.account(somebody.subject)
    assert tenant.who(browser) == account is not None
    again = sso.browser()
    again.sign_in_at(sso.issuer, somebody)
    people = tenant.people()
    again.get(tenant.login)
    assert tenant.who(again) == account
    assert tenant.people() == people


def test_learning_of_a_linked_account_carries_the_subject(sso, tenant):
    somebody, browser = person(), sso.browser()
    browser.sign_in_at(sso.issuer, somebody)
    browser.get(tenant.login)
    learner = tenant.site.rows(
        "SELECT learner FROM mdl_local_asnunggul_person WHERE userid = %s", tenant.account(somebody.subject)
    )
    assert learner == [(f"sub:{somebody.subject}",)]


@pytest.mark.parametrize("upper", [False, True], ids=["same letters", "other case"])
def test_an_account_of_the_same_address_is_never_taken_without_proof(sso, tenant, upper):
    somebody, browser = person(), sso.browser()
    address = somebody.claims["email"].upper() if upper else somebody.claims["email"]
    (old,) = tenant.site.do("make_accounts", accounts=[{"username": f"lama{upper}".lower() + somebody.subject, "email": address}])
    browser.sign_in_at(sso.issuer, somebody)
    browser.get(tenant.login)
    assert tenant.account(somebody.subject) != old
    assert tenant.who(browser) != old


def test_a_forged_answer_lets_nobody_in(sso, tenant):
    somebody, browser = person(), sso.browser()
    browser.sign_in_at(sso.issuer, somebody)
    people, log = tenant.people(), tenant.log_end()
    with sso.issuer.forging("another audience"):
        browser.get(tenant.login)
    assert tenant.who(browser) == 0
    assert tenant.people() == people
    assert tenant.refusals(log)


def test_a_sign_out_at_the_issuer_ends_the_session(sso, tenant):
    somebody, browser = person(), sso.browser()
    sid = browser.sign_in_at(sso.issuer, somebody)
    browser.get(tenant.login)
    assert tenant.who(browser) == tenant.account(somebody.subject)
    assert tenant.told(session=sid, subject=somebody.subject).status_code == 200
    assert tenant.who(browser) == 0
