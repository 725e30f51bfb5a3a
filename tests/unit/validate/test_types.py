"""What a column of each type takes, to its very limits: asked of the type itself, which a page asks once for thousands of rows."""

import pytest
from pydantic import TypeAdapter, ValidationError

from syncd.model.kinds import MAX_ID, MAX_INT, MAX_TIME, Column, ColumnType
from syncd.validate.page import _python_type

CHOICES = ("all", "agency")
SUBJECT = "sub:a"
TAKEN = {
    ColumnType.ID: [1, MAX_ID],
    ColumnType.INT: [0, MAX_INT],
    ColumnType.TIME: [0, MAX_TIME],
    ColumnType.FLAG: [0, 1],
    ColumnType.CHOICE: list(CHOICES),
    ColumnType.LEARNER: [SUBJECT, "anon:" + "0" * 32],
    ColumnType.HASH: ["0123456789abcdef" * 4],
    ColumnType.TEXT: ["x", "xyz", "a\tb", "a\nb"],
}
REFUSED = {
    ColumnType.ID: [0, MAX_ID + 1, "1", 1.0, True],
    ColumnType.INT: [-1, MAX_INT + 1, "0"],
    ColumnType.TIME: [-1, MAX_TIME + 1],
    ColumnType.FLAG: [-1, 2, True],
    ColumnType.CHOICE: ["", "everybody", 1],
    ColumnType.LEARNER: ["", "Budi", 1],
    ColumnType.HASH: ["", "0" * 63, "0" * 65, "A" * 64, "0" * 64 + "\n", 1],
    ColumnType.TEXT: ["wxyz", "a\x00b", "a\x7fb", 1],
}


def column(kind, *, nullable):
    length, choices = 3 if kind is ColumnType.TEXT else 0, CHOICES if kind is ColumnType.CHOICE else ()
    return Column("kolom", kind, nullable=nullable, length=length, choices=choices)


def takes(kind, value, *, nullable):
    return takes_in(column(kind, nullable=nullable), value)


def takes_in(one, value):
    try:
        TypeAdapter(_python_type(one)).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def test_every_type_is_asked():
    assert TAKEN.keys() == REFUSED.keys() == set(ColumnType)


@pytest.mark.parametrize("kind", ColumnType)
@pytest.mark.parametrize("nullable", [True, False])
def test_a_column_takes_its_limits_and_nothing_beyond(kind, nullable):
    assert [value for value in TAKEN[kind] if not takes(kind, value, nullable=nullable)] == []
    assert [value for value in REFUSED[kind] if takes(kind, value, nullable=nullable)] == []


@pytest.mark.parametrize("kind", ColumnType)
def test_only_a_column_that_may_be_null_takes_null(kind):
    assert takes(kind, None, nullable=True)
    assert not takes(kind, None, nullable=False)


def test_only_a_text_that_may_be_null_may_be_empty():
    assert takes(ColumnType.TEXT, "", nullable=True)
    assert not takes(ColumnType.TEXT, "", nullable=False)


def test_a_number_with_bounds_of_its_own_takes_these_and_nothing_beyond():
    stars = Column("stars", ColumnType.INT, low=1, high=5)
    assert [value for value in range(-1, 8) if takes_in(stars, value)] == [1, 2, 3, 4, 5]
    assert not takes_in(stars, True)
