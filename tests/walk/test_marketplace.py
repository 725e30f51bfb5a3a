"""From a site's marketplace into a course of another site without a prompt, and who sees what is for one agency only, in a browser."""

import secrets
from threading import Event

import pytest

from syncd.clock import monotonic
from tests.walk.browser import Walk, visitor
from tests.walk.steps import MAX_REDIRECTS
from tests.walk.world import AGENCIES, make_person

INTERNAL, MARK = "Etika Internal Kementerian", "For your agency only"
_PATIENCE_S = 120
# The second choice of the field: the own agency.
_OWN_AGENCY = 2


@pytest.fixture(scope="module")
def offered(made):
    """A course for the first site's agency only; and the centre knows it, and that people sign in at both sites."""
    course = made.sites["satu"].do("make_course", title=INTERNAL, more={"customfield_asn_audience": _OWN_AGENCY})
    made.centre.wait_until_read(len(made.sites))
    end = monotonic() + _PATIENCE_S
    while "FALSE" in (said := _known(made)) or INTERNAL not in said:
        assert monotonic() < end, said
        made.centre.syncd("sync", "--all")
        Event().wait(1)
    # What is shown without asking is fetched once an hour; nothing here is to be an hour old.
    for site in made.sites.values():
        site.do("fetch_marketplace")
    return course


def _known(made) -> str:
    """What the centre found: the titles, and FALSE for each site of which it does not know that people sign in there."""
    titles = made.centre.live_values("course", "title")
    return " ".join([*titles, *("FALSE" for one in made.centre.tenant_values("sign_in") if not one)])


@pytest.fixture
def somebody(made, browser, tmp_path):
    with visitor(browser) as page:
        yield Walk(made, page, tmp_path)


def person_of(made, agency: str):
    return make_person(made.admin, f"asn-{secrets.token_hex(4)}", "Nama", "Uji", agency)


def market(made, name: str, page: str = "index.php?q=") -> str:
    return f"{made.sites[name].wwwroot}/local/asnunggul/marketplace/{page}{'&' if '?' in page else '?'}lang=en"


def test_a_card_on_one_site_leads_into_the_course_of_another_without_a_prompt(made, offered, somebody):
    somebody.sign_in_at("satu", person_of(made, AGENCIES["satu"]))
    somebody.follow(market(made, "satu", "index.php?q=Naskah"), "search on the first site")
    somebody.page.click("a:has-text('Menulis Naskah Dinas')")
    somebody.shot("the course on the first site's marketplace")
    enter = somebody.page.locator("a.btn-primary.btn-lg")
    assert "/auth/asnsso/login.php?wantsurl=" in str(enter.get_attribute("href"))
    somebody.redirects.clear()
    enter.click()
    somebody.page.wait_for_url(f"**/enrol/index.php?id={made.courses['dua']}")
    somebody.shot("inside the second site")
    assert not somebody.is_asked()
    assert made.sites["dua"].wwwroot in somebody.page.url
    assert len(somebody.redirects) <= MAX_REDIRECTS


def test_the_portal_leads_the_same_way_and_a_site_without_sign_in_is_entered_straight(made, offered, somebody):
    def entrance() -> str:
        somebody.page.goto(f"{made.centre.url}/search?q=Naskah")
        somebody.page.click("a:has-text('Menulis Naskah Dinas')")
        return str(somebody.page.locator("a.enter").get_attribute("href"))

    assert "/auth/asnsso/login.php?wantsurl=" in entrance()
    site = made.sites["dua"]
    site.do("switch_sso", on=False)
    try:
        # A link of before leads on to the page itself.
        somebody.page.goto(f"{site.wwwroot}/auth/asnsso/login.php?wantsurl={made.course_url('dua')}")
        assert "/auth/asnsso/" not in somebody.page.url
        made.centre.syncd("sync", "--all")
        end = monotonic() + _PATIENCE_S
        while entrance() != made.course_url("dua"):
            assert monotonic() < end
            Event().wait(0.5)
    finally:
        site.do("switch_sso", on=True)
        made.centre.syncd("sync", "--all")


def test_only_the_agencys_own_people_see_what_is_for_them_only(made, offered, browser, tmp_path):
    with visitor(browser) as page:
        own = Walk(made, page, tmp_path)
        own.sign_in_at("satu", person_of(made, AGENCIES["satu"]))
        own.follow(market(made, "satu"), "own agency")
        assert MARK in page.inner_text(f"li:has-text('{INTERNAL}')")
        page.goto(market(made, "satu", "index.php"))
        assert INTERNAL in page.inner_text("main, #region-main")
        own.follow(market(made, "dua"), "the same person on the other site")
        assert INTERNAL not in page.inner_text("#region-main")
    with visitor(browser) as page:
        guest = Walk(made, page, tmp_path)
        for path in ("index.php?q=", "index.php", f"agency.php?agency={AGENCIES['satu']}"):
            guest.follow(market(made, "satu", path), "guest")
            assert INTERNAL not in page.content()
        address = market(made, "satu", f"course.php?tenant={made.centre.tenant_values('slug')[0]}&course={offered}")
        assert INTERNAL not in (page.goto(address), page.content())[1]
    with visitor(browser) as page:
        other = Walk(made, page, tmp_path)
        other.sign_in_at("satu", person_of(made, AGENCIES["dua"]))
        other.follow(market(made, "satu"), "somebody of another agency")
        assert INTERNAL not in page.content()
