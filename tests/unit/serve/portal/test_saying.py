"""How the portal says things, and that all its words are in its tables."""

import re
from pathlib import Path

import pytest

from syncd.index.facets import CLOSED
from syncd.index.question import Sort
from syncd.model.kinds import COURSE, MAX_INT, MAX_TIME
from syncd.serve.pages.portal.card import initials
from syncd.serve.pages.portal.saying import SAYINGS
from syncd.serve.pages.portal.texts import ORDERS, TEXTS
from syncd.serve.pages.portal.values import VALUES

TEMPLATES = Path(__file__).parents[4] / "syncd/serve/pages/portal/templates"
NOW = 1_800_000_000
INDONESIAN, ENGLISH = SAYINGS["id"], SAYINGS["en"]


def course(**values: object) -> dict[str, object]:
    return dict.fromkeys(COURSE.column_names) | {"self_enrol": 1} | values


def test_both_languages_have_the_same_words_and_none_is_hidden_by_a_name_of_the_table_itself():
    assert TEXTS["id"].keys() == TEXTS["en"].keys()
    same = {key for key in TEXTS["id"] if TEXTS["id"][key] == TEXTS["en"][key]}
    assert same == {"jp"}
    assert not [key for key in TEXTS["id"] if hasattr(dict, key)]
    for key, text in TEXTS["id"].items():
        assert re.findall(r"{\w*}", text) == re.findall(r"{\w*}", TEXTS["en"][key])


def test_every_value_that_can_be_chosen_and_every_order_has_words():
    assert VALUES.keys() == {(name, value) for name, values in CLOSED.items() for value in values}
    assert ORDERS.keys() == set(Sort)


@pytest.mark.parametrize("file", sorted(TEMPLATES.iterdir()), ids=lambda file: file.name)
def test_no_text_stands_in_a_template(file):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = text.replace(' lang=""', "")  # made by a macro, outside of any element
    for attribute in re.findall(r'(?:aria-label|alt|title|placeholder|value)="([^"]*)"', text):
        assert not re.search(r"[^\W\d_]", attribute)
    assert not re.search(r"[^\W\d_]", re.sub(r"<[^>]*>", "", text))


@pytest.mark.parametrize(
    ("minutes", "indonesian", "english"),
    [
        (0, "0 menit", "0 minutes"),
        (1, "1 menit", "1 minute"),
        (90, "90 menit", "90 minutes"),
        (91, "1 jam 31 menit", "1 hour 31 minutes"),
        (120, "2 jam", "2 hours"),
    ],
)
def test_long_times_are_said_in_hours(minutes, indonesian, english):
    assert (INDONESIAN.minutes(minutes), ENGLISH.minutes(minutes)) == (indonesian, english)


@pytest.mark.parametrize(
    ("values", "indonesian", "english"),
    [
        ({}, "Pendaftaran dibuka", "Enrolment is open"),
        (
            {"enrol_until": NOW + 60},
            "Pendaftaran dibuka sampai 15 Januari 2027, 15.01 WIB",
            "Enrolment is open until 15 January 2027, 15:01 WIB",
        ),
        (
            {"enrol_from": NOW + 60},
            "Pendaftaran dibuka mulai 15 Januari 2027, 15.01 WIB",
            "Enrolment opens on 15 January 2027, 15:01 WIB",
        ),
        ({"enrol_until": NOW - 1}, "Pendaftaran sudah ditutup", "Enrolment has closed"),
        ({"places": 0}, "Tidak ada sisa tempat", "No places are left"),
        ({"self_enrol": 0}, "Peserta didaftarkan oleh penyelenggara", "The owner enrols learners"),
        ({"enrol_until": MAX_TIME}, "Pendaftaran dibuka", "Enrolment is open"),
        ({"enrol_from": MAX_TIME}, "Pendaftaran belum dibuka", "Enrolment is not open yet"),
    ],
)
def test_the_door_is_said_with_the_moment_at_which_it_changes_if_a_calendar_has_it(values, indonesian, english):
    assert (INDONESIAN.door(course(**values), NOW), ENGLISH.door(course(**values), NOW)) == (indonesian, english)


def test_places_are_said_only_while_one_can_take_one():
    assert INDONESIAN.places(course(places=1234), NOW) == "1.234 sisa tempat"
    assert INDONESIAN.places(course(), NOW) is None
    assert INDONESIAN.places(course(places=3, enrol_until=NOW - 1), NOW) is None


def test_no_value_of_the_contract_is_too_large_to_be_said():
    assert INDONESIAN.day(MAX_TIME) is None
    assert ENGLISH.minutes(MAX_INT)
    assert INDONESIAN.credited(MAX_INT)


def test_values_that_no_table_has_stand_for_themselves():
    assert INDONESIAN.value("agency", "Badan X") == "Badan X"
    assert (INDONESIAN.value("language", "en"), ENGLISH.value("language", "id")) == ("Inggris", "Indonesian")
    assert INDONESIAN.value("language", "xx") == "xx"


@pytest.mark.parametrize(
    ("agency", "letters"),
    [("Kementerian Keuangan", "KK"), ("Arsip Nasional Republik Indonesia", "AN"), ("LAN", "L"), ("!?", ""), ("", "")],
)
def test_an_agency_without_a_logo_has_letters(agency, letters):
    assert initials(agency) == letters
