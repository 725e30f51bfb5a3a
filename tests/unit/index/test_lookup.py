"""One course is found by where it is, and each agency by what it offers; what is hidden is as if it were not there."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import update

from syncd.errors import NotFoundError
from syncd.index.similar import similar
from syncd.model.tenant import Pause
from syncd.store.engine import transaction
from syncd.store.schema import tenant
from tests.unit.index.conftest import Market


def test_a_course_is_found_by_its_tenants_short_name_and_its_number_with_those_like_it(market: Market):
    one, other = market.offering("Badan A"), market.offering("Badan B")
    one.put(7, "Arsip Dinamis")
    other.put(7, "Arsip Statis")
    market.index()
    card, alike = market.search.offering(one.row.slug, 7)
    assert (card.course["title"], card.agency, card.url) == ("Arsip Dinamis", "Badan A", one.row.url)
    assert [found.course["title"] for found in alike] == ["Arsip Statis"]


def test_what_is_for_one_agency_only_is_found_for_it_alone_and_is_like_nothing_else(market: Market):
    balai = market.offering("Badan A")
    balai.put(1, "Arsip Dinamis")
    balai.put(2, "Arsip Rahasia", audience="agency")
    market.index()
    assert market.search.offering(balai.row.slug, 2, "Badan A")[0].course["id"] == 2
    assert market.search.offering(balai.row.slug, 1)[1] == []
    for slug, course_id in ((balai.row.slug, 2), (balai.row.slug, 3), ("tidak-ada", 1), ("", 1)):
        with pytest.raises(NotFoundError, match="there is no such course"):
            market.search.offering(slug, course_id)
    with pytest.raises(NotFoundError):
        market.search.offering(balai.row.slug, 2, "Badan B")


def test_each_agency_is_counted_by_what_it_offers_to_whoever_asks(market: Market):
    market.offering("Badan A").put_many(["Satu", "Dua"])
    market.offering("Badan B").put(1, "Tiga")
    market.offering("Badan C").put(1, "Empat", audience="agency")
    market.index()
    assert market.search.agencies() == {"Badan A": 2, "Badan B": 1}
    assert market.search.agencies("Badan C") == {"Badan A": 2, "Badan B": 1, "Badan C": 1}


def test_a_site_that_moved_is_shown_at_its_new_address(market: Market):
    balai = market.offering()
    balai.put(1, "Arsip")
    market.index()
    with transaction(market.engine) as conn:
        conn.execute(update(tenant).where(tenant.c.id == balai.id).values(url="https://baru.example"))
    market.index()
    card, _ = market.search.offering(balai.row.slug, 1)
    assert card.entrance == "https://baru.example/course/view.php?id=1"


def test_a_course_is_entered_by_way_of_sign_in_where_its_site_says_so_and_straight_where_not(market: Market):
    balai = market.offering()
    balai.put(7, "Arsip")
    market.index()
    straight = f"{balai.row.url}/course/view.php?id=7"
    for said, expected in (
        (True, f"{balai.row.url}/auth/asnsso/login.php?{urlencode({'wantsurl': straight})}"),
        (False, straight),
        (None, straight),
    ):
        with transaction(market.engine) as conn:
            conn.execute(update(tenant).where(tenant.c.id == balai.id).values(sign_in=said))
        market.index()
        assert market.search.card(balai.row.slug, 7).entrance == expected


def test_a_tenant_that_lan_paused_is_not_there(market: Market):
    balai = market.offering()
    key = balai.put(1, "Arsip")
    balai.pause(Pause.LAN)
    market.index()
    with pytest.raises(NotFoundError):
        market.search.offering(balai.row.slug, 1)
    with pytest.raises(NotFoundError):
        similar(market.search._reader.view(), key, None, 6)
