"""One login, in a real browser: two Moodle sites joined by code, Keycloak, and people who sign in, come by links, and are sent away."""

import secrets

import pytest

from tests.walk.browser import DESKTOP, PHONE, Walk, visitor
from tests.walk.steps import MAX_REDIRECTS, walk
from tests.walk.world import make_person


@pytest.fixture
def person(made):
    """Somebody new, so that no test knows another's account."""
    return make_person(made.admin, f"asn-{secrets.token_hex(4)}", "Nama", "Uji")


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def anyone(made, browser, request, tmp_path):
    with visitor(browser, request.param) as page:
        yield Walk(made, page, tmp_path)


@pytest.fixture
def somebody(made, browser, tmp_path):
    with visitor(browser) as page:
        yield Walk(made, page, tmp_path)


def accounts(site, subject: str) -> int:
    return site.rows("SELECT COUNT(*) FROM mdl_auth_asnsso_link WHERE subject = %s", subject)[0][0]


def test_a_person_signs_in_once_is_inside_a_course_of_the_other_site_and_out_of_both_after_signing_out(made, anyone, person):
    assert [step.what for step in walk(made, anyone, person) if not step.as_wanted] == []


def test_a_link_into_a_course_leads_through_the_login_into_that_course(made, somebody, person):
    somebody.follow(f"{made.sites['dua'].wwwroot}/auth/asnsso/login.php?wantsurl={made.course_url('dua')}", "a card's link")
    somebody.page.fill("#username", person.username)
    somebody.page.fill("#password", person.password)
    somebody.page.click("#kc-login")
    somebody.accept_terms()
    somebody.page.wait_for_url(f"**/enrol/index.php?id={made.courses['dua']}")
    assert accounts(made.sites["dua"], person.subject) == 1


def test_a_card_s_link_costs_few_redirects_and_no_click_for_who_is_signed_in_at_the_issuer(made, somebody, person):
    somebody.sign_in_at("satu", person)
    somebody.follow(f"{made.sites['dua'].wwwroot}/auth/asnsso/login.php?wantsurl={made.course_url('dua')}", "a card's link")
    assert "/enrol/index.php" in somebody.page.url
    assert len(somebody.redirects) <= MAX_REDIRECTS


def test_signing_out_at_the_issuer_ends_the_sessions_of_all_sites(made, somebody, person):
    somebody.sign_in_at("satu", person)
    somebody.follow(made.course_url("dua"), "signed in on both")
    made.admin.user_logout(person.subject)
    made.centre.until_told()
    for name in ("satu", "dua"):
        somebody.follow(f"{made.sites[name].wwwroot}/my/", f"after the issuer ended it, {name}")
        assert somebody.is_asked()


def test_a_person_disabled_at_the_centre_is_out_everywhere_and_does_not_come_in_again(made, somebody, person):
    somebody.sign_in_at("satu", person)
    made.centre.syncd("people", "disable", person.subject)
    made.centre.until_told()
    somebody.follow(f"{made.sites['satu'].wwwroot}/my/", "disabled")
    assert somebody.is_asked()
    somebody.follow(f"{made.sites['dua'].wwwroot}/my/", "nor on the other site")
    assert somebody.is_asked()


def test_a_tenant_paused_by_lan_cannot_be_signed_in_to_and_its_people_keep_the_local_form(made, somebody, person):
    slug = next(line.split()[0] for line in made.centre.syncd("tenant", "list").splitlines() if "127.0.0.2" in line)
    made.centre.syncd("tenant", "pause", slug)
    try:
        somebody.follow(f"{made.sites['satu'].wwwroot}/login/index.php?noredirect=1", "paused")
        assert somebody.page.locator("#username").is_visible()
        somebody.page.goto(f"{made.sites['satu'].wwwroot}/auth/asnsso/login.php")
        assert not somebody.page.locator("#kc-login").is_visible()
    finally:
        made.centre.syncd("tenant", "resume", slug)
    somebody.sign_in_at("satu", person)
    assert not somebody.is_asked()


def test_a_learner_s_record_leaves_the_site_under_the_subject_once_the_account_is_linked(made, somebody, person):
    somebody.sign_in_at("satu", person)
    somebody.follow(made.course_url("satu"), "course on the first site")
    somebody.enrol()
    made.centre.syncd("sync", "--all")
    assert f"sub:{person.subject}" in made.centre.live(_slug(made, "127.0.0.2"), "enrolment", "learner")


def test_both_sites_pass_their_own_sign_in_checks_but_for_what_is_true_of_a_test_site(made):
    for site in made.sites.values():
        said = site.php("admin/cli/checks.php", "--filter=auth_asnsso", expected=None)
        assert "curlsecurityblockedhosts" not in said


def _slug(made, host: str) -> str:
    return next(line.split()[0] for line in made.centre.syncd("tenant", "list").splitlines() if host in line)
