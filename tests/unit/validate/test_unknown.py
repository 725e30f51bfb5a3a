"""What a newer plugin says in words that this centre does not know is named and counted, whatever it is."""

import pytest

from syncd.model.kinds import KINDS
from syncd.model.wire import NO_ENTRY, ChangesPage, Cursor, DigestPage, RawRows, RefusedPage
from syncd.validate.digest import validate_digest
from syncd.validate.page import validate_page
from syncd.validate.unknown import MOST_NAMES, unknown_parts

HEAD = Cursor(1, "abcdefabcdef")
NAMES = list(KINDS["completion"].column_names)
ROW = [1, 7, "sub:a", 3]
SUMS = {"count": 0, "high": 0, "low": 0, "buckets": None}


def page(**rows):
    return ChangesPage("learning", HEAD, rows, sum(map(len, rows.values())), HEAD, False)


def test_rows_and_ids_of_a_kind_that_nobody_knows_are_counted_and_the_others_are_taken():
    found = page(microlearning=RawRows(["id"], [[1], [2]], [3], [4]), completion=RawRows(NAMES, [ROW], [], []))
    assert unknown_parts(found) == {"microlearning": 4}
    assert [(part.kind, list(part.rows)) for part in validate_page(found)] == [("completion", [ROW])]


def test_rows_with_a_column_that_nobody_knows_are_counted_and_taken_without_it():
    found = page(completion=RawRows([*NAMES, "score", "x" * 41, "<b>"], [[*ROW, 9, 8, 7]], [], []))
    assert unknown_parts(found) == {"completion.score": 1, "completion.?": 1}
    assert [list(map(list, part.rows)) for part in validate_page(found)] == [[ROW]]


def test_a_page_of_known_words_names_nothing():
    assert unknown_parts(page(completion=RawRows(NAMES[::-1], [ROW[::-1]], [], []))) == {}
    assert unknown_parts(RefusedPage("learning", NO_ENTRY, "off")) == {}


def test_no_page_makes_anybody_remember_many_names():
    columns = [*NAMES, *(f"c{number}" for number in range(1000))]
    assert len(unknown_parts(page(completion=RawRows(columns, [[*ROW, *range(1000)]], [], [])))) == MOST_NAMES


@pytest.mark.parametrize("digest", [SUMS, {}, 7, None])
def test_the_digest_of_a_kind_that_nobody_knows_is_nothing_to_compare_with(digest):
    found = validate_digest(DigestPage("learning", HEAD, {"enrolment": SUMS, "completion": SUMS, "microlearning": digest}))
    assert set(found) == {"enrolment", "completion"}
