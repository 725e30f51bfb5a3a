"""Whatever values owners think of, and however many: a search is answered with its counts."""

from string import ascii_lowercase

COURSES = 6600  # each with ten topics of its own: more than the engine counts at once


def _language(number):
    return "".join(ascii_lowercase[number // 26**place % 26] for place in range(3))


def test_more_topics_and_languages_than_can_be_counted_keep_no_search_from_its_answer(market):
    good, bad = market.offering("Badan Baik"), market.offering("Badan Banyak")
    good.put(1, "Arsip", topics="Kearsipan\nLangka")
    good.put(2, "Arsip lagi", topics="Kearsipan")
    bad.put_many(
        [f"Kursus {number}" for number in range(COURSES)],
        topics=lambda number: "\n".join(f"t{number}x{each}" for each in range(10)),
        language=_language,
    )
    market.index()
    found = market.find(size=1)
    assert (found.total, found.facets["agency"]) == (COURSES + 2, {"Badan Banyak": COURSES, "Badan Baik": 2})
    assert found.facets["topic"]["Kearsipan"] == 2
    # What was chosen is counted however rare it is.
    for name, value in (("topic", "Langka"), ("language", _language(COURSES))):
        assert market.find(size=1, choices={name: (value,)}).facets[name][value] == 1
