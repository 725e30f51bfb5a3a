"""`syncd search` and `syncd index`: what is offered is found on a terminal, and every mistake is one sentence and an exit code."""

import pytest

from syncd.index.folder import IndexFolder
from tests.offered import Offering


@pytest.fixture
def offering(syncd):
    engine = syncd.runtime.engine
    offering = Offering(engine, "Badan Arsip")
    offering.put(1, "Arsip Dinamis", summary="Menata berkas.", minutes=5, jp_hundredths=150, competency="teknis", level="dasar")
    offering.put(2, "Arsip Statis", minutes=90)
    offering.put(3, "Arsip Rahasia", audience="agency")
    offering.badge(1, 1)
    yield offering
    engine.dispose()


@pytest.fixture
def indexed(syncd, offering):
    syncd("index", "rebuild")
    return offering


def test_without_an_index_the_command_says_how_to_make_one(syncd):
    for command in (("search", "arsip"), ("index", "status"), ("index", "follow", "--once")):
        syncd(*command, code=69)
        assert "syncd index rebuild" in syncd.complaint


def test_a_rebuild_says_what_can_be_found(syncd, offering):
    assert "3 courses of 1 tenants can be found." in syncd("index", "rebuild")
    assert syncd.json("index", "rebuild")["courses"] == 3


def test_hits_are_shown_with_their_facts_and_the_words_marked(syncd, indexed):
    said = syncd("search", "berkas")
    assert said.startswith("1 courses.")
    assert "Badan Arsip · Balai Uji · 5 min · 1.5 JP · teknis · dasar · badge" in said
    assert "Menata [berkas]." in said
    assert "minutes: 5 1, 10 1, 60 1" in said


def test_options_choose_sort_and_page(syncd, indexed):
    found = syncd.json(
        "search", "arsip", "--minutes", "10", "--choose", "badge=yes", "--agency", "Badan Arsip", "--competency", "teknis"
    )
    assert [hit["card"]["course"]["title"] for hit in found["hits"]] == ["Arsip Dinamis"]
    first = syncd.json("search", "--sort", "title", "--limit", "1")
    assert first["hits"][0]["card"]["course"]["title"] == "Arsip Dinamis"
    second = syncd.json("search", "--sort", "title", "--limit", "1", "--cursor", first["cursor"])
    assert [hit["card"]["course"]["title"] for hit in second["hits"]] == ["Arsip Statis"]
    assert second["cursor"] is None
    assert "More: --cursor" in syncd("search", "--limit", "1")
    assert syncd.json("search", "arsip", "--of-agency", "Badan Arsip")["total"] == 3


def test_signs_without_a_word_are_told_to_be_none_and_find_nothing(syncd, indexed):
    assert "There is no word in this to look for" in syncd("search", "???")
    assert syncd.json("search", "???")["total"] == 0
    assert syncd.json("search")["total"] == 2


def test_an_explanation_follows_each_hit(syncd, indexed):
    assert "berkas in about_stem, as in 1 courses" in syncd("search", "berkas", "--explain")
    found = syncd.json("search", "berkas", "--explain")
    assert found["hits"][0]["reasons"][0]["worth"] > 0


def test_a_mistyped_word_is_named(syncd, indexed):
    assert "shown is: dinamis" in syncd("search", "dinamiss")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a" * 501,), "more than 500 characters"),
        (("arsip", "--minutes", "7"), "known are: 1, 5, 10, 60, longer, unknown"),
        (("arsip", "--choose", "colour=red"), "There is no such facet"),
        (("arsip", "--choose", "level"), "FACET=VALUE"),
        (("arsip", "--cursor", "x"), "does not belong to this question"),
        (("arsip\x1b[31m",), "control characters"),
    ],
)
def test_a_bad_question_is_one_sentence_and_exit_code_2(syncd, indexed, arguments, said):
    syncd("search", *arguments, code=2)
    assert said in syncd.complaint


def test_status_compares_the_index_with_the_store_and_follow_mends_it(syncd, indexed):
    assert syncd.json("index", "status")["differing"] == 0
    indexed.put(4, "Arsip Baru")
    assert syncd.json("index", "status", code=1)["differing"] == 1
    assert "1 courses written, 0 taken out." in syncd("index", "follow", "--once")
    assert syncd.json("index", "follow", "--once") == {"put": 0, "out": 0}
    assert "courses     4" in syncd("index", "status")


def test_a_build_beside_another_is_refused_as_held(syncd, indexed):
    with IndexFolder(syncd.runtime.settings.index.folder).building():
        syncd("index", "rebuild", code=75)
    assert "try again later" in syncd.complaint
