"""Collections on the portal and in the API: in LAN's order, and of what cannot be seen neither gap nor trace."""

import pytest

from syncd.errors import StoreUnavailableError
from syncd.model.collected import Member, Said
from syncd.model.curated import By
from syncd.serve.market import collecting
from syncd.store import collections
from syncd.store.engine import transaction
from tests.unit.serve.page import Page

BY = By("petugas", "Untuk CPNS", 5)
SAID = Said("Dasar untuk <b>CPNS</b>", "Basics for newcomers", "Yang dipelajari lebih dulu.", "What to learn first.")


@pytest.fixture
def balai(marketplace):
    balai = marketplace.offering("Kementerian Uji", "Pusdiklat Uji")
    balai.put_many(["Satu", "Dua", "Tiga"])
    return balai


def keep(balai, slug, *courses, publish=True):
    with transaction(balai.engine) as conn:
        collections.new(conn, slug, SAID, BY)
        collections.add(conn, slug, [Member(balai.row.site, course) for course in courses], BY)
        if publish:
            collections.publish(conn, slug, BY)


def test_a_published_collection_is_on_the_front_page_and_shows_its_courses_in_order(api, marketplace, balai):
    keep(balai, "cpns", 3, 1)
    marketplace.index()
    front = Page(api.get("/").text)
    assert front.links("/collections") == ["/collections", "/collections/cpns"]
    assert "Dasar untuk <b>CPNS</b> Yang dipelajari lebih dulu. 2 pelatihan" in front.said
    page = Page(api.get("/collections/cpns").text)
    assert [link.rpartition("/")[2] for link in page.links("/courses/")] == ["3", "1"]
    assert "Basics for newcomers" in api.get("/collections?lang=en").text
    (listed,) = api.get("/api/v1/collections").json()["collections"]
    assert (listed["collection"], listed["offerings"], listed["title"]["en"]) == ("cpns", 2, "Basics for newcomers")
    assert [one["course"] for one in api.get("/api/v1/collections/cpns").json()["offerings"]] == [3, 1]


def test_what_cannot_be_seen_leaves_no_gap_and_no_trace(api, marketplace, balai):
    keep(balai, "cpns", 1, 2, 3)
    keep(balai, "sembunyi", 2)
    keep(balai, "rancangan", 1, publish=False)
    balai.put(2, "Dua Rahasia", audience="agency")
    balai.take_out(3)
    marketplace.index()
    assert [one["offerings"] for one in api.get("/api/v1/collections").json()["collections"]] == [1]
    texts = [api.get(path).text for path in ("/", "/collections", "/collections/cpns", "/api/v1/collections/cpns")]
    assert not any("Rahasia" in text or "sembunyi" in text or "rancangan" in text for text in texts)
    for base in ("/collections", "/api/v1/collections"):
        answers = {api.get(f"{base}/{slug}").content for slug in ("sembunyi", "rancangan", "tidak-ada", "%00")}
        assert len(answers) == 1
        assert api.get(f"{base}/sembunyi").status_code == 404


def test_without_the_store_pages_stand_with_what_was_read_last_or_without_collections(api, marketplace, balai, monkeypatch):
    keep(balai, "cpns", 1)
    marketplace.index()

    def away(_engine):
        raise StoreUnavailableError("away")

    monkeypatch.setattr(collecting, "_KEPT_S", 0.0)
    with monkeypatch.context() as context:
        context.setattr(collecting, "_read", away)
        assert api.get("/").status_code == 200
        assert api.get("/api/v1/collections").status_code == 503
    assert "/collections/cpns" in api.get("/").text
    monkeypatch.setattr(collecting, "_read", away)
    assert "/collections/cpns" in api.get("/").text
    assert api.get("/api/v1/collections/cpns").status_code == 200
