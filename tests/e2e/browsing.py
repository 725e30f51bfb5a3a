"""A real browser at a real site: how its windows are, how somebody signs in, and the smallest Indonesian language pack."""

from playwright.sync_api import Browser, Page, StorageState

from tests.moodle.site import MoodleSite

PASSWORD = "Admin-pass-1"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def signed_in(browser: Browser, site: MoodleSite) -> StorageState:
    """The cookies of an admin. Without scripts: Moodle's put the password field anew into the page and lose what was typed before."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.wwwroot}/login/index.php", timeout=60_000)
    page.fill("#username", "admin")
    page.fill("#password", PASSWORD)
    page.click("#loginbtn")
    page.wait_for_url(lambda url: "login" not in url, wait_until="commit", timeout=60_000)
    cookies = context.storage_state()
    context.close()
    return cookies


def put_indonesian(site: MoodleSite) -> None:
    """A smallest Indonesian language pack: the plugins bring their own Indonesian words."""
    pack = site.dataroot / "lang" / "id"
    if not pack.exists():
        pack.mkdir(parents=True)
        words = {"thislanguage": "Indonesia", "parentlanguage": "", "decsep": ",", "thousandssep": "."}
        lines = [f"$string['{name}'] = '{word}';\n" for name, word in words.items()]
        (pack / "langconfig.php").write_text("<?php\n" + "".join(lines))
        # The facts of a card name the language of a course.
        (pack / "iso6392.php").write_text("<?php\n$string['eng'] = 'Inggris';\n")
        site.purge_caches()


def scrolls_sideways(page: Page) -> bool:
    """Whether something on the page is wider than the window."""
    return not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
