"""The digest is the contract's, independent of order, and finds every single difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.model.digest import KindDigest, Sums, canonical_text, digest_of_refused, row_digest

ROWS = st.lists(
    st.tuples(st.integers(1, 2000), st.none() | st.integers(0, 9), st.text(max_size=5)), max_size=20, unique_by=lambda row: row[0]
)


def test_the_canonical_text_is_that_of_the_contract():
    assert canonical_text((7, None, "é|", 0), 1) == "7|~|é||0"
    assert canonical_text((7, None, "é|", 0), 2) == "7|~|3|é||0"


def test_the_two_numbers_are_the_first_sixteen_hex_digits_of_the_md5():
    # printf '1|2|sub:a|3' | md5sum
    digits = "00055ee3e0add8b4aaf14fe0fd0f3696"
    assert row_digest("1|2|sub:a|3") == (int(digits[:8], 16), int(digits[8:16], 16))


@given(
    row=st.lists(
        st.none() | st.integers() | st.booleans() | st.lists(st.integers()) | st.text(max_size=4), min_size=1, max_size=4
    ),
    long=st.text("aé\u4e2d\U0001f4bb\ud800|", min_size=1, max_size=5),
    contract=st.sampled_from([1, 2]),
)
def test_a_refused_row_has_the_digest_of_its_canonical_text_however_long_it_is(row, long, contract):
    for values in (row, [*row, long * 30_000]):
        assert digest_of_refused(values, contract) == row_digest(canonical_text(values, contract))


# Whatever a row can hold, and what only a bad one holds.
VALUES = st.none() | st.integers(-9, 99) | st.text("~|:!0123é", max_size=4) | st.booleans() | st.floats(allow_nan=False)


@given(width=st.integers(1, 4), data=st.data())
def test_no_two_rows_have_one_text_in_version_2(width, data):
    one, other = (data.draw(st.lists(VALUES, min_size=width, max_size=width)) for _ in range(2))
    same = [repr(value) for value in one] == [repr(value) for value in other]
    assert (canonical_text(one, 2) == canonical_text(other, 2)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [((1, None), (1, "~")), ((1, "PKA|1", "2"), (1, "PKA", "1|2")), ((1, "", "a"), (1, "|a", None)), ((1, 7), (1, "7"))],
)
def test_what_version_1_confuses_version_2_tells_apart(one, other):
    assert canonical_text(one, 2) != canonical_text(other, 2)


@given(rows=ROWS, seed=st.randoms())
def test_the_order_of_rows_does_not_matter(rows, seed):
    mixed = list(rows)
    seed.shuffle(mixed)
    assert KindDigest.of_rows(rows) == KindDigest.of_rows(mixed)


@given(rows=ROWS.filter(bool), data=st.data())
def test_one_changed_or_missing_row_is_found_in_its_bucket(rows, data):
    place = data.draw(st.integers(0, len(rows) - 1))
    row_id, number, text = rows[place]
    whole = KindDigest.of_rows(rows)
    for other in ([*rows[:place], *rows[place + 1 :]], [*rows[:place], (row_id, number, text + "x"), *rows[place + 1 :]]):
        found = KindDigest.of_rows(other)
        assert whole.total != found.total
        assert whole.differing_buckets(found) == [row_id % 256]


def test_the_total_is_the_sum_of_the_buckets_and_empty_ones_do_not_count():
    digest = KindDigest.of_buckets({1: Sums(1, 2, 3), 2: Sums(), 9: Sums(4, 5, 6)})
    assert (digest.total, set(digest.buckets)) == (Sums(5, 7, 9), {1, 9})
