"""What LAN says of a course on the portal: its topic narrows a search, and what LAN recommends says so until its day is over."""

import pytest

from syncd.model.curated import By
from syncd.store import curation
from syncd.store.engine import transaction
from tests.unit.serve.conftest import NOW
from tests.unit.serve.page import Page

DAY = 86_400


@pytest.fixture
def balai(marketplace):
    balai = marketplace.offering("Kementerian Uji", "Pusdiklat Uji")
    balai.put_many(["Satu", "Dua", "Tiga", "Empat"])
    return balai


def say(balai, course, **values):
    with transaction(balai.engine) as conn:
        curation.say(conn, balai.id, course, values, By("petugas", "Rapat kurasi", 5))


def test_what_lan_recommends_is_a_row_of_its_own_that_says_so_and_no_agency_fills_it(api, marketplace, balai):
    for course in (1, 2, 3):
        say(balai, course, featured=str(NOW + DAY))
    say(balai, 4, featured=str(NOW - DAY))
    marketplace.index()
    text = api.get("/").text
    row = text.partition('id="featured"')[2].partition("</section>")[0]
    assert len(Page(row).links("/courses/")) == 2
    assert row.count("LAN memilih pelatihan ini untuk beranda, sampai 16 Januari 2027.") == 2
    assert text.count("LAN memilih pelatihan ini") == 2
    assert "Chosen by LAN" in api.get("/?lang=en").text
    until = [api.get(f"/api/v1/offerings/{balai.row.slug}/{course}").json()["offering"]["featured_until"] for course in (3, 4)]
    assert until == [NOW + DAY, None]


def test_without_a_recommendation_there_is_no_such_row(api, marketplace, balai):
    marketplace.index()
    assert "Pilihan LAN" not in api.get("/").text


def test_the_topic_is_a_filter_in_the_readers_language_and_a_fact_of_the_course(api, marketplace, balai):
    say(balai, 1, topic="Kearsipan")
    marketplace.index()
    assert "Topik Kearsipan" in Page(api.get("/search").text).said
    assert "Records" in Page(api.get("/search?lang=en").text).said
    assert len(Page(api.get("/search?topic=Kearsipan").text).links("/courses/")) == 1
    assert "Topik Kearsipan" in Page(api.get(f"/courses/{balai.row.slug}/1").text).said
    page = api.get("/api/v1/offerings?topic=Kearsipan").json()
    assert [hit["topic"] for hit in page["hits"]] == ["Kearsipan"]
    assert page["facets"]["topic"]["values"] == [{"value": "Kearsipan", "count": 1}]
