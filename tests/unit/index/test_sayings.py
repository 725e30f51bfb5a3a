"""By which other names a text is found."""

import pytest

from syncd.index import sayings
from syncd.index.sayings import also_called
from syncd.index.words import words


def other_names(text: str) -> set[str]:
    return set(also_called([word.text for word in words(text)]))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pelatihan Kepemimpinan Administrator Angkatan 4", {"pka"}),
        ("Penyusunan SKP", {"sasaran", "kinerja", "pegawai"}),
        ("Penyusunan Sasaran Kinerja Pegawai", {"skp"}),
        ("Orientasi PPPK", {"p3k"}),
        ("Pengadaan Barang dan Jasa", {"pbj", "procurement"}),
        ("Kepemimpinan Adaptif", {"leadership"}),
        ("Manajemen Risiko", {"risk", "management", "resiko"}),
        ("Reformasi Birokrasi", {"rb"}),
    ],
)
def test_a_text_is_found_by_what_it_is_also_called(text, names):
    assert names <= other_names(text)


@pytest.mark.parametrize("text", ["", "Imunisasi di Puskesmas", "Barang milik sendiri", "Reformasi", "pelatihan kepemimpinan"])
def test_a_part_of_a_phrase_is_not_the_phrase(text):
    assert not other_names(text) & {"bmn", "bmd", "pka", "pkp", "rb"}


def test_what_a_text_says_itself_is_not_said_again():
    assert "pppk" not in other_names("Orientasi PPPK (P3K)")
    assert "p3k" not in other_names("Orientasi PPPK (P3K)")


def test_no_phrase_of_the_table_is_empty_or_stands_in_two_groups():
    phrases = [phrase for group in sayings._groups() for phrase in group]
    assert len(phrases) > 200
    assert all(phrases)
    assert {phrase for phrase in phrases if phrases.count(phrase) > 1} == set()


def test_every_group_has_something_to_say():
    assert all(len(group) > 1 for group in sayings._groups())
