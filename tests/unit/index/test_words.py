"""How a text is taken apart into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.index.words import LONGEST, Word, normal, words

pytestmark = pytest.mark.timeout(60)


def forms(text: str) -> list[str]:
    return [word.text for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pelatihan Kepemimpinan", ["pelatihan", "kepemimpinan"]),
        ("PKA, SKP dan SPBE", ["pka", "skp", "dan", "spbe"]),
        ("\uff30\uff2b\uff21", ["pka"]),
        ("anak-anak", ["anak"]),
        ("Dasar-Dasar Hukum", ["dasar", "hukum"]),
        ("undang-undang", ["undang"]),
        ("perundang-undangan", ["perundang", "undangan"]),
        ("kesalahan\u2010kesalahan", ["kesalahan"]),
        ("e-learning", ["elearning"]),
        ("elearning", ["elearning"]),
        ("S-1", ["s1"]),
        ("K3 dan 5R", ["k3", "dan", "5r"]),
        ("Revolusi Industri 4.0.", ["revolusi", "industri", "4.0"]),
        ("UU No.5/2014", ["uu", "no", "5", "2014"]),
        ("2020-2020", ["2020", "2020"]),
        ("COVID-19", ["covid", "19"]),
        ("Jum'at, Jum\u2019at, JUM\u02bcAT", ["jumat", "jumat", "jumat"]),
        ("'kutipan'", ["kutipan"]),
        ("co\u00ador\u00addinasi", ["coordinasi"]),
        ("e\u0301tude \u00e9tude", ["\u00e9tude", "\u00e9tude"]),
        ("pelayanan\u200b publik\ufeff", ["pelayanan", "publik"]),
        ("C++ & C#", ["c", "c"]),
        ("-- '' ...  \x00\ud800", []),
        ("ꦄꦤꦏ꧀ 学习", ["ꦄꦤꦏ꧀", "学习"]),
    ],
)
def test_a_text_becomes_words_in_their_normal_form(text, expected):
    assert forms(text) == expected


def test_each_word_says_where_it_stands():
    assert words("Yth. anak-anak, e-Office!") == [
        Word("yth", 0, 3),
        Word("anak", 5, 14),
        Word("eoffice", 16, 24),
    ]


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_can_be_taken_apart_and_the_places_are_right(text):
    place = 0
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.start >= place, "words do not overlap"
        place = word.end
        assert word.text
        assert len(word.text) <= LONGEST
        assert words(text[word.start : word.end])[0].text == word.text, text[word.start : word.end]


@given(st.text(alphabet="aB1-'\u2019\u00ad. \u0301\u00dfİ", max_size=40))
def test_what_joins_and_parts_words_can_stand_in_any_order(text):
    test_any_text_can_be_taken_apart_and_the_places_are_right.hypothesis.inner_test(text)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_a_text_in_capitals_gives_the_same_words(text):
    assert forms(text.upper()) == forms(text)


def test_of_a_word_without_end_the_beginning_is_kept():
    [word] = words("x" * 100_000)
    assert (word.text, word.start, word.end) == ("x" * LONGEST, 0, 100_000)
    assert normal("\u0301" * 100_000) == "\u0301" * LONGEST


# The limit of time on this file is what fails when one of these takes more than time in proportion to its length.
@pytest.mark.parametrize("piece", ["a'", "'", "a-", "1.", "\u00ad", "a\u00ad", "\u0301-", "x "])
def test_a_hostile_text_is_taken_apart(piece):
    text = piece * (200_000 // len(piece))
    assert len(words(text)) <= len(text)
