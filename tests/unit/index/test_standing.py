"""Search shows where courses stand: stars as a facet and an order, popularity, and a front page that no agency fills."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncd.index.front import LOT_S, Row
from syncd.index.question import Sort
from syncd.ratings import keep
from tests.rated import DAY, NOW, Rated, know, learner

ROW = Row(6, 2, (2, 5))


@pytest.fixture(autouse=True)
def at(monkeypatch):
    monkeypatch.setattr(keep, "database_now_ms", lambda _conn: NOW * 1000)


def votes(rated: Rated, course: int, stars: int, count: int, first: int = 1) -> None:
    """So many people of other agencies give this course so many stars, each on a day of its own."""
    for number in range(first, first + count):
        know(rated.engine, f"LAIN-{number}", learner(number))
        rated.vote(course, learner(number), stars, NOW - number * DAY % (80 * DAY))


def settled(market) -> None:
    keep.bring(market.engine)
    market.index()


@pytest.fixture
def balai(market):
    balai = Rated(market.engine)
    balai.put_many(["Satu", "Dua", "Tiga", "Empat"])
    votes(balai, 1, 5, 30)
    votes(balai, 2, 1, 6)
    votes(balai, 3, 5, 4)
    settled(market)
    return balai


def test_hits_can_be_narrowed_by_stars_that_are_shown(market, balai):
    assert market.titles(choices={"stars": ("4",)}) == ["Satu"]
    assert market.titles(choices={"stars": ("3",)}) == ["Satu"]
    assert sorted(market.titles(choices={"stars": ("unrated",)})) == ["Empat", "Tiga"]
    assert market.find().facets["stars"] == {"4": 1, "3": 1, "unrated": 2}


def test_the_order_by_rating_puts_what_has_no_stars_behind_and_popularity_counts_completions_too(market, balai):
    assert market.titles(sort=Sort.RATING) == ["Satu", "Dua", "Tiga", "Empat"]
    assert market.titles(sort=Sort.POPULAR) == ["Satu", "Tiga", "Empat", "Dua"]


@pytest.mark.parametrize("sort", [Sort.RATING, Sort.POPULAR])
def test_pages_of_the_new_orders_show_every_course_once(market, balai, sort):
    pages = market.pages(sort=sort, size=1)
    assert pages == [hit.key for hit in market.find(sort=sort).hits]
    assert len(set(pages)) == 4


def test_a_new_vote_changes_only_its_own_course_in_the_index(market, balai):
    votes(balai, 3, 5, 1, first=90)
    keep.bring(market.engine)
    before = {hit.key: hit.card.standing for hit in market.find().hits}
    market.index()
    after = {hit.key: hit.card.standing for hit in market.find().hits}
    assert [key for key in after if after[key] != before[key]] == [f"{balai.id}/3"]
    assert after[f"{balai.id}/3"].stars == 4.4


def test_the_same_lots_hold_for_ten_minutes_and_every_course_without_stars_has_one(market, balai):
    other = Rated(market.engine, "LAIN")
    other.put_many([f"Baru {number}" for number in range(8)])
    settled(market)
    seen: Counter[str] = Counter()
    for period in range(400):
        market.now_s = NOW + period * LOT_S
        row = market.search.front({}, Sort.POPULAR, ROW)
        market.now_s += LOT_S - 1 - market.now_s % LOT_S
        assert market.search.front({}, Sort.POPULAR, ROW) == row
        seen.update(one.card.course["title"] for one in row if one.by_lot)
    assert seen.keys() == {"Tiga", "Empat", *(f"Baru {number}" for number in range(8))}
    assert "Satu" not in seen


def test_an_agency_with_many_courses_has_no_more_lots_than_one_with_few(market):
    for agency, count in (("BESAR", 200), ("KECIL", 1), ("SEDANG", 20), ("LAMA", 2)):
        Rated(market.engine, agency).put_many([f"{agency} {number}" for number in range(count)])
    known = Rated(market.engine, "DIKENAL")
    known.put(1, "Dikenal")
    votes(known, 1, 5, 9)
    settled(market)
    seen: Counter[str] = Counter()
    for period in range(300):
        market.now_s = NOW + period * LOT_S
        seen.update(one.card.agency for one in market.search.front({}, Sort.POPULAR, ROW) if one.by_lot)
    assert all(120 < seen[agency] < 180 for agency in ("BESAR", "KECIL", "SEDANG", "LAMA"))


def test_without_any_stars_there_is_no_row_of_what_is_popular(market):
    Rated(market.engine).put_many(["Satu", "Dua"])
    settled(market)
    assert market.search.front({}, Sort.POPULAR, ROW) == []
    assert len(market.search.front({}, Sort.NEWEST, Row(6, 2))) == 2


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 12), st.integers(0, 2)), min_size=1, max_size=6),
    st.integers(1, 3),
    st.integers(0, 10**6),
)
def test_no_agency_has_more_places_than_it_may_whatever_there_is(market_of, offered, of_one, period):
    market = market_of()
    for number, (agency, courses, rated) in enumerate(offered):
        one = Rated(market.engine, f"A{agency}", f"Balai {number}")
        one.put_many([f"Kursus {course}" for course in range(courses)])
        for course in range(1, 1 + min(courses, rated * 4)):
            one.many(course, [learner(number) for number in range(6)], 5 - rated)
    settled(market)
    market.now_s = NOW + period
    for row in (Row(6, of_one, (2, 5)), Row(6, of_one)):
        placed = market.search.front({}, Sort.POPULAR, row)
        agencies = Counter(one.card.agency for one in placed)
        assert not agencies or max(agencies.values()) <= of_one
        assert len(placed) <= 6
        keys = [(one.card.tenant_id, one.card.course["id"]) for one in placed]
        assert len(set(keys)) == len(keys)
        if not row.by_lot:
            offers = Counter()
            for agency, courses, _rated in offered:
                offers[agency] += courses
            assert len(placed) == min(6, sum(min(of_one, count) for count in offers.values()))
