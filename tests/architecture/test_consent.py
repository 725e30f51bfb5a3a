"""What a tenant admin is told of each stream is what it sends: every column, in both languages, in words. Reads files."""

import re
from pathlib import Path

import pytest

from syncd.model.kinds import KINDS, STREAMS, Column, ColumnType
from tests.architecture.plugin_rules import strings
from tests.architecture.tree import Tree

REPOSITORY = Path(__file__).resolve().parents[2]
LOCAL = "moodle-plugins/local_asnunggul"
WORDS = (REPOSITORY / LOCAL / "classes/output/words.php").read_text(encoding="utf-8")
GUIDE = (REPOSITORY / "docs/tenant-admin.md").read_text(encoding="utf-8")
LANGUAGES = ("id", "en")
# What each column is called where an admin reads what a stream sends, Indonesian and English. A row's id says nothing of its own.
TOLD = {
    "catalogue": {
        "title": ("judul", "title"),
        "summary": ("deskripsi", "description"),
        "category": ("kategori", "category"),
        "audience": ("kepada siapa ditawarkan", "to whom it is offered"),
        "jp_hundredths": ("JP", "JP"),
        "minutes": ("menit", "minutes"),
        "competency": ("kompetensi", "competency"),
        "format": ("format", "format"),
        "level": ("tingkat", "level"),
        "training_type": ("jenis pelatihan", "training type"),
        "batch": ("angkatan", "run"),
        "language": ("bahasa", "language"),
        "starts": ("tanggal", "dates"),
        "ends": ("tanggal", "dates"),
        "self_enrol": ("peserta dapat mendaftar sendiri", "learners can enrol themselves"),
        "tracks_completion": ("penyelesaian dilacak", "completion is tracked"),
        "created": ("kapan pelatihan dibuat", "when the course was made"),
        "enrol_from": ("kapan peserta dapat mendaftar", "when learners can enrol"),
        "enrol_until": ("kapan peserta dapat mendaftar", "when learners can enrol"),
        "places": ("sisa tempat", "places left"),
        "topics": ("topik", "topics"),
        "author": ("Baris penulis", "author line"),
        "image": ("gambar", "image"),
        "badges": ("jumlah lencana", "how many badges"),
    },
    "learning": {
        "course": ("pelatihan", "the course"),
        "learner": ("kode peserta", "learner's code"),
        "status": ("status", "status"),
        "method": ("cara pendaftaran", "way of the enrolment"),
        **dict.fromkeys(("starts", "ends", "created", "completed"), ("waktunya", "the times")),
    },
    "badges": {
        "course": ("pelatihan", "course"),
        "name": ("nama", "name"),
        "description": ("deskripsi", "description"),
        "issuer": ("penerbit", "issuer"),
        "status": ("status", "status"),
        "created": ("kapan dibuat", "when it was made"),
        "badge": ("setiap lencana yang diberikan", "every badge awarded"),
        "learner": ("kode peserta", "learner's code"),
        "issued": ("waktunya", "the times"),
        "expires": ("waktunya", "the times"),
    },
    "ratings": {
        "course": ("pelatihan", "the course"),
        "learner": ("kode peserta", "learner's code"),
        "stars": ("bintang", "the stars"),
        "text": ("teksnya", "the text"),
        "answer": ("jawaban Anda", "your answer"),
        "flagged": ("menandainya untuk LAN", "flagged it for LAN"),
        "reports": ("berapa orang melaporkannya", "how many people reported it"),
        **dict.fromkeys(("created", "edited", "answered"), ("waktunya", "the times")),
    },
}
# What is not told with its stream has a question of its own.
AGREED_TO_APART = {"catalogue": ("card_desc", "field_author_desc")}
# The guide names the rest of a course as "other facts"; these it names in both languages or in none.
IN_THE_GUIDE = {"enrol_from": ("kapan peserta dapat mendaftar", "when learners can enrol"), "places": ("sisa tempat", "places")}
COLUMNS = [column for kind in KINDS.values() for column in kind.columns]


def _language_file(language: str) -> dict[str, str]:
    [file] = Tree().files(f"{LOCAL}/lang/{language}/*.php")
    return {key: text.replace("\\'", "'") for key, text in strings(file)}


def _listed(constant: str) -> set[str]:
    """The columns in a list of the class that puts values into words."""
    found = re.search(rf"const {constant} = \[(.*?)\];", WORDS, re.DOTALL)
    assert found, f"words.php has no {constant} any more"
    return set(re.findall(r"'(\w+)'", found[1]))


def _of(kind: ColumnType) -> list[Column]:
    return [column for column in COLUMNS if column.type is kind]


@pytest.mark.parametrize("stream", STREAMS)
def test_the_words_for_the_columns_are_those_of_all_columns(stream):
    assert {column for kind in STREAMS[stream] for column in kind.column_names} - {"id"} == TOLD[stream].keys()


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize(("number", "language"), [*enumerate(LANGUAGES)])
def test_the_description_of_a_stream_names_every_column_it_sends(stream, number, language):
    told = _language_file(language)
    description = " ".join(told[name] for name in (f"stream_{stream}_desc", *AGREED_TO_APART.get(stream, ())))
    assert [column for column, words in TOLD[stream].items() if words[number] not in description] == []


@pytest.mark.parametrize("number", range(len(LANGUAGES)), ids=LANGUAGES)
def test_the_guide_names_the_enrolment_window_and_the_places_left(number):
    half = re.split(r"^---$", GUIDE, flags=re.MULTILINE)[number]
    catalogue = next(line for line in half.splitlines() if re.match(r"\| (Katalog|Catalogue) \|", line))
    assert [column for column, words in IN_THE_GUIDE.items() if words[number] not in catalogue] == []


def test_the_page_shows_every_time_as_a_date_every_flag_as_yes_or_no_and_every_choice_as_a_word():
    assert {column.name for column in _of(ColumnType.TIME)} == _listed("TIMES")
    assert {column.name for column in _of(ColumnType.FLAG)} == _listed("FLAGS")
    assert {column.name for column in _of(ColumnType.CHOICE)} == _listed("CODES") | _listed("CHOICES")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_a_word_for_every_column_and_every_code(language):
    codes = {choice for column in _of(ColumnType.CHOICE) if column.name in _listed("CODES") for choice in column.choices}
    wanted = {f"column_{column.name}" for column in COLUMNS} | {f"value_{code}" for code in codes}
    assert wanted - _language_file(language).keys() == set()
