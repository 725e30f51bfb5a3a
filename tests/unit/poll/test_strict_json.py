"""Row P08: JSON that other parsers accept, misread or die of."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.strict_json import JsonError, parse

BAD = [
    b"",
    b"{",
    b"{'a':1}",
    b'{"a":1,}',
    b'{"a":1}x',
    b'\xef\xbb\xbf{"a":1}',
    '{"a":1}'.encode("utf-16"),
    b'{"a":"\x00"}',
    b'{"a":"\xff"}',
    b'{"a":"\xed\xa0\x80"}',
    b'{"a":1,"a":2}',
    b'{"a":{"b":1,"b":1}}',
    b'{"a":NaN}',
    b'{"a":Infinity}',
    b'{"a":-Infinity}',
    b'{"a":1e999}',
    b'{"a":-1e999}',
    b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 100_000,
    b"1" * 5_000,
    b"01",
    b"+1",
    b".5",
]


@pytest.mark.parametrize("text", BAD, ids=[repr(text[:20]) for text in BAD])
def test_p02_p08_it_is_refused_without_a_crash(text):
    with pytest.raises(JsonError):
        parse(text)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_json_as_others_write_it_is_read_as_it_was_meant(value):
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value
    assert parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_refusal(data):
    with contextlib.suppress(JsonError):
        parse(data)
