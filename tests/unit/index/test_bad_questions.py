"""Whatever is asked, the answer is hits or one refusal of ours that names what is wrong; nothing written is read as a language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.errors import QuestionRefusedError
from syncd.index import cursor as cursor_module
from syncd.index import facets, search
from syncd.index.cursor import Place
from syncd.index.question import MAX_CHOICES, MAX_TEXT, Question, Sort

LANGUAGE = (
    "title:arsip",
    "arsip AND NOT dinamis",
    '"arsip dinamis"~10',
    "arsip*",
    "a.*(.+)+$",
    "/(a+)+b/",
    "[a TO z]",
    "+arsip -dinamis",
    "arsip^99999999999",
    "\\",
    "'; DROP TABLE course; --",
    "{!func}1",
    "${jndi:ldap://x}",
    "IN [" + "a " * 200 + "]",
    "(" * 500,
    "*:*",
    "\u202earsip\u2066",
    "﷽" * 500,
    "e\u0301" * 250,
    "🇮🇩" * 125,
    "~arsip",
    "a\tb\nc",
    " ".join(chr(97 + number % 26) * (1 + number // 26) for number in range(120))[:500],
)


@pytest.fixture
def filled(market):
    balai = market.offering()
    balai.put_many(["Arsip Dinamis", "Arsip Statis", "Surat"], summary="isi")
    market.index()
    return market


@pytest.mark.parametrize("text", LANGUAGE)
def test_the_signs_of_query_languages_are_no_language(filled, text):
    found = filled.find(text)
    assert found.total in {0, 1, 2, 3}
    filled.search.suggestions(Question(text))
    plain = "".join(one if one.isalnum() else " " for one in text)
    assert {hit.key for hit in found.hits} == ({hit.key for hit in filled.find(plain).hits} if Question(text).words else set())


@given(
    text=st.text(max_size=600), sort=st.sampled_from(Sort), size=st.integers(-5, 200), agency=st.none() | st.text(max_size=300)
)
def test_any_text_is_answered_or_refused_with_the_part_that_is_wrong(searched, text, sort, size, agency):
    refused = None
    try:
        searched.find(Question(text, sort=sort, size=size, agency=agency))
    except QuestionRefusedError as error:
        refused = error.part
    assert refused in {None, "text", "size", "agency"}


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    from syncd.store.engine import open_store  # noqa: PLC0415
    from syncd.store.migrate import upgrade  # noqa: PLC0415
    from tests.unit.index.conftest import Market  # noqa: PLC0415 - beside the fixture that needs it

    folder = tmp_path_factory.mktemp("searched")
    engine = open_store(f"sqlite:///{folder / 'store.db'}")
    upgrade(engine)
    market = Market(engine, folder / "index")
    market.offering().put_many(["Arsip Dinamis", "a", "0"])
    market.index()
    yield market.search
    market.search.close()
    engine.dispose()


BAD = [
    ({"text": "a" * (MAX_TEXT + 1)}, "text"),
    ({"text": "a" * 1_000_000}, "text"),
    ({"text": "arsip\x00"}, "text"),
    ({"text": "arsip\x1b[31m"}, "text"),
    ({"text": "\ud800"}, "text"),
    ({"size": 0}, "size"),
    ({"size": 101}, "size"),
    ({"choices": {"agency": tuple(map(str, range(MAX_CHOICES + 1)))}}, "choices"),
    ({"choices": {"colour": ("red",)}}, "choices"),
    ({"choices": {"minutes": ("7",)}}, "minutes"),
    ({"choices": {"level": ("dasar", "' OR 1=1")}}, "level"),
    ({"choices": {"open": ("no",)}}, "open"),
    ({"choices": {"agency": ("a" * 256,)}}, "agency"),
    ({"choices": {"agency": ("\udfff",)}}, "agency"),
    ({"agency": "a" * 256}, "agency"),
    ({"language": "\ud800"}, "language"),
]


@pytest.mark.parametrize(("asked", "part"), BAD)
def test_every_bad_value_is_refused_by_name(asked, part):
    with pytest.raises(QuestionRefusedError) as refused:
        Question(**asked)
    assert refused.value.part == part
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


CURSORS = (
    "",
    "x",
    "a" * 5000,
    "é",
    "e30",
    "W10",
    "bnVsbA",
    "WzEsW10sMSwiYSJd",
    "WzFlOTk5LFsiMS8xIl0sMSwiYSJd",
    "=" * 40,
    "W" * 999,
    "\x00",
)


@pytest.mark.parametrize("cursor", CURSORS)
def test_a_cursor_that_we_did_not_write_is_refused(filled, cursor):
    with pytest.raises(QuestionRefusedError) as refused:
        filled.find("arsip", cursor=cursor)
    assert refused.value.part == "cursor"


@pytest.fixture
def many(market, monkeypatch):
    """Six hundred courses, of which pages list forty; and how many hits were fetched for each question."""
    market.offering().put_many([f"Arsip {number}" for number in range(600)])
    market.index()
    fetched = []
    fetch = search._fetch
    monkeypatch.setattr(search, "_fetch", lambda *asked: fetched.append(asked[-1]) or fetch(*asked))
    for module in (search, cursor_module):
        monkeypatch.setattr(module, "MAX_SEEN", 40)
    monkeypatch.setattr(search, "_FARTHEST", 80)
    market.fetched = fetched
    return market


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.TITLE, Sort.RELEVANCE])
@pytest.mark.parametrize("place", [(-1, 1), (-1.5, 40), ("\uffff", 40), (float("nan"), 40), (0, 1)])
def test_a_cursor_that_somebody_wrote_to_lead_nowhere_costs_no_more_than_a_far_page_and_is_refused(many, sort, place):
    question, refusals = Question("arsip", sort=sort), []
    value, seen = place
    forged = cursor_module.written(Place(value, ("9/9",), seen), question)
    try:
        page = many.find("arsip", sort=sort, cursor=forged)
    except QuestionRefusedError as error:
        refusals.append(error.part)
    else:
        # A value of another sort may well lie before all hits.
        assert len(page.hits) == 20
    assert refusals in ([], ["cursor"])
    assert 0 < sum(many.fetched) < 400, "of 600"


def test_pages_that_end_before_the_hits_do_say_so(many):
    first = many.find("arsip", size=20)
    assert (first.total, first.cut) == (600, False)
    second = many.find("arsip", size=20, cursor=first.cursor)
    assert (len(second.hits), second.cursor, second.cut) == (20, None, True)
    whole = many.find("arsip 7", size=100)
    assert (whole.cursor, whole.cut) == (None, False)


@pytest.mark.parametrize("text", ["???", "🎓", "\u200b", "--", '"" ()'])
def test_what_is_written_and_holds_no_word_finds_nothing_and_counts_nothing(filled, text):
    found = filled.find(text)
    assert (found.total, found.hits, found.cursor, found.meant, found.cut) == (0, [], None, None, False)
    assert not any(count for counts in found.facets.values() for count in counts.values())
    assert filled.find("  ").total == filled.find("").total > 0
    assert filled.search.suggestions(Question(text)) == []


def test_two_hundred_choices_are_answered(filled):
    values = tuple(f"Badan {number}" for number in range(MAX_CHOICES - 1))
    assert filled.find(choices={"agency": values, "open": ("yes",)}).total == 0
    assert filled.find(choices={"agency": (*values[:50], "Badan Uji")}).total == 3


def test_every_facet_can_be_chosen_at_once(filled):
    known = {name: facets.CLOSED.get(name, ("Badan Uji",))[:1] for name in facets.NAMES}
    assert filled.find(choices=known).total == 0
