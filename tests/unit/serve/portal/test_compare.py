"""Courses side by side: a group that LAN confirmed, or what a reader chose; nobody sees here what its own page would not show."""

import re

import pytest
from playwright.sync_api import sync_playwright

from syncd.errors import StoreUnavailableError
from syncd.model.curated import By
from syncd.serve.market.comparing import Rates
from syncd.serve.pages.status import STATIC
from syncd.store import comparisons
from syncd.store.comparisons import Member
from syncd.store.engine import transaction
from tests.moodle.tree import CACHE
from tests.unit.serve.page import Page


@pytest.fixture
def offered(marketplace):
    offered = [marketplace.offering(f"Badan {letter}", f"Balai {letter}") for letter in "ABC"]
    for minutes, one in enumerate(offered, 5):
        one.put(
            1, "Pengantar Arsip", summary="Menata berkas.", minutes=minutes, jp_hundredths=25, level="dasar", format="mandiri"
        )
    marketplace.index()
    return offered


def group(offered) -> str:
    members = [Member(one.id, one.row.slug, one.row.agency, 1) for one in offered]
    with transaction(offered[0].engine) as conn:
        return comparisons.confirm(conn, members, None, By("petugas", "Sama", 5))


def test_a_group_is_shown_side_by_side_and_the_course_pages_lead_there(api, marketplace, offered):
    name = group(offered)
    marketplace.index()
    page = Page(api.get(f"/compare/{name}").text)
    assert all(
        word in page.said for word in ("Badan A", "Badan B", "Badan C", "5 menit", "6 menit", "0,25 JP", "Kurang dari 10 peserta")
    )
    course = api.get(f"/courses/{offered[0].row.slug}/1").text
    assert "Pelatihan serupa dari instansi lain" in course
    assert f"/compare/{name}" in Page(course).links("/compare")
    assert "Similar courses of other agencies" in api.get(f"/courses/{offered[0].row.slug}/1?lang=en").text
    data = api.get(f"/api/v1/comparisons/{name}").json()
    assert (data["comparison"], len(data["offerings"])) == (name, 3)
    assert data["offerings"][0]["completion_rate"] is None
    assert api.get(f"/api/v1/offerings/{offered[0].row.slug}/1").json()["offering"]["comparison"] == name
    assert {hit["comparison"] for hit in api.get("/api/v1/offerings?q=arsip").json()["hits"]} == {name}


def test_what_a_reader_picks_is_shown_side_by_side_and_each_can_be_taken_out(api, offered):
    keys = [f"{one.row.slug}/1" for one in offered]
    boxes = [one["value"] for one in Page(api.get("/search?q=arsip").text).all("input") if one.get("name") == "c"]
    assert sorted(boxes) == sorted(keys)
    page = Page(api.get("/compare", params=[("c", one) for one in [*keys, "tidak-ada/1", "x", f"{keys[0]}0000"]]).text)
    assert len(page.links("/courses/")) == 3
    assert any(keys[0].replace("/", "%2F") not in link for link in page.links("/compare"))
    assert "Paling banyak 4" in page.said
    english = Page(api.get(f"/compare?c={keys[0]}&c={keys[1]}&lang=en").text)
    assert len(english.links("/courses/")) == 2
    assert f"/compare?c={keys[0].replace('/', '%2F')}&c={keys[1].replace('/', '%2F')}" in english.links("/compare?c")
    for few in ("", f"?c={keys[0]}", "?c=tidak-ada/1"):
        assert "Pilih 2 sampai 4 pelatihan" in api.get(f"/compare{few}").text


def test_a_course_of_its_own_agency_only_is_never_shown_to_others_not_even_that_there_is_a_group(api, marketplace, offered):
    name = group(offered[:2])
    offered[1].put(1, "Pengantar Arsip Tertutup", audience="agency")
    marketplace.index()
    slugs = [one.row.slug for one in offered]
    never = [api.get(path) for path in ("/compare/00000000", "/api/v1/comparisons/00000000")]
    for before, hidden in zip(
        never, [api.get(path) for path in (f"/compare/{name}", f"/api/v1/comparisons/{name}")], strict=True
    ):
        assert (hidden.status_code, hidden.content) == (404, before.content)
    assert api.get(f"/api/v1/offerings/{slugs[0]}/1").json()["offering"]["comparison"] is None
    assert api.get("/api/v1/offerings?q=arsip").text.count(name) == 0
    assert name not in api.get(f"/courses/{slugs[0]}/1").text
    chosen = api.get(f"/compare?c={slugs[0]}/1&c={slugs[1]}/1").text
    absent = api.get(f"/compare?c={slugs[0]}/1&c={slugs[1]}/7").text
    assert "Tertutup" not in chosen
    assert chosen.replace(f"{slugs[1]}%2F1", "") == absent.replace(f"{slugs[1]}%2F7", "")


def test_without_the_store_courses_are_compared_without_their_rates(api, offered, monkeypatch):
    def away(*_):
        raise StoreUnavailableError("away")

    monkeypatch.setattr(Rates, "of", away)
    page = api.get(f"/compare?c={offered[0].row.slug}/1&c={offered[1].row.slug}/1")
    assert (page.status_code, "Sedang tidak dapat dibaca" in page.text) == (200, True)


@pytest.mark.browser
@pytest.mark.moodle
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_have_no_accessibility_violation_and_fit_a_phone(api, marketplace, offered, scheme):
    name = group(offered)
    marketplace.index()
    axe = CACHE / "moodle/lib/behat/axe/axe.min.js"
    style = f"<style>{(STATIC / 'portal.css').read_text()}</style>"
    paths = (f"/compare/{name}", "/compare", "/search?q=arsip", f"/courses/{offered[0].row.slug}/1")
    pages = {path: re.sub("<link[^>]*portal.css[^>]*>", style, api.get(path).text) for path in paths}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
        for path, html in pages.items():
            page.set_content(html)
            page.add_script_tag(path=str(axe))
            found = page.evaluate("axe.run().then(found => found.violations.map(one => one.id + ' ' + one.nodes[0].html))")
            assert found == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        browser.close()
