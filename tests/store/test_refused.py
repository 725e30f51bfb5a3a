"""Good rows of which a bad version comes: a few go, many are held as an absence is, all at once always."""

from dataclasses import replace

import pytest

from syncd.model.guard import Guard
from syncd.store import held
from syncd.store.engine import reading, transaction
from syncd.sync.state import SyncOptions
from tests.fake_tenant import FakeTenant
from tests.store.centre import Centre
from tests.store.conftest import add_tenant

BIG = SyncOptions(page_size=500)


@pytest.fixture
def fake(centre):
    fake = FakeTenant(centre.tenant())
    for number in range(1, 61):
        fake.course(number, f"Pelatihan {number}")
    centre.turn(fake, BIG)
    return fake


def spoil(fake: FakeTenant, *numbers: int) -> None:
    for number in numbers:
        fake.course(number, "")


def waiting(centre: Centre) -> dict[str, int | None]:
    with reading(centre.engine) as conn:
        return {kind: one.refused for kind, one in held.of_tenant(conn, centre.id).items()}


@pytest.mark.parametrize("page_size", [500, 7])
@pytest.mark.parametrize("afresh", [False, True])
def test_a_whole_catalogue_that_is_spoilt_at_once_stays_and_is_not_green(centre, fake, page_size, afresh):
    before = centre.live("course")
    spoil(fake, *range(1, 61))
    if afresh:
        fake.epoch = "e" * 32
    result = centre.turn(fake, replace(BIG, page_size=page_size))
    assert (result.outcome, result.verified_equal) == ("ok", False)
    assert centre.live("course") == before
    assert waiting(centre) == {"course": 60}
    assert centre.turn(fake, BIG).verified_equal is False
    assert centre.live("course") == before


def test_what_is_spoilt_row_by_row_over_many_turns_is_held_too_and_what_went_first_comes_back(centre, fake):
    before = centre.live("course")
    for number in range(1, 21):
        spoil(fake, number)
        assert centre.turn(fake, BIG).verified_equal is True
    assert len(centre.live("course")) == 40
    spoil(fake, 21)
    assert centre.turn(fake, BIG).verified_equal is False
    assert centre.live("course") == before
    assert waiting(centre) == {"course": 21}


@pytest.mark.parametrize("count", [1, 3, 20])
def test_all_rows_of_a_kind_at_once_are_held_however_few_they_are(engine, count):
    centre = Centre(engine, add_tenant(engine))
    fake = FakeTenant(centre.tenant())
    for number in range(1, count + 1):
        fake.course(number, f"Pelatihan {number}")
    centre.turn(fake, BIG)
    spoil(fake, *range(1, count + 1))
    assert centre.turn(fake, BIG).verified_equal is False
    assert len(centre.live("course")) == count


def test_all_absent_rows_of_a_small_kind_are_held_as_well(engine):
    centre = Centre(engine, add_tenant(engine))
    fake = FakeTenant(centre.tenant())
    for number in range(1, 6):
        fake.course(number, f"Pelatihan {number}")
    centre.turn(fake, BIG)
    fake.rows["course"].clear()
    fake.epoch = "e" * 32
    assert centre.turn(fake, BIG).verified_equal is False
    assert len(centre.live("course")) == 5


def test_rows_that_come_in_good_order_again_end_the_hold_by_themselves(centre, fake):
    spoil(fake, *range(1, 61))
    centre.turn(fake, BIG)
    for number in range(1, 61):
        fake.course(number, f"Diperbaiki {number}")
    assert centre.turn(fake, BIG).verified_equal is True
    assert waiting(centre) == {}
    centre.assert_equal(fake)


def test_when_few_enough_are_left_these_go_and_the_hold_ends(centre, fake):
    spoil(fake, *range(1, 61))
    centre.turn(fake, BIG)
    for number in range(11, 61):
        fake.course(number, f"Diperbaiki {number}")
    assert centre.turn(fake, BIG).verified_equal is True
    assert waiting(centre) == {}
    assert set(centre.live("course")) == set(range(11, 61))


def test_lan_can_release_refused_rows_and_one_more_is_not_held_for_their_sake(centre, fake):
    spoil(fake, *range(1, 41))
    centre.turn(fake, BIG)
    with transaction(centre.engine) as conn:
        held.release(conn, centre.id, "course", "operator")
    result = centre.turn(fake, BIG)
    assert result.verified_equal is True
    assert "held deletion of 40 course released by operator" in result.notes
    assert set(centre.live("course")) == set(range(41, 61))
    spoil(fake, 41)
    assert centre.turn(fake, BIG).verified_equal is True
    assert set(centre.live("course")) == set(range(42, 61))


def test_refused_rows_do_not_go_because_they_came_refused_for_a_second_time(centre, fake, later):
    before = centre.live("course")
    spoil(fake, *range(1, 61))
    centre.turn(fake, BIG)
    later(2 * 3600)
    fake.epoch = "e" * 32
    assert centre.turn(fake, BIG).verified_equal is False
    assert centre.live("course") == before


def test_absent_and_refused_rows_of_one_kind_are_held_beside_each_other(centre, fake):
    before = centre.live("course")
    spoil(fake, *range(1, 31))
    for number in range(31, 61):
        fake.drop("course", number, silently=True)
    fake.epoch = "e" * 32
    assert centre.turn(fake, BIG).verified_equal is False
    assert centre.live("course") == before
    with reading(centre.engine) as conn:
        one = held.of_tenant(conn, centre.id)["course"]
    assert (one.held, one.refused, one.count) == (30, 30, 60)


def test_a_wider_guard_lets_refused_rows_go(centre, fake):
    spoil(fake, *range(1, 41))
    assert centre.turn(fake, replace(BIG, guard=Guard(rows=40))).verified_equal is True
    assert set(centre.live("course")) == set(range(41, 61))


@pytest.mark.parametrize("page_size", [500, 7])
def test_rows_that_come_back_while_a_snapshot_shows_them_refused_are_not_absent_from_it(centre, fake, page_size):
    """They went for a few bad versions; the snapshot shows so many that all are held."""
    before = centre.live("course")
    spoil(fake, *range(1, 16))
    assert centre.turn(fake, BIG).verified_equal is True
    assert len(centre.live("course")) == 45
    spoil(fake, *range(16, 31))
    fake.epoch = "e" * 32
    assert centre.turn(fake, replace(BIG, page_size=page_size)).verified_equal is False
    assert centre.live("course") == before
    assert waiting(centre) == {"course": 30}
