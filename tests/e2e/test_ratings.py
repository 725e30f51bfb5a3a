"""A learner rates a course on a phone without scripts, on its page in a real Moodle; the owner answers; nobody else gets through."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.moodle.site import MoodleSite

pytestmark = pytest.mark.browser

PASSWORD = "Sandi-uji-1"
PHONE = {"width": 390, "height": 844}
WRITTEN = "Bagus \U0001f469\U0001f3fd\u200d\U0001f3eb <b>&amp;</b>\n\u0634\u0643"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(sites) -> MoodleSite:
    return sites["laman"]


@pytest.fixture(scope="module")
def people(site: MoodleSite) -> list[int]:
    """Somebody who completes every course and somebody who completes none; the teacher is the site's admin."""
    accounts = [{"username": name, "email": f"{name}@example.invalid"} for name in ("selesai", "belum")]
    return list(site.do("make_accounts", accounts=accounts))


@pytest.fixture
def made(site: MoodleSite, people: list[int]) -> dict[str, int]:
    """A course that nobody has rated yet."""
    (done, begun), course = people, site.do("make_course", title="Pelayanan Publik")
    site.act(
        ("enrol", {"course": course, "people": [done, begun]}),
        ("complete", {"course": course, "people": [done]}),
    )
    return {"course": course, "done": done, "begun": begun}


def signed_in(browser: Browser, site: MoodleSite, name: str, password: str = PASSWORD) -> Page:
    """A phone of somebody who is signed in, without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    context.set_default_timeout(60_000)  # a site that was just cloned fills its caches first
    page = context.new_page()
    page.goto(f"{site.wwwroot}/login/index.php?lang=en")
    page.fill("#username", name)
    page.fill("#password", password)
    page.click("#loginbtn")
    page.wait_for_url(lambda url: "login" not in url, wait_until="commit")
    return page


def follow(page: Page, where: str) -> None:
    """Open what a link of the page leads to: without scripts Moodle's own menu can lie over it on a phone."""
    page.goto(str(page.locator(f"a[href*='local/asnunggul/{where}']").first.get_attribute("href")))


def says(page: Page, text: str) -> None:
    """The page that is open, or is on its way, says this."""
    expect(page.locator("body")).to_contain_text(text, timeout=60_000)


def stored(site: MoodleSite, course: int) -> list[tuple[object, ...]]:
    return list(site.rows("SELECT userid, stars, text, answer FROM mdl_local_asnunggul_rating WHERE courseid = %s", course))


def test_from_the_course_s_page_to_a_rating_edited_answered_and_withdrawn(browser, site, made, tmp_path):
    page = signed_in(browser, site, "selesai")
    page.goto(f"{site.wwwroot}/course/view.php?id={made['course']}")
    follow(page, "ratings.php")
    says(page, "There are no ratings yet")
    page.get_by_role("link", name="Rate this course").click()
    page.screenshot(path=tmp_path / "form.png", full_page=True)
    # Nothing chosen: the page says so, beside the stars, and keeps the text.
    page.fill("textarea[name=text]", WRITTEN)
    page.get_by_role("button", name="Rate this course").click()
    says(page, "Choose one to five stars")
    assert page.input_value("textarea[name=text]") == WRITTEN
    page.get_by_role("radio", name="4: good").check()
    page.get_by_role("button", name="Rate this course").click()
    says(page, "Ratings: 1, on average 4.0 of 5 stars")
    says(page, "<b>&amp;</b>")
    assert stored(site, made["course"]) == [(made["done"], 4, WRITTEN, None)]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.screenshot(path=tmp_path / "list.png", full_page=True)

    page.get_by_role("link", name="Edit your rating").click()
    assert page.get_by_role("radio", name="4: good").is_checked()
    page.get_by_role("radio", name="5: very good").check()
    page.fill("textarea[name=text]", " \n ")
    page.get_by_role("button", name="Save rating").click()
    says(page, "on average 5.0 of 5 stars")
    assert stored(site, made["course"]) == [(made["done"], 5, None, None)]

    admin = signed_in(browser, site, "admin", "Admin-pass-1")
    admin.goto(f"{site.wwwroot}/local/asnunggul/ratings.php?course={made['course']}")
    follow(admin, "ratinganswer.php")
    admin.fill("textarea[name=answer]", "Terima kasih \U0001f64f")
    admin.get_by_role("button", name="Save changes").click()
    says(admin, "Terima kasih \U0001f64f")

    page.goto(f"{site.wwwroot}/course/view.php?id={made['course']}")
    assert "Ratings 5.0 ★ (1)" in page.content()
    page.goto(f"{site.wwwroot}/local/asnunggul/rate.php?course={made['course']}")
    page.get_by_role("link", name="Withdraw rating").click()
    page.get_by_role("button", name="Withdraw rating").click()
    says(page, "Your rating has been withdrawn")
    assert stored(site, made["course"]) == []


def test_who_has_not_completed_is_sent_back_with_the_reason_and_reports_a_rating_once(browser, site, made):
    rating = site.do("rate", course=made["course"], person=made["done"], stars=1, text="Kurang")
    page = signed_in(browser, site, "belum")
    page.goto(f"{site.wwwroot}/local/asnunggul/rate.php?course={made['course']}")
    assert page.url.endswith(f"/local/asnunggul/ratings.php?course={made['course']}")
    says(page, "once you have completed it")
    page.get_by_role("link", name="Report abuse").click()
    page.get_by_role("button", name="Report abuse").click()
    says(page, "Required")
    page.fill("textarea[name=reason]", "Memuat nama orang")
    page.get_by_role("button", name="Report abuse").click()
    says(page, "has been reported")
    page.goto(f"{site.wwwroot}/local/asnunggul/ratingreport.php?id={rating}")
    says(page, "You have reported this rating already")
    page.goto(f"{site.wwwroot}/local/asnunggul/ratinganswer.php?id={rating}")
    assert page.locator("textarea[name=answer]").count() == 0


def test_a_withdrawal_without_the_session_s_key_changes_nothing(browser, site, made):
    site.do("rate", course=made["course"], person=made["done"], stars=1, text="Kurang")
    page = signed_in(browser, site, "selesai")
    page.goto(f"{site.wwwroot}/local/asnunggul/rate.php?course={made['course']}&withdraw=1&confirmed=1")
    page.goto(f"{site.wwwroot}/local/asnunggul/rate.php?course={made['course']}&withdraw=1&confirmed=1&sesskey=salah")
    assert len(stored(site, made["course"])) == 1
