"""What differs between Keycloak's object and the text's: only what is declared counts, and it is named by its path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.keycloak.item import Act, item
from syncd.keycloak.project import Difference, differences, merged

JSON = st.recursive(
    st.booleans() | st.integers(0, 9) | st.text("ab", min_size=1, max_size=3),
    lambda inner: st.dictionaries(st.text("xyz", min_size=1, max_size=2), inner, max_size=3),
    max_leaves=8,
)


def found(live, wanted):
    return [(each.path, each.live, each.wanted) for each in differences(live, wanted)]


@pytest.mark.parametrize(
    ("live", "wanted", "expected"),
    [
        ({"a": 1, "id": "x"}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("a", 1, 2)]),
        ({}, {"a": 2}, [("a", None, 2)]),
        ({}, {"a": False, "b": ""}, []),
        ({"a": True}, {"a": False}, [("a", True, False)]),
        ({"a": "true"}, {"a": True}, []),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, [("a.b.c", 1, 2)]),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, []),
        ({"a": ["x", "y"]}, {"a": ["x"]}, [("a", ["x", "y"], ["x"])]),
        ({}, {"a": []}, []),
        ({"a": ["x"]}, {"a": []}, [("a", ["x"], [])]),
        ({"a": "DISABLED"}, {"a": None}, [("a", "DISABLED", None)]),
        ({"m": [{"name": "n", "id": 1, "v": 1}]}, {"m": [{"name": "n", "v": 2}]}, [("m[n].v", 1, 2)]),
        ({"m": [{"name": "n"}, {"name": "more"}]}, {"m": [{"name": "n"}]}, [("m[more]", "there", None)]),
        ({"m": []}, {"m": [{"name": "n"}]}, [("m[n]", None, "there")]),
    ],
)
def test_a_difference_has_path_live_and_wanted_value(live, wanted, expected):
    assert found(live, wanted) == expected


@given(
    st.dictionaries(st.text("xyz", min_size=1, max_size=2), JSON), st.dictionaries(st.text("xyz", min_size=1, max_size=2), JSON)
)
def test_what_is_written_has_no_difference_left_and_loses_nothing_that_is_not_declared(live, wanted):
    written = merged(live, wanted)
    assert found(written, wanted) == []
    assert all(written[key] == live[key] for key in live.keys() - wanted.keys())


def test_an_item_is_made_corrected_or_left_alone():
    wrote = []
    one = {"create": lambda body: wrote.append(("create", body)), "update": lambda body: wrote.append(("update", body))}
    assert item("kind", "name", {"id": 1, "a": 1}, {"a": 1}, **one).act is Act.OK
    item("kind", "name", None, {"a": 1}, **one).write()
    changed = item("kind", "name", {"id": 1, "a": 0}, {"a": 1}, **one)
    assert changed.differences == (Difference("a", 0, 1),)
    changed.write()
    assert wrote == [("create", {"a": 1}), ("update", {"id": 1, "a": 1})]
