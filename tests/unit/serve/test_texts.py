"""Words, numbers, ages and times of the status page."""

import re

import pytest

from syncd.model.curated import BESIDE
from syncd.model.kinds import KINDS
from syncd.serve.pages import texts
from syncd.validate import page
from tests.architecture.tree import REPOSITORY


def test_both_languages_have_the_same_words():
    assert texts.TEXTS["id"].keys() == texts.TEXTS["en"].keys()
    same = {key for key in texts.TEXTS["id"] if texts.TEXTS["id"][key] == texts.TEXTS["en"][key]}
    assert same == {"tenant"}  # a word of both


def test_every_reason_and_column_of_a_refused_row_has_a_word():
    assert texts.REASONS.keys() == {*page._REASONS.values(), "not_a_hash"}
    assert texts.COLUMNS.keys() == {name for kind in KINDS.values() for name in kind.column_names}
    assert texts.refusal("kelak", "nanti", "id") == ("kelak", "nanti")


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_lan_and_the_tenant_admin_read_the_same_words_about_a_refused_row(language):
    file = REPOSITORY / f"moodle-plugins/local_asnunggul/lang/{language}/local_asnunggul.php"
    plugin = dict(
        re.findall(r"^\$string\['((?:reason|column)_\w+)'\] = '(.*)';$", file.read_text(encoding="utf-8"), re.MULTILINE)
    )
    ours = {
        f"{prefix}_{name}": words[texts.LANGUAGES.index(language)]
        for prefix, table in (("reason", texts.REASONS), ("column", texts.COLUMNS))
        for name, words in table.items()
    }
    # What LAN says of a course is no column of its row.
    lans = {f"column_{name}" for name in BESIDE}
    assert lans < plugin.keys()
    assert ours == {key: text.replace("\\'", "'") for key, text in plugin.items() if key not in lans}


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
