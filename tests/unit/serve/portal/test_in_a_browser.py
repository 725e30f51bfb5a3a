"""The portal's pages as Chromium lays them out, with texts that try to leave their place."""

import re

import pytest
from playwright.sync_api import sync_playwright

from syncd.serve.pages.status import STATIC

pytestmark = pytest.mark.browser

PILED = "e" + "\u0301" * 200
# Every text of a tenant stands in a bdi; where none of what is around it holds it, what sticks out of its line covers others.
LOOSE = """() => [...document.querySelectorAll('main bdi')].filter(one => {
    for (let around = one; around && around.tagName !== 'MAIN'; around = around.parentElement)
        if (getComputedStyle(around).overflowY !== 'visible') return false;
    return true;
}).map(one => one.parentElement.outerHTML.slice(0, 100))"""


@pytest.fixture
def pages(api, marketplace):
    balai = marketplace.offering(PILED, f"Balai {PILED}")
    more = {"category": PILED, "batch": PILED, "training_type": PILED}
    balai.put_many([f"{PILED} arsip", "arsip"], summary=f"{PILED} arsip", minutes=5, **more)
    marketplace.index()
    paths = ("/", "/search?q=arsip", f"/courses/{balai.row.slug}/1", "/agencies", f"/agency?name={PILED}")
    paths += (f"/compare?c={balai.row.slug}/1&c={balai.row.slug}/2",)
    style = f"<style>{(STATIC / 'portal.css').read_text()}</style>"
    return {path[:20]: re.sub("<link[^>]*portal.css[^>]*>", style, api.get(path).text) for path in paths}


def test_no_text_of_a_tenant_leaves_its_place(pages):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        for path, html in pages.items():
            page.set_content(html)
            assert page.locator("main bdi").count() > 0, path
            assert page.evaluate(LOOSE) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        browser.close()
