"""Trust nothing: what fits goes in, what does not is set aside under its id, and a page that cannot be understood is refused."""

import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.errors import Code, TenantError
from syncd.model.digest import KindDigest, canonical_text, row_digest
from syncd.model.kinds import KINDS, MAX_ID, MAX_INT, MAX_TIME
from syncd.model.wire import ChangesPage, Cursor, DigestPage, RawRows
from syncd.validate.digest import validate_digest
from syncd.validate.page import validate_page

NAMES = list(KINDS["completion"].column_names)
COURSE = dict.fromkeys(KINDS["course"].column_names) | {
    "id": 1,
    "title": "Dasar",
    "audience": "all",
    "self_enrol": 1,
    "tracks_completion": 0,
    "created": 5,
}


def page(kind, rows, columns=None, *, gone=(), erased=()):
    body = RawRows(columns or list(KINDS[kind].column_names), rows, list(gone), list(erased))
    return changes(KINDS[kind].stream, {kind: body})


def changes(stream, rows):
    return ChangesPage(stream, Cursor(1, "a"), rows, sum(map(len, rows.values())), Cursor(1, "a"), False)


def test_refusing_a_text_as_large_as_an_answer_takes_no_further_memory():
    row = list((COURSE | {"title": "T" * (30 * 1024 * 1024)}).values())
    received = page("course", [row], list(COURSE))
    tracemalloc.start()
    found = only(validate_page(received))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [rejection.row_id for rejection in found.rejections] == [1]
    assert peak < 4 * 1024 * 1024


def only(found):
    assert len(found) == 1
    return found[0]


def course(**more):
    return page("course", [list((COURSE | more).values())])


def test_good_rows_go_through_as_they_are():
    found = only(validate_page(page("completion", [[1, 2, "sub:a", 3], [2, 2, "anon:" + "0" * 32, 3]], gone=[9], erased=[8])))
    assert [tuple(row) for row in found.rows] == [(1, 2, "sub:a", 3), (2, 2, "anon:" + "0" * 32, 3)]
    assert (list(found.gone), list(found.erased), list(found.rejections)) == ([9], [8], [])


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ([1, 0, "sub:a", 3], "course", "out_of_range"),
        ([1, MAX_ID + 1, "sub:a", 3], "course", "out_of_range"),
        ([1, "2", "sub:a", 3], "course", "wrong_type"),
        ([1, 2.0, "sub:a", 3], "course", "wrong_type"),
        ([1, True, "sub:a", 3], "course", "wrong_type"),
        ([1, None, "sub:a", 3], "course", "wrong_type"),
        ([1, 2, "Budi Santoso", 3], "learner", "not_a_learner"),
        ([1, 2, "sub:" + "x" * 65, 3], "learner", "not_a_learner"),
        ([1, 2, "sub:a\n", 3], "learner", "not_a_learner"),
        ([1, 2, "anon:" + "F" * 32, 3], "learner", "not_a_learner"),
        ([1, 2, 7, 3], "learner", "wrong_type"),
        ([1, 2, "sub:a", -1], "completed", "out_of_range"),
        ([1, 2, "sub:a", MAX_TIME + 1], "completed", "out_of_range"),
        ([1, 2, "sub:a", [3]], "completed", "wrong_type"),
    ],
)
def test_a_bad_row_is_set_aside_and_its_neighbours_go_in(row, field, reason):
    good = [2, 2, "sub:b", 3]
    found = only(validate_page(page("completion", [row, good])))
    assert [tuple(one) for one in found.rows] == [tuple(good)]
    rejection = only(found.rejections)
    assert (rejection.row_id, rejection.field, rejection.reason) == (1, field, reason)
    assert (rejection.digest_high, rejection.digest_low) == row_digest(canonical_text(row))


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"title": ""}, "title", "empty"),
        ({"title": "x" * 256}, "title", "too_long"),
        ({"title": "a\x00b"}, "title", "control_character"),
        ({"title": "a\x1b[31m"}, "title", "control_character"),
        ({"title": "a\x85b"}, "title", "control_character"),
        ({"title": "a\rb"}, "title", "control_character"),
        ({"title": "\ud800"}, "title", "not_unicode"),
        ({"summary": "x" * 2001}, "summary", "too_long"),
        ({"audience": "semua"}, "audience", "not_allowed"),
        ({"audience": None}, "audience", "not_allowed"),
        ({"self_enrol": 2}, "self_enrol", "out_of_range"),
        ({"self_enrol": True}, "self_enrol", "wrong_type"),
        ({"minutes": MAX_INT + 1}, "minutes", "out_of_range"),
    ],
)
def test_every_kind_of_fault_has_its_reason(values, field, reason):
    rejection = only(only(validate_page(course(**values))).rejections)
    assert (rejection.field, rejection.reason) == (field, reason)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "title must be text of at most 255 characters without control characters; it was empty"),
        ({"summary": "x" * 2001}, "summary must be text of at most 2000 characters without control characters"),
        ({"audience": "semua"}, "audience must be one of all, agency"),
        ({"self_enrol": 2}, "self_enrol must be 0 or 1"),
        ({"created": -1}, "created must be a time in seconds since 1970"),
        ({"minutes": MAX_INT + 1}, "minutes must be a whole number in range"),
    ],
)
def test_a_refused_row_says_in_one_sentence_what_is_wanted(values, sentence):
    assert only(only(validate_page(course(**values))).rejections).detail == sentence


def test_a_refused_learner_is_told_what_a_learner_is_and_is_not_quoted():
    rejection = only(only(validate_page(page("completion", [[1, 2, "Budi Santoso", 3]]))).rejections)
    assert rejection.detail == "learner must be sub: with a subject, or anon: with 32 hex digits"


def test_the_largest_id_is_an_id_and_the_next_one_is_none():
    assert [row[0] for row in only(validate_page(page("completion", [[MAX_ID, 2, "sub:a", 3]], gone=[MAX_ID - 1]))).rows] == [
        MAX_ID
    ]
    assert list(only(validate_page(page("completion", [], gone=[MAX_ID]))).gone) == [MAX_ID]
    with pytest.raises(TenantError):
        validate_page(page("completion", [], gone=[MAX_ID + 1]))


@pytest.mark.parametrize("text", ["tab\tand\nline", "📚" * 255, "\u202eRTL", "é", "~|\\\"'", " "])
def test_any_other_text_is_text(text):
    assert len(only(validate_page(course(title=text))).rows) == 1


def test_a_rejection_never_quotes_the_value():
    found = only(validate_page(page("completion", [[1, 2, "Budi Santoso 198001012005011001", 3]])))
    assert "Budi" not in str(found.rejections)
    assert "1980" not in str(found.rejections)


def test_of_two_rows_with_one_id_the_newest_counts():
    found = only(validate_page(page("completion", [[1, 2, "sub:a", 3], [2, 2, "sub:b", 3], [1, 9, "sub:a", 3]])))
    assert [tuple(row) for row in found.rows] == [(2, 2, "sub:b", 3), (1, 9, "sub:a", 3)]
    found = only(validate_page(page("completion", [[1, 2, "sub:a", 3], [1, 2, "bad", 3]])))
    assert ([*found.rows], [one.row_id for one in found.rejections]) == ([], [1])
    found = only(validate_page(page("completion", [[1, 2, "bad", 3], [1, 2, "sub:a", 3]])))
    assert ([tuple(row) for row in found.rows], [*found.rejections]) == ([(1, 2, "sub:a", 3)], [])


@pytest.mark.parametrize(
    "row",
    ["text", {"id": 1}, None, [], [1, 2, "sub:a"], [1, 2, "sub:a", 3, 4]]
    + [[row_id, 2, "sub:a", 3] for row_id in (0, -1, None, "1", True, 1.0, MAX_ID + 1)],
)
def test_a_row_without_a_usable_id_or_with_another_width_stops_the_page(row):
    with pytest.raises(TenantError) as caught:
        validate_page(page("completion", [[5, 2, "sub:b", 3], row]))
    said = "row 2 of completion has no usable id or another number of columns"
    assert (caught.value.code, caught.value.detail) == (Code.BAD_PAYLOAD, said)


@pytest.mark.parametrize("member", ["gone", "erased"])
def test_the_member_that_holds_no_id_is_named(member):
    with pytest.raises(TenantError) as caught:
        validate_page(page("completion", [], **{member: [0]}))
    assert caught.value.detail == f"{member} of completion holds something that is not an id"


@pytest.mark.parametrize("ids", [["1"], [0], [True], [None], [MAX_ID + 1], [1.5]])
def test_what_is_gone_is_named_by_ids(ids):
    body = RawRows(NAMES, [], ids, [])
    with pytest.raises(TenantError) as caught:
        validate_page(changes("learning", {"completion": body}))
    assert caught.value.code is Code.BAD_PAYLOAD


def test_columns_are_found_by_name_and_unknown_ones_ignored():
    found = only(validate_page(page("completion", [["x", "sub:a", 3, 7, 1]], ["new", "learner", "completed", "course", "id"])))
    assert [tuple(row) for row in found.rows] == [(1, 7, "sub:a", 3)]


def test_a_missing_column_is_null_if_it_may_be_and_stops_the_page_if_not():
    columns = ["id", "badge", "learner", "issued"]
    assert [tuple(row) for row in only(validate_page(page("assertion", [[1, 2, "sub:a", 3]], columns))).rows] == [
        (1, 2, "sub:a", 3, None)
    ]
    with pytest.raises(TenantError) as caught:
        validate_page(page("assertion", [[1, 2, "sub:a"]], columns[:3]))
    assert caught.value.code is Code.SCHEMA_DRIFT
    assert "issued" in caught.value.detail


@pytest.mark.parametrize("columns", [[], ["id", "id", "course", "learner", "completed"], [[]], [{}, "id"], [1, 2]])
def test_columns_that_are_not_a_list_of_names_stop_the_page(columns):
    body = RawRows(columns, [[1, 2, "sub:a", 3]], [], [])
    with pytest.raises(TenantError) as caught:
        validate_page(changes("learning", {"completion": body}))
    told = [
        (Code.SCHEMA_DRIFT, "completion came without its column"),
        (Code.BAD_PAYLOAD, "the columns of completion are not a list"),
    ]
    assert any(caught.value.code is code and caught.value.detail.startswith(said) for code, said in told)
    assert (caught.value.code is Code.SCHEMA_DRIFT) == (columns == [])


def test_rows_of_an_older_version_have_null_where_it_has_no_column_whatever_stands_there():
    older = KINDS["course"].width(1)
    row = list((COURSE | {"enrol_from": 7, "enrol_until": 8}).values())
    for columns, sent in ((list(COURSE), row), (list(COURSE)[:older], row[:older])):
        body = RawRows(columns, [sent], [], [])
        found = only(validate_page(ChangesPage("catalogue", Cursor(1, "a"), {"course": body}, 1, Cursor(1, "a"), False, 1)))
        assert list(found.rows[0]) == [*row[:older], *[None] * (len(row) - older)]


@pytest.mark.parametrize("contract", [1, 2])
def test_a_refused_row_counts_in_the_digest_of_its_version(contract):
    # The two versions tell `~` from null in different ways.
    row = list((COURSE | {"audience": "somebody", "summary": "~"}).values())
    body = RawRows(list(COURSE), [row], [], [])
    answer = ChangesPage("catalogue", Cursor(1, "a"), {"course": body}, 1, Cursor(1, "a"), False, contract)
    rejection = only(only(validate_page(answer)).rejections)
    total = KindDigest.of_rows([row[: KINDS["course"].width(contract)]], contract).total
    assert (rejection.digest_high, rejection.digest_low) == (total.high, total.low)


def test_columns_may_come_in_any_order():
    found = only(validate_page(page("completion", [[3, "sub:b", 2, 5]], ["completed", "learner", "course", "id"])))
    assert [list(row) for row in found.rows] == [[5, 2, "sub:b", 3]]


@pytest.mark.parametrize("sent", ["1234", dict.fromkeys("abcd"), [1, 2, "sub:a"], None])
def test_what_is_no_row_stops_the_page_also_where_columns_come_in_another_order(sent):
    with pytest.raises(TenantError) as caught:
        validate_page(page("completion", [[3, "sub:b", 2, 5], sent], ["completed", "learner", "course", "id"]))
    assert caught.value.code is Code.BAD_PAYLOAD


def test_kinds_come_in_the_order_in_which_they_are_stored():
    body = RawRows([], [], [1], [])
    found = validate_page(changes("badges", {"assertion": body, "badge_class": body}))
    assert [one.kind for one in found] == ["badge_class", "assertion"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


LISTS = st.lists(JSON, max_size=4)


@given(rows=st.dictionaries(st.sampled_from(["enrolment", "completion"]), st.builds(RawRows, LISTS, LISTS, LISTS, LISTS)))
def test_no_answer_makes_it_crash(rows):
    with suppress(TenantError):
        validate_page(changes("learning", rows))


@given(rows=st.lists(st.lists(JSON, min_size=3, max_size=3), max_size=6))
def test_every_row_with_an_id_is_stored_or_set_aside(rows):
    numbered = [[number, *row] for number, row in enumerate(rows, 1)]
    found = only(validate_page(page("completion", numbered)))
    ids = [row[0] for row in found.rows] + [one.row_id for one in found.rejections]
    assert sorted(ids) == list(range(1, len(rows) + 1))


def digest_page(rows, stream="catalogue"):
    return DigestPage(stream, Cursor(1, "a"), rows)


def test_a_digest_is_read_with_and_without_buckets():
    truth = KindDigest.of_rows([(1, "a"), (257, "b"), (2, "c")])
    lines = [[bucket, sums.count, sums.high, sums.low] for bucket, sums in truth.buckets.items()]
    wire = {"count": truth.total.count, "high": truth.total.high, "low": truth.total.low, "buckets": None}
    assert validate_digest(digest_page({"course": wire}))["course"].total == truth.total
    assert validate_digest(digest_page({"course": wire | {"buckets": lines}}))["course"] == truth
    with pytest.raises(TenantError):
        validate_digest(digest_page({"course": wire | {"buckets": lines[:1]}}))
    with pytest.raises(TenantError):
        validate_digest(digest_page({"course": wire | {"buckets": [*lines, lines[0]]}}))


@given(rows=st.dictionaries(st.sampled_from(["course", "x"]), JSON))
def test_no_digest_makes_it_crash(rows):
    with suppress(TenantError):
        validate_digest(digest_page(rows))
