"""Images of cards: served by hash, for ever, as the centre drew them; cards name them and say the same without them."""

import re

import pytest

from syncd.model.profile import Profile
from syncd.simulator.pictures import PICTURES
from syncd.store import images, profiles
from syncd.store.engine import transaction
from syncd.validate.image import redrawn

PICTURE, LOGO = list(PICTURES)[:2]


@pytest.fixture
def course(engine, marketplace):
    """A course with everything a card shows, whose image is here."""
    balai = marketplace.offering("Badan Uji", "Balai Uji")
    balai.put(1, "Arsip", topics="Kearsipan\nKantor", author="Tim Pengajar", image=PICTURE, badges=2)
    balai.put(2, "Polos")
    drawn = redrawn(PICTURES[PICTURE])
    with transaction(engine) as conn:
        images.keep(conn, PICTURE, drawn.data, (drawn.width, drawn.height), 1)
        profiles.keep(conn, balai.id, Profile("Akademi Uji", "Belajar <b>bersama</b>.", "#1d4e89", LOGO))
    marketplace.index()
    return f"/courses/{balai.row.slug}/1"


def test_an_image_is_served_by_its_hash_for_ever_and_to_pages_of_every_site(api, course):
    answer = api.get(f"/images/{PICTURE}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert answer.content == redrawn(PICTURES[PICTURE]).data != PICTURES[PICTURE]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("name", [LOGO, "0" * 64, PICTURE.upper(), PICTURE[:-1], "a.svg", "..%2fstatic%2ficon.svg"])
def test_what_is_not_here_is_not_found_and_not_kept(api, course, name):
    answer = api.get(f"/images/{name}")
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")


def test_the_api_says_what_a_card_shows(api, course):
    with_all, plain = sorted(api.get("/api/v1/offerings").json()["hits"], key=lambda hit: hit["course"])
    assert (with_all["topics"], with_all["author"], with_all["badges"]) == (["Kearsipan", "Kantor"], "Tim Pengajar", 2)
    assert (with_all["image"], with_all["logo"]) == (f"/images/{PICTURE}", f"/images/{LOGO}")
    assert (with_all["name"], with_all["colour"], with_all["badge"]) == ("Akademi Uji", "#1d4e89", True)
    assert (plain["topics"], plain["author"], plain["image"], plain["badges"], plain["badge"]) == ([], None, None, None, False)


def test_a_topic_is_a_facet_and_is_found_by_its_words(api, course):
    found = api.get("/api/v1/offerings", params={"topic": "Kearsipan"}).json()
    assert [hit["course"] for hit in found["hits"]] == [1]
    counts = {value["value"]: value["count"] for value in found["facets"]["topic"]["values"]}
    assert counts == {"Kearsipan": 1, "Kantor": 1}
    assert [hit["course"] for hit in api.get("/api/v1/offerings", params={"q": "kearsipan"}).json()["hits"]] == [1]


def test_a_card_shows_its_image_as_decoration_in_a_room_that_does_not_jump_and_a_tile_without(here, course):
    page = here.get("/search").text
    [picture] = re.findall(rf'<img src="/images/{PICTURE}"[^>]*>', page)
    assert 'alt=""' in picture
    assert 'loading="lazy"' in picture
    assert 'width="480" height="270"' in picture
    assert len(re.findall(r'<div class="picture tile\d" aria-hidden="true">', page)) == 2
    assert 'fill="#1d4e89"' in page
    assert "Kearsipan · Kantor" in page
    assert "Tim Pengajar" in page


def test_the_page_of_a_course_leads_to_its_topics_and_that_of_an_agency_says_its_sentence_as_text(here, course):
    assert "topic=Kearsipan" in here.get(course).text
    page = here.get("/agency", params={"name": "Badan Uji"}).text
    assert "Belajar &lt;b&gt;bersama&lt;/b&gt;." in page
    assert f"/images/{LOGO}" in page
