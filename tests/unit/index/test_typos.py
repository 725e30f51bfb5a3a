"""What a mistyped word may have meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.index import typos
from syncd.index.typos import did_you_mean

VOCABULARY = {
    word: often
    for often, words in {
        900: "pelatihan dasar pegawai kinerja publik",
        90: "pelayanan pengadaan penganggaran kepegawaian kepemimpinan perencanaan pengawasan penilaian barang jasa spbe",
        9: "kearsipan perizinan akuntansi imunisasi penyuluhan antikorupsi arsitektur keamanan informasi statistik pelayaran",
        1: "pelayanann mitigasi gratifikasi widyaiswara administrator",
    }.items()
    for word in words.split()
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pelatiahn", "pelatihan"),
        ("pelathian", "pelatihan"),
        ("platihan", "pelatihan"),
        ("kepegwaian", "kepegawaian"),
        ("kepemipinan", "kepemimpinan"),
        ("kepimimpinan", "kepemimpinan"),
        ("pengadan", "pengadaan"),
        ("pegadaan", "pengadaan"),
        ("pengangaran", "penganggaran"),
        ("perencananan", "perencanaan"),
        ("pelayanna", "pelayanan"),
        ("pengawsan", "pengawasan"),
        ("penilain", "penilaian"),
        ("kearispan", "kearsipan"),
        ("perijinan", "perizinan"),
        ("akutansi", "akuntansi"),
        ("imunisai", "imunisasi"),
        ("statisitk", "statistik"),
        ("antikorpusi", "antikorupsi"),
        ("widiaiswara", "widyaiswara"),
        ("adminstrator", "administrator"),
        ("grafitikasi", "gratifikasi"),
        ("spbee", "spbe"),
        ("sbpe", "spbe"),
        ("knerja", "kinerja"),
    ],
)
def test_a_slip_of_the_finger_is_understood(typed, meant):
    assert did_you_mean(typed, VOCABULARY) == meant


@pytest.mark.parametrize("word", [*VOCABULARY, "skp", "pka", "", "zzzzzzzz", "blockchain", "2024", "pelatihan2024"])
def test_what_is_found_or_like_nothing_is_left_alone(word):
    assert did_you_mean(word, VOCABULARY) is None


def test_of_two_words_as_near_the_one_used_more_often_is_meant():
    assert did_you_mean("kerjb", {"kerja": 5, "kerji": 50}) == "kerji"
    assert did_you_mean("berat", {"serat": 50, "beras": 5}) == "beras", "people seldom miss the first letter"


@pytest.mark.parametrize(
    "word",
    ["x" * 1_000_000, "pelatiahn " * 10_000, "pelatiahn" * 12_000, "\u0301" * 100_000, "pela\ntiahn", "", "abc"],
    ids=["1 MB", "10,000 words", "108,000 letters", "marks", "no letter", "nothing", "three letters"],
)
def test_what_cannot_be_a_slip_is_not_even_compared(word, monkeypatch):
    monkeypatch.setattr(typos.process, "extract", lambda *_args, **_kwargs: pytest.fail("was compared with the vocabulary"))
    assert did_you_mean(word, VOCABULARY) is None


@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_can_be_asked_about(text):
    found = did_you_mean(text, VOCABULARY)
    assert found is None or (found in VOCABULARY and text not in VOCABULARY)
