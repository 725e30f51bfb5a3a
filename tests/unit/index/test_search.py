"""Who looks for a course finds it: by its words, its agency, its facets, in the order asked for, page by page."""

from dataclasses import asdict
from itertools import pairwise

import pytest

from syncd.errors import IndexMissingError, NotFoundError, QuestionRefusedError
from syncd.index import facets
from syncd.index.question import Question, Sort
from syncd.index.snippet import Part
from syncd.model.enrolling import Door, door
from tests.offered import Offering
from tests.unit.index.conftest import NOW

DAY = 86_400


def test_before_an_index_is_made_who_asks_is_told_how(market):
    with pytest.raises(IndexMissingError, match="syncd index rebuild"):
        market.find("arsip")


def test_an_empty_store_is_searched_and_nothing_is_found(market):
    market.index()
    found = market.find("arsip")
    assert (found.hits, found.total, found.cursor) == ([], 0, None)
    assert market.find().total == 0


def test_a_word_of_title_summary_category_and_agency_finds_the_course(market):
    balai = market.offering("Badan Kepegawaian", "Balai Sungai")
    key = balai.put(1, "Arsip Dinamis", summary="Menata berkas kantor.", category="Kearsipan / Dasar")
    balai.put(2, "Lain")
    market.index()
    for word in ("arsip", "ARSIP", "dinamis", "berkas", "kearsipan"):
        assert [hit.key for hit in market.find(word).hits] == [key]
    assert market.find("kepegawaian").total == market.find("sungai").total == 2


def test_titles_are_worth_more_than_agencies_and_these_more_than_summaries(market):
    market.offering("Badan Siber").put(1, "Lain satu")
    market.offering("Badan Uji").put(1, "Lain dua", summary="siber")
    market.offering("Badan Uji").put(1, "Siber")
    market.index()
    assert market.titles("siber") == ["Siber", "Lain satu", "Lain dua"]


def test_two_words_must_both_be_there_and_of_more_some_may_be_missing(market):
    market.offering().put_many(["Arsip Dinamis", "Arsip Statis", "Surat Dinas"])
    market.index()
    assert market.titles("arsip statis") == ["Arsip Statis"]
    assert market.titles("arsip statis kantor") == ["Arsip Statis"]
    assert market.titles("bagaimana menata surat saya") == ["Surat Dinas"]


def test_what_only_the_own_agency_may_see_is_found_for_that_agency_alone(market):
    market.offering("Badan A").put(1, "Rahasia A", audience="agency")
    market.offering("Badan B").put(1, "Rahasia B", audience="agency")
    market.offering("*").put(1, "Rahasia C", audience="agency")
    key = market.offering("Badan A").put(2, "Terbuka rahasia")
    market.index()
    assert market.titles("rahasia") == ["Terbuka rahasia"]
    assert sorted(market.titles("rahasia", agency="Badan A")) == ["Rahasia A", "Terbuka rahasia"]
    assert market.titles("rahasia", agency="=Badan A") == ["Terbuka rahasia"]
    everything = market.find()
    assert everything.total == 1
    assert everything.facets["agency"] == {"Badan A": 1}
    assert market.search.suggestions(Question("rah")) == ["Terbuka rahasia"]
    assert market.search.similar(key) == []


def test_a_word_that_only_others_may_see_is_mended_as_if_it_stood_nowhere(market):
    market.offering("Badan A").put(1, "Pengadaen", audience="agency")
    market.offering("Badan B").put(1, "Pengadaan")
    market.index()
    assert market.find("pengadaen").meant == "pengadaan"
    assert market.find("pengadaan").meant is None
    assert market.find("pengadaen", agency="Badan A").meant is None


def test_a_word_of_a_course_that_was_hidden_or_taken_out_is_offered_to_nobody_any_more(market):
    owner = market.offering("Badan A")
    # So many others that the index keeps what was taken out until it has time to write its files anew.
    owner.put_many([f"Pelatihan {number}" for number in range(200)])
    owner.put(500, "Operasi Zirkonium")
    market.index()
    assert market.find("zirkonum").meant == "zirkonium"
    owner.put(500, "Operasi Zirkonium", audience="agency")
    market.index()
    assert [market.find("zirkonum", agency=agency).meant for agency in (None, "Badan B")] == [None, None]
    owner.take_out(500)
    market.index()
    assert [market.find("zirkonum", agency=agency).meant for agency in (None, "Badan A")] == [None, None]


def facets_of(market, text="", **question):
    return {
        name: {value: count for value, count in values.items() if count}
        for name, values in market.find(text, **question).facets.items()
    }


def test_every_facet_counts_the_hits_of_each_of_its_values(market):
    balai = market.offering("Badan A")
    balai.put(1, "Satu", minutes=1, jp_hundredths=100, competency="teknis", format="mandiri", level="dasar", language="EN_us")
    balai.put(
        2,
        "Dua",
        topics="Arsip\nKantor",
        minutes=8,
        jp_hundredths=2500,
        competency="teknis",
        format="sinkron",
        starts=NOW + DAY,
        self_enrol=0,
    )
    market.offering("Badan B").put(1, "Tiga", minutes=61, topics="Arsip")
    balai.badge(7, 2)
    balai.badge(8, 1, status="inactive")
    market.index()
    assert facets_of(market) == {
        "agency": {"Badan A": 2, "Badan B": 1},
        "tenant": {balai.row.slug: 2, market.find("tiga").hits[0].card.tenant: 1},
        "competency": {"teknis": 2},
        "minutes": {"1": 1, "5": 1, "10": 2, "60": 2, "longer": 1},
        "jp": {"1": 1, "3": 1, "10": 1, "20": 1, "longer": 1, "unknown": 1},
        "format": {"mandiri": 1, "sinkron": 1},
        "level": {"dasar": 1},
        "language": {"id": 2, "en": 1},
        "topic": {"Arsip": 2, "Kantor": 1},
        "badge": {"yes": 1},
        "stars": {"unrated": 3},
        "open": {"yes": 2},
        "soon": {"yes": 1},
    }


def test_each_facet_is_counted_without_its_own_choice_and_with_all_others(market):
    a, b = market.offering("Badan A"), market.offering("Badan B")
    a.put(1, "Satu", level="dasar", competency="teknis")
    a.put(2, "Dua", level="lanjut", competency="teknis", self_enrol=0)
    b.put(1, "Tiga", level="dasar", competency="manajerial")
    market.index()
    for choices in (
        {"level": ("dasar",)},
        {"level": ("dasar",), "agency": ("Badan A",)},
        {"open": ("yes",), "agency": ("Badan A",)},
    ):
        found = market.find(choices=choices).facets
        for name in facets.NAMES:
            others = {other: values for other, values in choices.items() if other != name}
            for value, count in found[name].items():
                assert count == market.find(choices=others | {name: (value,)}).total, (choices, name, value)
    assert market.find(choices={"level": ("dasar", "lanjut")}).total == 3
    assert market.find(choices={"level": ()}).total == 3


ENROLLING = [
    {},
    {"self_enrol": 0},
    {"places": 0},
    {"places": 3, "enrol_until": NOW},
    {"enrol_from": NOW + 1},
    {"enrol_from": NOW, "enrol_until": NOW + 5},
    {"enrol_until": NOW - 1},
    {"enrol_from": NOW - 9, "self_enrol": 0},
    {"enrol_from": 0},
]


@pytest.mark.parametrize("later", [-10, -1, 0, 1, 5, 6, 10**6])
def test_open_is_decided_when_somebody_asks_and_as_everywhere_else(market, later):
    market.offering().put_many([])
    balai = market.offering()
    for number, values in enumerate(ENROLLING, 1):
        balai.put(number, f"Kursus {number}", **values)
    market.index()
    market.now_s = NOW + later
    found = market.find(choices={"open": ("yes",)}, size=50)
    everything = market.find(size=50)
    doors = {hit.key: door(hit.card.course, market.now_s) for hit in everything.hits}
    assert {hit.key for hit in found.hits} == {key for key, one in doors.items() if one is Door.OPEN}
    assert everything.facets["open"]["yes"] == found.facets["open"]["yes"] == found.total


def test_what_starts_soon_starts_within_thirty_days_of_the_question(market):
    balai = market.offering()
    for number, starts in enumerate((NOW - 1, NOW, NOW + 30 * DAY, NOW + 30 * DAY + 1, None), 1):
        balai.put(number, f"Kursus {number}", starts=starts)
    market.index()
    found = market.find(choices={"soon": ("yes",)}, sort=Sort.TITLE)
    assert [hit.card.course["id"] for hit in found.hits] == [2, 3]
    assert found.facets["soon"]["yes"] == 2


def test_hits_are_sorted_by_age_title_and_minutes(market):
    balai = market.offering()
    balai.put(1, "beta", created=30, minutes=None)
    balai.put(2, "Alfa", created=10, minutes=9)
    balai.put(3, "Gama", created=20, minutes=2)
    market.index()
    assert market.titles(sort=Sort.NEWEST) == market.titles() == ["beta", "Gama", "Alfa"]
    assert market.titles(sort=Sort.TITLE) == ["Alfa", "beta", "Gama"]
    assert market.titles(sort=Sort.MINUTES) == ["Gama", "Alfa", "beta"]


def test_a_course_from_the_future_is_no_newer_than_one_that_came_after_it(market):
    market.offering().put(1, "Dari masa depan", created=2**40)
    market.offering().put(1, "Lama", created=NOW - DAY)
    Offering(market.engine, came_ms=(NOW + 60) * 1000).put(1, "Baru", created=NOW + 30)
    market.index()
    assert market.titles() == ["Baru", "Dari masa depan", "Lama"]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["", "kursus"])
def test_pages_show_every_hit_once_also_where_all_are_alike(market, sort, text):
    for _ in range(3):
        market.offering().put_many(["Kursus Sama"] * 20)
    market.index()
    found = market.pages(text, sort=sort, size=7)
    assert len(found) == len(set(found)) == 60
    assert found == market.pages(text, sort=sort, size=25)


@pytest.mark.parametrize("sort", Sort)
def test_what_comes_and_goes_between_two_pages_repeats_and_hides_no_other(market, sort):
    balai, other = market.offering(), market.offering()
    balai.put_many([f"Kursus {number:02}" for number in range(1, 41)], minutes=5)
    market.index()
    first = market.find("kursus", sort=sort, size=10)
    seen = [hit.key for hit in first.hits]
    # The course at which the page ended goes, and others come before and after it.
    balai.take_out(int(seen[-1].partition("/")[2]), int(seen[3].partition("/")[2]))
    for number in range(1, 30):
        other.put(number, f"Kursus {number:02} baru" if number % 2 else f"Aa kursus {number}", created=number, minutes=number)
    market.index()
    cursor = first.cursor
    while cursor:
        page = market.find("kursus", sort=sort, size=10, cursor=cursor)
        seen += [hit.key for hit in page.hits]
        cursor = page.cursor
    assert len(seen) == len(set(seen))
    assert {f"{balai.id}/{number}" for number in range(1, 41)} <= set(seen)


def test_a_cursor_of_another_question_is_refused(market):
    market.offering().put_many(["Kursus"] * 5)
    market.index()
    cursor = market.find("kursus", size=2).cursor
    for other in ({"sort": Sort.TITLE}, {"agency": "Badan A"}, {"choices": {"level": ("dasar",)}}):
        with pytest.raises(QuestionRefusedError) as refused:
            market.find("kursus", size=2, cursor=cursor, **other)
        assert refused.value.part == "cursor"
    assert market.find("kursus", size=3, cursor=cursor).hits


def test_the_words_looked_for_are_marked_and_nothing_is_html(market):
    market.offering().put(
        1, "Arsip <b>arsip</b> & arsipku", summary="<script>" + "isi " * 100 + "tentang arsip di sini " + "isi " * 100
    )
    market.index()
    hit = market.find("arsip").hits[0]
    assert [part.text for part in hit.title if part.hit] == ["Arsip", "arsip", "arsipku"]
    assert "".join(part.text for part in hit.title) == "Arsip <b>arsip</b> & arsipku"
    assert Part("arsip", hit=True) in hit.summary
    assert sum(len(part.text) for part in hit.summary) <= 210
    unmarked = market.find().hits[0]
    assert unmarked.title == (Part("Arsip <b>arsip</b> & arsipku"),)


def test_titles_are_suggested_from_the_beginnings_of_words(market):
    market.offering().put_many(["Arsip Dinamis", "Dinamika Kelompok", "arsip dinamis", "Surat Dinas"])
    market.index()
    assert (
        sorted(market.search.suggestions(Question("dina"))) == ["Arsip Dinamis", "Dinamika Kelompok", "Surat Dinas"]
        or len(market.search.suggestions(Question("dina"))) == 3
    )
    assert [one.casefold() for one in market.search.suggestions(Question("din ars"))] == ["arsip dinamis"]
    assert market.search.suggestions(Question("")) == market.search.suggestions(Question("zzz")) == []


def test_similar_courses_share_words_and_the_course_itself_is_not_among_them(market):
    for _ in range(3):
        market.offering().put_many(["Pengadaan Barang dan Jasa", "Pidato", "Kebun", "Sungai", "Gunung"])
    market.index()
    hit = market.find("pengadaan").hits[0]
    found = market.search.similar(hit.key)
    assert [card.course["title"] for card in found] == ["Pengadaan Barang dan Jasa"] * 2
    assert hit.card not in found


def test_similar_answers_alike_for_what_is_not_there_and_what_may_not_be_seen(market):
    key = market.offering("Badan A").put(1, "Rahasia", audience="agency")
    market.index()
    said = []
    for unknown in (key, "9999/1", "x", ""):
        with pytest.raises(NotFoundError) as refused:
            market.search.similar(unknown, "Badan B")
        said.append(str(refused.value))
    assert len(set(said)) == 1
    assert market.search.similar(key, "Badan A") == []


def test_an_explanation_names_what_each_match_was_worth(market):
    key = market.offering().put(1, "Arsip Dinamis", summary="arsip")
    market.offering().put(2, "Lain")
    market.index()
    found = market.search.explain(Question("arsip"), key)
    assert {(one.form, one.field) for one in found} == {
        ("arsip", name) for name in ("title", "title_stem", "about", "about_stem")
    }
    assert all(one.worth >= other.worth for one, other in pairwise(found))
    assert asdict(found[0])["courses"] == 1
    assert market.search.explain(Question("arsip"), "0/0") == []


def test_among_equals_courses_in_the_readers_language_come_first(market):
    balai = market.offering()
    for number in range(1, 9):
        balai.put(number, "Data", language="en" if number % 2 else "id")
    market.index()
    assert {hit.card.course["language"] for hit in market.find("data", language="en").hits[:4]} == {"en"}
    assert {hit.card.course["language"] for hit in market.find("data", language="id").hits[:4]} == {"id"}
