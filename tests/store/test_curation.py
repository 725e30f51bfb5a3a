"""LAN's own word about courses: it holds whatever owners send, it is never lost, and what it withholds nobody finds."""

import pytest

from syncd.errors import CurationRefusedError, NotFoundError
from syncd.index.build import rebuild
from syncd.index.follow import Follower
from syncd.index.front import Row
from syncd.index.question import Question
from syncd.index.search import Search
from syncd.model.curated import By
from syncd.store import curation, removal
from syncd.store.engine import reading, transaction
from tests.offered import Offering

WHY = "Salah jenis"


@pytest.fixture
def balai(engine):
    balai = Offering(engine)
    balai.put(1, "Satu", competency="teknis", jp_hundredths=300)
    balai.put(2, "Dua")
    return balai


@pytest.fixture
def market(engine, balai, tmp_path):
    rebuild(engine, tmp_path / "index")
    follower, search = Follower(engine, tmp_path / "index"), Search(tmp_path / "index")
    follower.once()

    def found(**choices):
        follower.once()
        hits = search.find(Question(choices={name: (value,) for name, value in choices.items()})).hits
        return {hit.card.course["title"]: hit.card.course for hit in hits}

    yield found
    search.close()


def say(balai, course=1, why=WHY, **values):
    with transaction(balai.engine) as conn:
        curation.say(conn, balai.id, course, values, By("petugas", why, 5))


def test_lans_word_goes_before_the_owners_and_stays_when_the_owner_sends_the_course_again(market, balai):
    assert market()["Satu"]["competency"] == "teknis"
    say(balai, competency="manajerial", jp_hundredths="450")
    assert market(competency="manajerial").keys() == {"Satu"}
    balai.put(1, "Satu Baru", competency="teknis", jp_hundredths=100)
    course = market()["Satu Baru"]
    assert (course["competency"], course["jp_hundredths"]) == ("manajerial", 450)
    say(balai, competency=None)
    course = market()["Satu Baru"]
    assert (course["competency"], course["jp_hundredths"]) == ("teknis", 450)


def test_what_is_withheld_is_found_by_nobody_until_it_is_given_back(market, balai, engine, tmp_path):
    say(balai, withheld="1")
    assert market().keys() == {"Dua"}
    balai.put(1, "Satu Lagi")
    assert market().keys() == {"Dua"}
    rebuild(engine, tmp_path / "index")
    assert market().keys() == {"Dua"}
    say(balai, withheld=None)
    assert market().keys() == {"Satu Lagi", "Dua"}


def test_everything_that_was_ever_said_is_in_the_log_with_who_when_and_why(balai, engine):
    say(balai, competency="manajerial")
    say(balai, competency=None, why="Ternyata benar")
    with reading(engine) as conn:
        said = [(one.field, one.value, one.by) for one in curation.log(conn, balai.id, 1)]
        assert curation.current(conn, balai.id) == []
    assert said == [
        ("competency", None, By("petugas", "Ternyata benar", 5)),
        ("competency", "manajerial", By("petugas", WHY, 5)),
    ]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"competency": "lain"}, WHY),
        ({"jp_hundredths": "-1"}, WHY),
        ({"jp_hundredths": "1.5"}, WHY),
        ({"jp_hundredths": "9" * 30}, WHY),
        ({"withheld": "0"}, WHY),
        ({"topic": "Sihir"}, WHY),
        ({"featured": "2026-12-31"}, WHY),
        ({"featured": "9" * 30}, WHY),
        ({"comparison": "A"}, WHY),
        ({"title": "Lain"}, WHY),
        ({"competency": "teknis"}, "  "),
        ({"competency": "teknis"}, "x" * 501),
        ({"competency": "teknis"}, "dua\nbaris"),
        ({"competency": "teknis"}, "setengah \ud800"),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_beside_it_is_written(balai, engine, values, why):
    with pytest.raises(CurationRefusedError):
        say(balai, why=why, **{"withheld": "1"} | values)
    with reading(engine) as conn:
        assert curation.log(conn, balai.id, 1) == []


@pytest.mark.parametrize(
    ("values", "why", "says"),
    [
        ({"competency": "teknis"}, "", "say why in 1 to 500 characters, all of which can be seen: the owner reads it"),
        ({"title": "Lain"}, WHY, "LAN may set: competency, jp_hundredths, topic, featured, withheld"),
    ],
)
def test_the_refusal_says_what_is_possible(balai, values, why, says):
    with pytest.raises(CurationRefusedError) as caught:
        say(balai, why=why, **values)
    assert str(caught.value) == says


def test_a_reason_may_have_five_hundred_characters(balai, engine):
    say(balai, why="x" * 500, withheld="1")
    with reading(engine) as conn:
        assert [one.by.why for one in curation.log(conn, balai.id, 1)] == ["x" * 500]


def test_a_course_that_is_not_there_or_only_at_another_tenant_is_named(balai, engine):
    Offering(engine).put(99, "Di tempat lain")
    with pytest.raises(NotFoundError, match=r"^this tenant has no course 99$"):
        say(balai, course=99, competency="teknis")


def test_what_holds_now_is_told_newest_first_of_one_tenant_or_of_all(balai, engine):
    other = Offering(engine)
    other.put(1, "Satu di tempat lain")
    say(balai, competency="manajerial", jp_hundredths="300")
    say(other, withheld="1")
    say(balai, course=2, withheld="1")
    say(balai, competency="teknis")
    say(balai, jp_hundredths=None)
    with reading(engine) as conn:
        told = [(one.course, one.field, one.value) for one in curation.current(conn, balai.id)]
        assert told == [(1, "competency", "teknis"), (2, "withheld", 1)]
        assert [one.field for one in curation.current(conn, balai.id, 1)] == ["competency"]
        everywhere = [(slug, one.course, one.field, one.value, one.by) for slug, one in curation.everywhere(conn)]
        log = [one.course for one in curation.log(conn, balai.id, 2)]
        spoken = curation.of_tenant(conn, balai.id)
    by = By("petugas", WHY, 5)
    assert everywhere == [
        (balai.row.slug, 1, "competency", "teknis", by),
        (balai.row.slug, 2, "withheld", 1, by),
        (other.row.slug, 1, "withheld", 1, by),
    ]
    assert log == [2]
    assert {course: one.values for course, one in spoken.items()} == {1: {"competency": "teknis"}, 2: {"withheld": 1}}
    assert spoken[1].version > spoken[2].version, "the course that was spoken of last"


def test_two_words_about_one_course_hold_together_until_one_is_taken_back(balai, engine):
    versions = []
    for values in ({"withheld": "1"}, {"competency": "manajerial"}, {"jp_hundredths": "300"}, {"withheld": None}):
        say(balai, **values)
        with reading(engine) as conn:
            spoken = curation.of_tenant(conn, balai.id)[1]
        versions.append(spoken.version)
    assert spoken.values == {"competency": "manajerial", "jp_hundredths": 300}
    assert versions == sorted(set(versions)), "it grows whenever LAN speaks"


def test_one_tenants_courses_are_not_anothers_and_a_tenant_that_leaves_takes_the_word_with_it(balai, engine):
    other = Offering(engine)
    other.put(1, "Satu di tempat lain")
    say(balai, competency="manajerial")
    with reading(engine) as conn:
        assert curation.of_tenant(conn, other.id) == {}
        assert [slug for slug, _one in curation.everywhere(conn)] == [balai.row.slug]
    removal.remove(engine, balai.id)
    with reading(engine) as conn:
        assert curation.everywhere(conn) == []


def test_lans_topic_is_a_facet_and_what_it_features_is_a_row_until_its_time(market, balai, tmp_path):
    say(balai, topic="Kearsipan", featured="2000000000")
    assert market(topic="Kearsipan").keys() == {"Satu"}
    for now, titles in ((1_900_000_000, ["Satu"]), (2_000_000_001, [])):
        search = Search(tmp_path / "index", lambda now=now: now)
        assert [one.card.course["title"] for one in search.featured(Row(6, 2))] == titles
        assert search.find(Question()).facets["topic"] == {"Kearsipan": 1}
        search.close()
    say(balai, topic=None, featured=None)
    assert market(topic="Kearsipan") == {}
