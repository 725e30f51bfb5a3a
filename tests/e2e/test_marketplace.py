"""The marketplace inside a real Moodle, over a real centre: found and shown as on the portal, and there while the centre is away."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from syncd.simulator.pictures import PICTURES
from syncd.store import images
from syncd.store.engine import open_store, transaction
from syncd.validate.image import redrawn
from tests.e2e.browsing import DESKTOP, PHONE, put_indonesian, scrolls_sideways, signed_in
from tests.e2e.centre_process import CentreProcess
from tests.moodle.site import MoodleSite
from tests.moodle.web import free_addresses
from tests.offered import Offering

pytestmark = pytest.mark.browser

LANGUAGES = ("id", "en")
HOSTILE = (
    "<script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "\u202eriwayat\u202c {{#js}}window.hacked = 1{{/js}} <b>&amp;",
)
FRONT, SEARCH, AGENCY = "index.php", "index.php?q=", "agency.php"


class Centre:
    """A real centre whose server can be stopped, started, and held still while connections go on coming about."""

    def __init__(self, folder: Path) -> None:
        (address,) = free_addresses(1)
        self.process = CentreProcess(folder, address)
        self.url = self.process.url
        self._serving = None

    def start(self) -> None:
        self._serving = self.process.serving()
        self._server: subprocess.Popen[bytes] = self._serving.__enter__()

    def stop(self) -> None:
        if self._serving is not None:
            self._serving.__exit__(None, None, None)
            self._serving = None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """It takes every question and answers none."""
        self._server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._server.send_signal(signal.SIGCONT)


@dataclass(frozen=True)
class World:
    """One site with its course, and the centre; `cookies` are those of its admin."""

    site: MoodleSite
    centre: Centre
    own: int
    cookies: dict

    def address(self, page: str, language: str = "id") -> str:
        return f"{self.site.wwwroot}/local/asnunggul/marketplace/{page}{'&' if '?' in page else '?'}lang={language}"

    def forget(self) -> None:
        """The site remembers no answer, and not that anybody was away."""
        self.site.purge_caches()


def _offer(store: str) -> None:
    engine = open_store(store)
    facts = {"minutes": 45, "jp_hundredths": 250, "competency": "teknis", "format": "mandiri", "level": "dasar", "places": 12}
    facts |= {"topics": "Pengadaan\nKontrak", "author": "Tim Pengajar"}
    pictures = list(PICTURES)
    for picture in pictures:
        drawn = redrawn(PICTURES[picture])
        size = (drawn.width, drawn.height)
        with transaction(engine) as conn:
            images.keep(conn, picture, drawn.data, size, 1)
    for number in range(1, 6):
        one = Offering(engine, f"Kementerian Contoh {number}", f"Pusdiklat Contoh {number}")
        one.put_many(
            [f"Pengadaan Barang dan Jasa {number}.{course}" for course in range(1, 8)],
            summary="Belajar bertahap.",
            image=pictures[number],
            **facts,
        )
    short = Offering(engine, "Badan Kilat", "Badan Kilat")
    short.put(1, "Keamanan Siber Lima Menit", minutes=5, language="en", summary="Mengenali surel palsu.", self_enrol=0)
    short.badge(1, 1)
    evil = Offering(engine, HOSTILE[1], HOSTILE[0])
    for number, title in enumerate(HOSTILE, 1):
        evil.put(
            number,
            f"{title} jahat",
            summary=title,
            category=title,
            batch=title,
            topics=title,
            author=title[:200],
            created=1_700_000_000 + number,
            minutes=3,
        )
    engine.dispose()


@pytest.fixture(scope="module")
def world(sites, browser, tmp_path_factory) -> Iterator[World]:
    site, centre = sites["pasar"], Centre(tmp_path_factory.mktemp("centre-market"))
    put_indonesian(site)
    centre.start()
    try:
        site.php("local/asnunggul/cli/join.php", f"--code={centre.process.invite('Pasar Uji', 'Badan Sendiri')}", "--yes")
        own = int(site.do("make_course", title="Kursus Milik Situs Ini"))
        centre.process.syncd("sync", "pasar-uji")
        _offer(centre.process.store)
        centre.process.syncd("index", "rebuild")
        site.act(
            ("fetch_marketplace", {}),
            ("add_block_to_dashboard", {}),
            ("set_setting", {"name": "marketplacefrontpage", "value": "1", "plugin": "local_asnunggul"}),
        )
        yield World(site, centre, own, signed_in(browser, site))
    finally:
        centre.stop()


def _context(browser: Browser, world: World, size: dict[str, int], **more: object) -> BrowserContext:
    context = browser.new_context(viewport=size, storage_state=world.cookies, **more)
    context.set_default_timeout(90_000)  # a site that was just cloned fills its caches first
    return context


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(browser: Browser, world: World, request) -> Iterator[Page]:
    """Somebody who is signed in; nothing that a page runs may have been in a foreign text."""
    context = _context(browser, world, request.param)
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    yield page
    assert page.evaluate("window.hacked") is None
    assert dialogs == []
    context.close()


@pytest.fixture
def plain(browser: Browser, world: World) -> Iterator[Page]:
    """A browser that runs no script, on a phone."""
    context = _context(browser, world, PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def shot(page: Page, name: str, folder: Path) -> None:
    page.screenshot(path=folder / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def seen(page: Page, name: str, folder: Path) -> str:
    """What stands on the page, which is whole and fits the window."""
    shot(page, name, folder)
    assert not scrolls_sideways(page), f"{name} scrolls sideways"
    text = page.inner_text("[role=main]")
    assert "[[" not in text
    return text


def cards(page: Page | Locator) -> list[str]:
    """What each card says, as one line, without the portal's box that picks it for a comparison."""
    said = (
        "all => all.map(one => [...one.children].filter(part => !part.matches('.pick')).map(part => part.textContent).join(' '))"
    )
    return [re.sub(r"\s+", " ", card).strip() for card in page.locator("article").evaluate_all(said)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_card_stands_on_the_portal_and_on_the_site(page, world, language, tmp_path):
    for words in ("pengadaan", "siber", "jahat"):
        page.goto(f"{world.centre.url}/search?q={words}&lang={language}")
        portal = cards(page)
        page.goto(world.address(f"index.php?q={words}", language))
        seen(page, f"search-{words}-{language}", tmp_path)
        assert cards(page) == portal
        assert portal
    page.goto(f"{world.centre.url}/?lang={language}")
    portal = {row: cards(page.locator(f"section[aria-labelledby={row}]")) for row in ("new", "short")}
    page.goto(world.address(FRONT, language))
    seen(page, f"front-{language}", tmp_path)
    assert {row: cards(page.locator(f"section[aria-labelledby=local-asnunggul-{row}]")) for row in portal} == portal


def test_a_card_on_the_site_shows_the_image_the_centre_keeps(page, world, tmp_path):
    page.goto(world.address("index.php?q=pengadaan"))
    picture = page.locator(".local-asnunggul-picture img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.local-asnunggul-picture img').naturalWidth > 0")
    assert picture.get_attribute("src").startswith(f"{world.centre.url}/images/")
    page.screenshot(path=tmp_path / "card.png")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_is_read_about_and_entered(page, world, language, tmp_path):
    page.goto(world.address("index.php?q=siber", language))
    page.get_by_role("link", name="Keamanan Siber Lima Menit").click()
    text = seen(page, f"course-{language}", tmp_path)
    assert "Mengenali surel palsu." in text
    enter = page.get_by_role("link", name={"id": "Masuk ke pelatihan", "en": "Enter the course"}[language])
    assert re.fullmatch(r"https://t\d+\.example/course/view\.php\?id=1", enter.get_attribute("href"))
    page.get_by_role("link", name="Badan Kilat").first.click()
    assert "Keamanan Siber Lima Menit" in seen(page, f"agency-{language}", tmp_path)
    page.goto(world.address(AGENCY, language))
    assert "Kementerian Contoh 5" in seen(page, f"agencies-{language}", tmp_path)
    # A course of this very site is entered here, by whoever is signed in here.
    page.goto(world.address("index.php?q=milik+situs", language))
    page.get_by_role("link", name="Kursus Milik Situs Ini").click()
    page.locator(f'a.btn[href="{world.site.wwwroot}/course/view.php?id={world.own}"]').click()
    page.wait_for_url(f"**/course/view.php?id={world.own}")


def test_without_scripts_everything_is_found_filtered_ordered_and_turned(plain, world, tmp_path):
    plain.goto(world.address(FRONT))
    plain.get_by_label("Kata yang dicari").fill("pengadan")
    plain.get_by_role("button", name="Cari").click()
    assert "Mungkin maksud Anda" in seen(plain, "meant", tmp_path)
    plain.get_by_role("link", name="pengadaan", exact=True).click()
    assert "35 pelatihan" in seen(plain, "found", tmp_path)
    first = cards(plain)
    plain.get_by_role("link", name="Halaman berikutnya").click()
    assert len(cards(plain)) == 15
    assert not set(first) & set(cards(plain))
    plain.get_by_role("link", name="Kembali ke halaman pertama").click()
    assert cards(plain) == first
    plain.locator("summary").filter(has_text="Saring hasil").click()
    plain.get_by_label("Kementerian Contoh 3").check()
    plain.get_by_role("button", name="Terapkan saringan").click()
    assert "7 pelatihan" in seen(plain, "filtered", tmp_path)
    plain.get_by_role("link", name="Judul").click()
    titles = plain.locator("article h4").all_inner_texts()
    assert titles == sorted(titles)
    assert len(titles) == 7
    plain.get_by_role("link", name="Hapus saringan: Kementerian Contoh 3").click()
    assert "35 pelatihan" in plain.inner_text("[role=main]")


def test_titles_are_suggested_by_keyboard_and_pages_turn_in_their_place(page, world, tmp_path):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(world.address("index.php?q=pengadaan"))
    field = page.get_by_role("combobox")
    first = cards(page)
    # Whoever is quicker than the scripts gets a whole page, which is right as well, and is tried without scripts.
    page.wait_for_function("M.util.pending_js.length === 0")
    page.evaluate("window.same = 1")
    page.get_by_role("link", name="Halaman berikutnya").click()
    page.get_by_role("link", name="Kembali ke halaman pertama").wait_for()
    assert page.evaluate("window.same") == 1
    assert len(cards(page)) == 15
    page.go_back()
    page.wait_for_function("document.querySelectorAll('article').length === 20")
    assert cards(page) == first
    field.fill("")
    field.press_sequentially("jahat")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert {HOSTILE[0], HOSTILE[1]} <= {text.removesuffix(" jahat") for text in options.all_inner_texts()}
    shot(page, "suggestions", tmp_path)
    field.fill("")
    field.press_sequentially("keaman")
    page.get_by_role("option", name="Keamanan Siber Lima Menit").wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.get_by_role("heading", name="1 pelatihan").wait_for()
    # The site's server asks the centre; the reader's browser gets nothing but images there.
    assert not [url for url in asked if url.startswith(world.centre.url) and not url.startswith(f"{world.centre.url}/images/")]
    assert asked


def test_foreign_text_is_text_wherever_it_stands(page, world, tmp_path):
    page.goto(world.address("index.php?q=jahat"))
    found = page.locator("article h4 a")
    addresses = [link.get_attribute("href") for link in found.all()]
    assert len(addresses) == len(HOSTILE)
    places = ["/", "/my/", "/local/asnunggul/marketplace/index.php", "/local/asnunggul/marketplace/agency.php"]
    for number, address in enumerate([*addresses, *(world.site.wwwroot + place for place in places)]):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert "window.hacked" in page.inner_text("#page"), address
        seen(page, f"hostile-{number}", tmp_path)
        assert page.evaluate("window.hacked") is None, address


def _notice(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="pusat sedang tidak dapat dihubungi")


@pytest.mark.parametrize("away", ["stopped", "held_still"])
def test_while_the_centre_is_away_what_is_kept_is_shown_with_its_time(page, world, away, tmp_path):
    page.goto(world.address("index.php?q=siber"))
    with getattr(world.centre, away)():
        world.forget()
        for name, address, shown in (
            ("front", FRONT, "Pengadaan Barang dan Jasa"),
            ("browse", SEARCH, "Pengadaan Barang dan Jasa"),
            ("title", "index.php?q=siber", "Keamanan Siber Lima Menit"),
        ):
            page.goto(world.address(address))
            assert shown in seen(page, f"{away}-{name}", tmp_path)
            assert re.search(r"Data pukul \d", _notice(page).inner_text())
        assert "hanya judul" in _notice(page).inner_text()
        page.get_by_role("link", name="Keamanan Siber Lima Menit").click()
        assert _notice(page).is_visible()
        page.goto(f"{world.site.wwwroot}/my/?lang=id")
        # Not by its role: a tour that Moodle shows at the first visit hides what lies below it from roles.
        page.locator("a", has_text="Buka lokapasar").first.wait_for()
        assert "Pengadaan Barang dan Jasa" in page.inner_text("#page")
    world.forget()
    page.goto(world.address("index.php?q=siber"))
    assert _notice(page).count() == 0
    assert "1 pelatihan" in page.inner_text("[role=main]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_and_the_dashboard_lead_to_the_marketplace(page, world, language, tmp_path):
    page.goto(f"{world.site.wwwroot}/?redirect=0&lang={language}")
    seen(page, f"home-{language}", tmp_path)
    page.get_by_role("link", name={"id": "Buka lokapasar", "en": "Open the marketplace"}[language]).click()
    page.wait_for_url("**/local/asnunggul/marketplace/index.php**")
    page.goto(f"{world.site.wwwroot}/course/view.php?id={world.own}")
    page.goto(f"{world.site.wwwroot}/my/?lang={language}")
    text = seen(page, f"dashboard-{language}", tmp_path)
    assert {"id": "Baru", "en": "New"}[language] in text
