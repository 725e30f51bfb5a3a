"""Which words a search joins by their stems, and which it keeps apart."""

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import syncd.index
from syncd.index import stems as module
from syncd.index.stems import has_system_dictionary, stems
from syncd.index.words import words
from syncd.simulator.agencies import agency
from tests.unit.index import families

FOLDER = Path(syncd.index.__file__).parent / "dictionary"

needs_dictionary = pytest.mark.skipif(
    not has_system_dictionary(), reason="the dictionary hunspell-id is missing: bin/setup-system"
)


def joined(first: str, second: str) -> bool:
    return bool(stems(first) & stems(second))


def counted(name: str, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs that are joined; the figure goes to the test's output."""
    found = [pair for pair in pairs if joined(*pair)]
    print(f"{name}: {len(found)} of {len(pairs)} pairs joined; not {sorted(set(pairs) - set(found))}"[:600])
    return found


@needs_dictionary
@pytest.mark.parametrize(("name", "all_but"), [("families", 1), ("more_pairs", 3), ("held_back_pairs", 3)])
def test_words_of_one_family_are_joined(name, all_but):
    pairs = families.pairs(name)
    assert len(pairs) >= 60
    assert len(counted(name, pairs)) >= len(pairs) - all_but


@needs_dictionary
@pytest.mark.parametrize("name", ["apart", "held_back_apart"])
def test_words_that_only_look_alike_are_kept_apart(name):
    pairs = families.pairs(name)
    assert len(pairs) >= 30
    assert counted(name, pairs) == []


@needs_dictionary
@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("pelatihan", {"latih"}),
        ("kepemimpinan", {"pimpin"}),
        ("perbankan", {"bank"}),
        ("berbasis", {"basis"}),
        ("menilai", {"nilai"}),
        ("berikan", {"beri"}),
        ("beruang", {"beruang"}),
        ("perancangan", {"rancang", "ancang"}),
        ("mensosialisasikan", {"sosialisasi"}),
        ("mengkoordinasikan", {"koordinasi"}),
        ("keberagaman", {"keberagaman", "ragam"}),
        ("digitalisasi", {"digitalisasi", "digital"}),
        ("organisasi", {"organisasi"}),
        ("anak2", {"anak"}),
        ("ekatalog", {"ekatalog", "katalog"}),
        ("ekinerja", {"ekinerja", "kinerja"}),
        ("ekor", {"ekor"}),
        ("pkn2", {"pkn2"}),
        ("ii", {"ii", "2"}),
    ],
)
def test_a_word_has_the_stems_of_all_it_may_come_from(word, expected):
    assert stems(word) == expected


@pytest.mark.parametrize(
    "word", ["pka", "pkp", "skp", "spbe", "jp", "asn", "pppk", "bmn", "pbj", "rb", "latsar", "bimtek", "p3k", "4.0", "2026"]
)
def test_abbreviations_and_numbers_stay_what_they_are(word):
    assert stems(word) == {word}


@pytest.mark.parametrize(
    "word",
    ["learning", "leadership", "coaching", "mentoring", "stakeholders", "blockchain", "agile", "training", "cybersecurity"],
)
def test_an_english_word_is_found_by_itself(word):
    assert word in stems(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("training", "trainings"), ("manager", "managers"), ("learner", "learners"), ("presentation", "presentations")],
)
def test_an_english_word_is_found_by_its_plural(one, other):
    assert joined(one, other)


def test_no_place_is_taken_for_a_derived_word():
    # What is not the name of a place in the names of agencies.
    common = """bagian berencana kebijakan kebudayaan kehutanan kelautan kementerian kepegawaian kependudukan kesehatan ketenagakerjaan keuangan
    lingkungan makanan menengah pegunungan pekerjaan pembangunan pemeriksa penanggulangan pendidikan pengadaan pengawas pengawasan perdagangan
    perhubungan perikanan perindustrian permukiman perpustakaan pertahanan pertanian perumahan"""
    names = {word.text for number in range(1, 700) for word in words(agency(number))}
    assert len(names) > 400
    assert {name: stems(name) for name in names if stems(name) != {name}}.keys() == set(common.split())


def test_the_stems_of_a_word_do_not_depend_on_what_was_asked_before():
    asked = sorted({word for name in ("families", "more_pairs", "apart") for pair in families.pairs(name) for word in pair})
    one_by_one = {}
    for word in asked:
        stems.cache_clear()
        one_by_one[word] = stems(word)
    for seed in range(3):
        stems.cache_clear()
        shuffled = Random(seed).sample(asked, len(asked))
        assert {word: stems(word) for word in shuffled} == one_by_one


@given(st.text(alphabet=st.characters(), max_size=60))
def test_every_word_of_any_text_has_a_stem_and_the_same_one_each_time(text):
    for word in words(text):
        assert stems(word.text)
        assert all(stems(word.text)), "an empty stem would join everything"
        assert stems(word.text) == stems(word.text)


@given(st.from_regex(re.compile(r"[a-z]{1,50}", re.ASCII), fullmatch=True))
def test_any_letters_have_a_stem(word):
    found = stems(word)
    assert found
    assert all(re.fullmatch("[a-z0-9]+", stem) for stem in found)


def test_the_dictionary_of_our_own_says_how_many_words_it_has():
    [count, *entries] = (FOLDER / "tambahan.dic").read_text(encoding="ascii").splitlines()
    assert int(count) == len(entries)
    assert len({entry.partition("/")[0] for entry in entries}) == len(entries)


def test_a_word_longer_than_any_is_its_own_stem():
    assert stems("me" * 40) == {"me" * 40}


@pytest.fixture
def without_dictionary(monkeypatch, tmp_path):
    def forget():
        for remembered in (module.stems, module.edition, module._dictionary):
            remembered.cache_clear()

    with monkeypatch.context() as patch:
        patch.setattr(module, "SYSTEM", tmp_path / "id_ID")
        forget()
        yield
    forget()


def test_without_the_dictionary_a_search_joins_what_rules_alone_can(without_dictionary):
    assert not module.has_system_dictionary()
    assert joined("pelatihan", "melatih")
    assert stems("lms") == {"lms"}


@needs_dictionary
def test_stems_of_other_dictionaries_are_another_edition(request):
    with_it = module.edition()
    request.getfixturevalue("without_dictionary")
    assert re.fullmatch("[0-9a-f]{8}", module.edition())
    assert module.edition() != with_it
