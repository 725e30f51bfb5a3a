"""What learners say of an offering: everybody reads what counts, and nobody learns who said it."""

import json
import re

import pytest
from sqlalchemy import Engine

from syncd.errors import StoreUnavailableError
from syncd.model.kinds import RATING
from syncd.model.rows import KindRows
from syncd.ratings import keep
from syncd.serve.market import opinions as market_opinions
from syncd.serve.pages.portal.texts import TEXTS
from syncd.store import complaints, moderation
from syncd.store.engine import reading, transaction
from syncd.store.moderation import Act
from tests.rated import DAY, NOW, Rated, know, learner
from tests.unit.serve.answers import problem
from tests.unit.serve.page import Page

HOSTILE = "</script><b>'\"&{{7*7}}\u202eabc"


@pytest.fixture(autouse=True)
def at(monkeypatch):
    for module in (keep, market_opinions):
        monkeypatch.setattr(module, "database_now_ms", lambda _conn: NOW * 1000)


class Ratings:
    def __init__(self, engine: Engine, marketplace) -> None:
        self.engine, self.marketplace = engine, marketplace
        self.balai = Rated(engine)
        self.balai.put(1, "Arsip Dinamis")
        self.balai.put(2, "Arsip Rahasia", audience="agency")

    def index(self) -> None:
        keep.bring(self.engine)
        self.marketplace.index()

    @property
    def path(self) -> str:
        return f"/api/v1/offerings/{self.balai.row.slug}/1"

    @property
    def page(self) -> str:
        return f"/courses/{self.balai.row.slug}/1"


@pytest.fixture
def ratings(engine, marketplace):
    found = Ratings(engine, marketplace)
    for number in range(1, 13):
        know(engine, f"LAIN-{number}", learner(number))
        found.balai.vote(1, learner(number), 4, NOW - number // 3 * DAY, text=f"Kata {number}")
    found.index()
    return found


def every(api, path: str, limit: int) -> list[dict]:
    found, cursor = [], ""
    while cursor is not None:
        page = api.get(f"{path}/ratings?limit={limit}{f'&cursor={cursor}' if cursor else ''}").json()
        found += page["ratings"]
        cursor = page["cursor"]
    return found


def test_an_offering_tells_its_stars_how_many_rated_it_and_why_it_stands_where_it_does(api, ratings):
    offering = api.get(ratings.path).json()["offering"]
    assert offering["rating"] == {"mean": 4.0, "count": 12, "shown": True}
    assert offering["popularity"] == 59.5
    assert [one["what"] for one in offering["why"]] == ["votes", "prior", "completions"]


@pytest.mark.parametrize("limit", [1, 2, 5, 12, 100])
def test_all_ratings_are_read_once_page_by_page_the_newest_day_first(api, ratings, limit):
    found = every(api, ratings.path, limit)
    assert sorted(one["text"] for one in found) == sorted(f"Kata {number}" for number in range(1, 13))
    days = [one["day"] for one in found]
    assert days == sorted(days, reverse=True)


def test_what_comes_goes_and_is_withheld_between_two_pages_repeats_nothing(api, ratings):
    first = api.get(f"{ratings.path}/ratings?limit=5").json()
    know(ratings.engine, "LAIN-99", learner(99))
    ratings.balai.vote(1, learner(99), 1, NOW, text="Baru")
    with reading(ratings.engine) as conn:
        rows = complaints.listed(conn, complaints.Wanted(complained=False), 100)
    gone, held = (next(row for row in rows if row["text"] == first["ratings"][place]["text"]) for place in (4, 3))
    ratings.balai.page(KindRows(RATING.name, [], gone=[gone["id"]]))
    with transaction(ratings.engine) as conn:
        moderation.decide(conn, complaints.about(held), Act.WITHHOLD, "uji", "operator", 1)
    rest = api.get(f"{ratings.path}/ratings?limit=100&cursor={first['cursor']}").json()["ratings"]
    texts = [one["text"] for one in first["ratings"] + rest]
    assert sorted(texts) == sorted(f"Kata {number}" for number in range(1, 13))


def test_nothing_says_who_gave_a_rating_or_when_to_the_second(api, ratings):
    pages = [api.get(f"{ratings.path}/ratings?limit=1")]
    while cursor := pages[-1].json()["cursor"]:
        pages.append(api.get(f"{ratings.path}/ratings?limit=1&cursor={cursor}"))
    for page in pages:
        (one,) = page.json()["ratings"]
        assert one.keys() == {"day", "stars", "text", "answer", "answered"}
        assert not re.search(r"sub:|anon:|[0-9a-f]{8}-|\d{9}", page.text)
    html = api.get(ratings.page).text
    assert not re.search(r"sub:|anon:|[0-9a-f]{8}-[0-9a-f]{4}", html)


def test_only_what_counts_is_shown(api, ratings):
    balai = ratings.balai
    balai.vote(1, f"anon:{7:032x}", 1, text="Tanpa tautan")
    balai.rate(1, learner(50), 1, text="Belum selesai")
    row = balai.vote(1, learner(51), 1, text="Kasar")
    with transaction(ratings.engine) as conn:
        about = complaints.about(complaints.one(conn, balai.id, row, balai.row.slug))
        moderation.decide(conn, about, Act.WITHHOLD, "kasar", "operator", 1)
    ratings.index()
    assert {one["text"] for one in every(api, ratings.path, 100)} == {f"Kata {number}" for number in range(1, 13)}
    assert api.get(ratings.path).json()["offering"]["rating"]["count"] == 12
    assert "Kasar" not in api.get(ratings.page).text


def test_what_is_hidden_and_what_never_was_are_answered_alike_to_the_byte(api, ratings):
    slug = ratings.balai.row.slug
    paths = [f"{slug}/2", f"{slug}/999", f"{slug}/x", "none/1"]
    found = [api.get(f"/api/v1/offerings/{path}/ratings{query}") for path in paths for query in ("", "?cursor=x")]
    problem(found[0], 404, "not_found")
    assert len({(one.status_code, one.content, str(sorted(one.headers.items()))) for one in found}) == 1


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEsMF0", "WzEsLTFd", "a" * 100, "%00", "WzEsMV0x"])
def test_a_cursor_that_is_none_is_refused(api, ratings, cursor):
    problem(api.get(f"{ratings.path}/ratings?cursor={cursor}"), 400, "bad_request")
    assert api.get(f"{ratings.page}?cursor={cursor}").status_code == 400


def test_the_page_of_a_course_shows_ratings_and_leads_to_all_of_them(api, ratings):
    ratings.balai.vote(1, learner(60), 5, text=HOSTILE, answer=HOSTILE, answered=NOW)
    know(ratings.engine, "LAIN-60", learner(60))
    ratings.index()
    seen, path = "", ratings.page
    while path:
        text = api.get(path).text
        seen += text
        path = next((one["href"] for one in Page(text).all("a") if one.get("rel") == "next"), None)
        path = path and path.partition("#")[0].replace("&amp;", "&")
    for number in range(1, 13):
        assert len(re.findall(rf"Kata {number}\b", seen)) == 1
    page = Page(seen)
    assert "dari 5 bintang" in page.said
    assert "Jawaban penyelenggara, 15 Januari 2027" in page.said
    assert "<b>'" not in seen
    assert "\u202e" not in re.sub(r"<bdi>.*?</bdi>", "", seen, flags=re.DOTALL)
    english = Page(api.get(f"{ratings.page}?lang=en").text)
    assert "Why is it here?" in english.said
    assert "Answer of the owner, 15 January 2027" in english.said


def test_cards_say_stars_in_words_and_why_they_are_where_they_are(api, ratings):
    page = Page(api.get("/").text)
    assert "4 dari 5 bintang, 12 penilaian" in page.said
    assert "Nilainya 4 dari 5 bintang, dari 12 penilaian yang terhitung." in page.said
    assert "45% dari nilai itu adalah rata-rata nasional, yaitu 4." in page.said
    assert len(page.all("details")) >= 2
    about = json.loads(re.findall(r'ld\+json">(.*?)</script>', api.get(ratings.page).text, re.DOTALL)[0])
    assert about["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 4.0, "ratingCount": 12, "bestRating": 5}


def test_while_the_database_is_away_the_page_stands_and_says_that_ratings_cannot_be_read(api, ratings, monkeypatch):
    def away(_engine):
        raise StoreUnavailableError("away")

    monkeypatch.setattr(market_opinions, "reading", away)
    for language in ("id", "en"):
        page = api.get(f"{ratings.page}?lang={language}")
        assert page.status_code == 200
        assert TEXTS[language]["ratings_away"] in Page(page.text).said
    problem(api.get(f"{ratings.path}/ratings"), 503, "maintenance")
    assert api.get(f"/courses/{ratings.balai.row.slug}/2").status_code == 404
