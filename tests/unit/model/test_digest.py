"""The digest is the contract's, independent of order, and finds every single difference."""

from hypothesis import given
from hypothesis import strategies as st

from syncd.model.digest import KindDigest, Sums, canonical_text, row_digest

ROWS = st.lists(
    st.tuples(st.integers(1, 2000), st.none() | st.integers(0, 9), st.text(max_size=5)), max_size=20, unique_by=lambda row: row[0]
)


def test_the_canonical_text_is_that_of_the_contract():
    assert canonical_text((7, None, "é|", 0)) == "7|~|é||0"


def test_the_two_numbers_are_the_first_sixteen_hex_digits_of_the_md5():
    # printf '1|2|sub:a|3' | md5sum
    digits = "00055ee3e0add8b4aaf14fe0fd0f3696"
    assert row_digest("1|2|sub:a|3") == (int(digits[:8], 16), int(digits[8:16], 16))


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
