"""A person's way in a browser: signs in once, is inside a course of another site without a prompt, signs out everywhere. Takes screenshots."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.walk.world import Person, World

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# A site that was just made fills its caches at the first page.
_PATIENCE_MS = 60_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking", "--disable-sync"]
        )
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, size: dict[str, int] = DESKTOP) -> Iterator[Page]:
    """Somebody who was never here: no cookies."""
    context: BrowserContext = browser.new_context(viewport=size, locale="id-ID")
    context.set_default_timeout(_PATIENCE_MS)
    yield context.new_page()
    context.close()


class Walk:
    """The steps of one person in one page; each leaves a screenshot in `folder`."""

    def __init__(self, world: World, page: Page, folder: Path) -> None:
        self._world = world
        self.page = page
        self._folder = folder
        self._shots = 0
        self.redirects: list[str] = []
        page.on("request", self._note)

    def sign_in_at(self, name: str, person: Person) -> None:
        """From the front page of a site through the button on its login page to the identity issuer and back."""
        site = self._world.sites[name]
        self.page.goto(f"{site.wwwroot}/login/index.php")
        self.shot("login page of the first site")
        self.page.click("a[href*='/auth/asnsso/login.php']")
        self.page.wait_for_selector("#username")
        self.shot("sign in once")
        self.page.fill("#username", person.username)
        self.page.fill("#password", person.password)
        self.page.click("#kc-login")
        self.accept_terms()
        self.page.wait_for_url(f"{site.wwwroot}/**")
        self.shot("signed in at the first site")

    def accept_terms(self) -> None:
        """Who signs in for the first time is asked to accept the terms of use, once for all sites."""
        self.page.wait_for_selector("#kc-accept")
        self.shot("terms of use")
        self.page.click("#kc-accept")

    def follow(self, url: str, title: str) -> None:
        """Open a link, as from a card of the marketplace."""
        self.redirects.clear()
        self.page.goto(url)
        self.shot(title)

    def enrol(self) -> None:
        """Enrol oneself with the button of Moodle's own page."""
        self.page.click("#id_submitbutton")
        self.page.wait_for_url("**/course/view.php**")
        self.shot("enrolled and inside the course")

    def sign_out_at(self, name: str) -> None:
        """By Moodle's own menu."""
        site = self._world.sites[name]
        self.page.goto(f"{site.wwwroot}/my/")
        # Moodle counts the scripts it still waits for; before they are there the menu does not open.
        self.page.wait_for_function("() => window.M?.util?.pending_js?.length === 0")
        self.page.click("#user-menu-toggle")
        self.shot("user menu")
        self.page.click("#user-action-menu a[href*='/login/logout.php']")
        self.page.wait_for_url(f"{site.wwwroot}/**")
        self.shot("signed out at the first site")

    def is_asked(self) -> bool:
        """Whether the page wants somebody to sign in."""
        return self.page.locator("#kc-login, #loginbtn, a[href*='/auth/asnsso/login.php']").first.is_visible()

    def shot(self, title: str) -> None:
        self._shots += 1
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        self.page.screenshot(path=self._folder / f"{self._shots:02d}-{title.replace(' ', '-')}-{width}.png", full_page=True)

    def _note(self, request: Request) -> None:
        """Redirects of the page itself, not of what it loads."""
        if request.is_navigation_request() and request.redirected_from and request.frame == self.page.main_frame:
            self.redirects.append(request.url)
