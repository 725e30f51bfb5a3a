"""The rows of the front page as data are those of the portal, place by place; no agency fills one, and lots are named."""

import re

import pytest

from syncd.ratings import keep
from tests.rated import NOW, Rated, know, learner
from tests.unit.serve.market.test_own_agency import OWN


@pytest.fixture
def at(monkeypatch):
    monkeypatch.setattr(keep, "database_now_ms", lambda _conn: NOW * 1000)


@pytest.fixture
def offered(at, marketplace, engine):
    """Three agencies with more than a row has room for; one of them is rated."""
    rated = Rated(engine, "Badan Disukai", "Pusdiklat Disukai")
    rated.put_many(["Satu", "Dua", "Tiga"])
    for number in range(1, 13):
        know(engine, f"LAIN-{number}", learner(number))
        rated.vote(1, learner(number), 5)
    for number in range(3):
        marketplace.offering(f"Badan {number}").put_many(["a", "b", "c"], minutes=5)
    keep.bring(engine)
    marketplace.offering(OWN).put(1, "Internal", audience="agency", created=1_700_000_005)
    marketplace.index()


def of_row(html: str, name: str) -> list[str]:
    row = html.partition(f'id="{name}"')[2].partition("</section>")[0]
    return re.findall(r'<bdi class="agency">(.*?)</bdi>', row)


def test_the_rows_are_those_of_the_portal(api, offered):
    rows = api.get("/api/v1/front").json()["rows"]
    assert [row["name"] for row in rows] == ["popular", "new", "short"]
    portal = api.get("/").text
    for row in rows:
        assert [one["agency"] for one in row["offerings"]] == of_row(portal, row["name"])
    popular = rows[0]["offerings"]
    assert {one["by_lot"] for one in popular if one["rating"]["shown"]} == {False}
    assert any(one["by_lot"] for one in popular)
    assert not any(one["by_lot"] for row in rows[1:] for one in row["offerings"])


def test_a_tenants_rows_have_what_is_for_its_agency_only(api, site, joined, offered):
    def titles(**headers: dict[str, str]) -> list[str]:
        return [one["title"] for one in api.get("/api/v1/front", **headers).json()["rows"][1]["offerings"]]

    assert titles(headers=site.token("market"))[0] == "Internal"
    assert "Internal" not in titles()
