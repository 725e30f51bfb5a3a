"""The tenant admin's page in a browser: joins by a pasted code, is readable on a phone, and works without a mouse and in Indonesian."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import DESKTOP, PHONE, put_indonesian, signed_in
from tests.moodle.site import MoodleSite

pytestmark = pytest.mark.browser


@pytest.fixture
def site(sites) -> MoodleSite:
    """A site that has not joined, in both languages."""
    site = sites["laman"]
    site.php("local/asnunggul/cli/leave.php", "--yes", "--without-centre", expected=None)
    put_indonesian(site)
    return site


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(browser: Browser, site: MoodleSite, request) -> Iterator[Page]:
    """The admin, signed in, before the plugin's page."""
    context = browser.new_context(viewport=request.param, storage_state=signed_in(browser, site))
    context.set_default_timeout(60_000)  # a site that was just cloned fills its caches first
    page = context.new_page()
    open_page(page, site)
    yield page
    context.close()


def open_page(page: Page, site: MoodleSite, language: str = "en") -> None:
    page.goto(f"{site.wwwroot}/local/asnunggul/index.php?lang={language}")


def kept(site: MoodleSite) -> dict[str, str]:
    """What the site keeps of its membership and its settings."""
    rows = site.rows("SELECT name, value FROM mdl_config_plugins WHERE plugin = 'local_asnunggul' AND name <> 'lastread'")
    return dict(rows)


def shot(page: Page, name: str, folder: Path) -> None:
    page.screenshot(path=folder / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def test_a_pasted_code_joins_and_the_page_shows_what_leaves_the_site(page, site, centre, tmp_path):
    site.do("make_course", title="Pelatihan Dasar Arsip Digital")
    code = page.get_by_role("textbox", name="Join code")
    code.fill("ASN1.not-a-code")
    code.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#id_error_code").get_by_text("ASN1").wait_for()
    shot(page, "refused", tmp_path)
    page.get_by_role("textbox", name="Join code").fill(centre.invite("Pusdiklat Laman"))
    page.get_by_role("textbox", name="Join code").press("Tab")
    page.keyboard.press("Enter")
    # Before the code is used up the page says whom this site would become, and asks.
    page.get_by_text("Pusdiklat Laman").wait_for()
    assert centre.url in page.inner_text("[role=main]")
    shot(page, "asked", tmp_path)
    page.get_by_role("button", name="Join").click()
    page.get_by_role("heading", name="Self-test").wait_for()
    assert centre.url in page.inner_text("[role=main]")
    centre.syncd("sync", "--all")
    for language in ("en", "id"):
        open_page(page, site, language)
        for summary in page.locator("summary").all():
            summary.press("Enter")
        shot(page, language, tmp_path)
        assert "Pelatihan Dasar Arsip Digital" in page.inner_text("[role=main]")
        assert "[[" not in page.inner_text("[role=main]")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    assert "Uji mandiri" in page.inner_text("[role=main]")


@pytest.fixture
def member(site: MoodleSite, centre) -> Iterator[dict[str, str]]:
    """What the site keeps as a member that sends more than the catalogue and is paused; afterwards the centre knows it no more."""
    site.php("local/asnunggul/cli/join.php", f"--code={centre.invite('Balai Lagi')}", "--yes", "--streams=learning")
    site.php("local/asnunggul/cli/pause.php")
    yield kept(site)
    site.php("local/asnunggul/cli/leave.php", "--yes")


def test_a_member_takes_a_new_code_on_the_page_and_nothing_else_changes(page, site, centre, member, tmp_path):
    open_page(page, site)
    assert not page.get_by_role("textbox", name="Join code").is_visible()
    page.get_by_text("Paste a new join code").click()
    shot(page, "again", tmp_path)
    page.get_by_role("textbox", name="Join code").fill(centre.invite_again(member["tenant"]))
    page.get_by_role("textbox", name="Join code").press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("This site is about to join as").wait_for()
    page.get_by_role("button", name="Join").click()
    page.get_by_text("This site has joined").wait_for()
    assert page.get_by_role("button", name="Resume reading").is_visible()
    after = kept(site)
    assert after.pop("joined") >= member.pop("joined")
    assert after == member


def test_the_receipt_of_leaving_fits_on_the_screen(page, site, centre, tmp_path):
    site.php("local/asnunggul/cli/join.php", f"--code={centre.invite('Balai Pamit')}", "--yes")
    open_page(page, site)
    page.get_by_role("button", name="Disconnect").click()
    page.get_by_role("button", name="Disconnect").click()
    page.get_by_text("Receipt number").wait_for()
    shot(page, "left", tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


def test_the_owner_objects_to_what_lan_says_and_reads_the_answer(page, site, centre, tmp_path):
    course = site.do("make_course", title="Pelatihan Arsip")
    site.php("local/asnunggul/cli/join.php", f"--code={centre.invite('Balai Keberatan')}", "--yes")
    tenant = kept(site)["tenant"]
    centre.syncd("sync", "--all")
    centre.syncd("curate", "withhold", tenant, str(course), "--why", "Isinya kosong")
    site.purge_caches()
    open_page(page, site)
    page.get_by_role("link", name="Object to what LAN says").click()
    assert "Isinya kosong" in page.inner_text("[role=main]")
    page.get_by_role("button", name="Send to LAN").click()
    page.locator("#id_error_reason").get_by_text("Required").wait_for()
    page.get_by_role("textbox", name="Why it is wrong").fill("Isinya <b>lengkap</b>\nsejak kemarin")
    shot(page, "objection", tmp_path)
    page.get_by_role("button", name="Send to LAN").click()
    page.get_by_text("The objection was sent to LAN").wait_for()
    assert "Isinya <b>lengkap</b> sejak kemarin" in page.inner_text("[role=main]")
    assert "LAN has not answered yet." in page.inner_text("[role=main]")
    assert page.get_by_role("link", name="Object to what LAN says").count() == 0
    (waiting,) = json.loads(centre.syncd("curate", "objections", "--json"))
    assert (waiting["course"], waiting["reason"]) == (f"{tenant}/{course}", "Isinya <b>lengkap</b> sejak kemarin")
    centre.syncd("curate", "answer", str(waiting["decision"]), "--why", "Benar, sudah dicabut")
    centre.syncd("curate", "clear", tenant, str(course), "withheld", "--why", "Keberatan diterima")
    site.purge_caches()
    for language in ("en", "id"):
        open_page(page, site, language)
        assert "Benar, sudah dicabut" in page.inner_text("[role=main]")
        shot(page, f"answered-{language}", tmp_path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    address = f"{site.wwwroot}/local/asnunggul/objection.php?decision={waiting['decision']}"
    page.goto(address)
    page.get_by_text("LAN tidak lagi mengatakan hal ini").wait_for()
    guest = page.context.browser.new_context()
    stranger = guest.new_page()
    stranger.goto(address)
    assert "/login/" in stranger.url
    guest.close()
    site.php("local/asnunggul/cli/leave.php", "--yes")
