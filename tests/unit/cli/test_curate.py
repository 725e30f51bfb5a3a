"""`syncd curate …`: LAN's word about a course is written, shown and taken back, and every mistake is one sentence and an exit code."""

import pytest

from tests.offered import Offering

WHY = ("--why", "Salah jenis")


@pytest.fixture
def slug(syncd):
    engine = syncd.runtime.engine
    offering = Offering(engine, "Badan Arsip")
    offering.put(1, "Arsip Dinamis", competency="teknis")
    yield offering.row.slug
    engine.dispose()


def test_what_is_set_is_listed_logged_and_taken_back(syncd, slug):
    assert "LAN has set nothing." in syncd("curate", "list")
    assert "jp_hundredths" in syncd("curate", "set", slug, "1", "--competency", "manajerial", "--jp", "2.5", *WHY)
    listed = {one["field"]: one for one in syncd.json("curate", "list", slug)}
    assert {name: one["value"] for name, one in listed.items()} == {"competency": "manajerial", "jp_hundredths": 250}
    assert listed["competency"]["why"] == "Salah jenis"
    assert syncd.json("curate", "clear", slug, "1", "jp_hundredths", "--why", "Keberatan diterima")[0]["field"] == "competency"
    assert len(syncd.json("curate", "log", slug, "1")) == 3
    assert "Salah jenis" in syncd("curate", "list")


def test_a_withheld_course_is_found_no_more(syncd, slug):
    syncd("curate", "withhold", slug, "1", *WHY)
    assert "0 courses of 1 tenants can be found." in syncd("index", "rebuild")
    syncd("curate", "clear", slug, "1", "withheld", *WHY)
    assert "1 courses of 1 tenants can be found." in syncd("index", "rebuild")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("set", "{}", "1", *WHY), 2, "name what to set"),
        (("set", "{}", "1", "--competency", "lain", *WHY), 2, "teknis, manajerial, sosial_kultural"),
        (("set", "{}", "1", "--jp", "2", "--why", " "), 2, "say why"),
        (("clear", "{}", "1", "title", *WHY), 2, "LAN may set"),
        (("withhold", "{}", "99", *WHY), 1, "no course 99"),
        (("withhold", "tidak-ada", "1", *WHY), 1, "tidak-ada"),
    ],
)
def test_a_mistake_is_one_sentence(syncd, slug, arguments, code, said):
    syncd("curate", *(one.format(slug) for one in arguments), code=code)
    assert said in syncd.complaint
