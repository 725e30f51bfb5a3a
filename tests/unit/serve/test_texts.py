"""Words, numbers, ages and times of the status page."""

import pytest

from syncd.serve.pages import texts


def test_both_languages_have_the_same_words():
    assert texts.TEXTS["id"].keys() == texts.TEXTS["en"].keys()
    same = {key for key in texts.TEXTS["id"] if texts.TEXTS["id"][key] == texts.TEXTS["en"][key]}
    assert same == {"tenant"}  # a word of both


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (None, "belum pernah", "never"),
        (0, "baru saja", "just now"),
        (59, "baru saja", "just now"),
        (60, "1 menit lalu", "1 minute ago"),
        (7199, "1 jam lalu", "1 hour ago"),
        (172_800, "2 hari lalu", "2 days ago"),
    ],
)
def test_ages_are_written_in_one_unit(seconds, indonesian, english):
    assert (texts.age(seconds, "id"), texts.age(seconds, "en")) == (indonesian, english)


def test_moments_are_written_in_the_capitals_time():
    assert texts.moment(1_795_480_000_000, "id") == "24 Nov 2026, 07.26.40 WIB"
    assert texts.moment(1_795_480_000_000, "en") == "24 Nov 2026, 07:26:40 WIB"
