"""Rows that a whole snapshot does not show go if they are few; many are held until a second snapshot agrees or LAN releases them."""

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from syncd.errors import Code, TenantError
from syncd.log import Event
from syncd.store import held, tenants
from syncd.store.engine import reading, transaction
from syncd.store.schema import held_deletion
from syncd.sync.state import SyncOptions
from tests.fake_tenant import FakeTenant


@pytest.fixture
def fake(tenant):
    fake = FakeTenant(tenant)
    fake.course(1)
    for number in range(1, 41):
        fake.completion(number)
    return fake


def many(fake: FakeTenant, count: int = 300) -> None:
    for number in range(1000, 1000 + count):
        fake.completion(number)


def vanish(fake: FakeTenant, count: int) -> None:
    """Rows go without a trace, as after a reset."""
    for row_id in sorted(fake.rows["completion"])[:count]:
        fake.drop("completion", row_id, silently=True)


BIG = SyncOptions(page_size=500)


def test_a_few_absent_rows_go_with_the_snapshot(centre, fake):
    many(fake)
    centre.turn(fake, BIG)
    vanish(fake, 34)
    fake.epoch = "e" * 32
    result = centre.turn(fake, BIG)
    assert result.verified_equal is True
    assert [note for note in result.notes if "absent" in note] == ["34 completion absent from a whole snapshot: gone"]
    centre.assert_equal(fake)


def test_a_refused_row_that_a_whole_snapshot_no_longer_has_is_forgotten_without_a_second_reading(centre, fake):
    fake.completion(41, learner="Budi")
    centre.turn(fake, BIG)
    assert centre.refused() == {("completion", 41)}
    fake.drop("completion", 41, silently=True)
    fake.epoch = "e" * 32
    result = centre.turn(fake, BIG)
    assert (result.verified_equal, result.notes) == (True, ("the site was reset or restored: new epoch",))
    assert centre.refused() == set()


def test_a_mass_deletion_is_held_until_a_second_agreeing_snapshot(centre, fake, later):
    many(fake)
    centre.turn(fake, BIG)
    vanish(fake, 35)
    fake.epoch = "e" * 32
    result = centre.turn(fake, BIG)
    assert (result.outcome, result.verified_equal) == ("ok", False)
    assert "35 of 340 completion absent from a whole snapshot: deletion held" in result.notes
    assert len(centre.live("completion")) == 340
    later(1800)
    result = centre.turn(fake, BIG)
    # Nothing is read a second time before it may decide.
    assert (result.verified_equal, result.notes) == (False, ())
    assert len(centre.live("completion")) == 340
    later(1801)
    result = centre.turn(fake, BIG)
    assert result.verified_equal is True
    assert {"learning read afresh (held)", "35 completion absent from a whole snapshot: gone"} <= set(result.notes)
    centre.assert_equal(fake)
    with reading(centre.engine) as conn:
        assert held.of_tenant(conn, centre.id) == {}


def test_a_second_snapshot_that_was_cut_off_goes_on_and_does_not_begin_again(centre, fake, later):
    many(fake)
    centre.turn(fake, BIG)
    vanish(fake, 35)
    fake.epoch = "e" * 32
    centre.turn(fake, BIG)
    later(3601)

    def cut(number, asks):
        if any(ask.operation == "snapshot" and ask.kind == "completion" and ask.after for ask in asks):
            raise TenantError(Code.DOWN, "gone")

    fake.before_ask = cut
    assert centre.turn(fake, SyncOptions(page_size=100)).code == Code.DOWN
    fake.before_ask = lambda number, asks: None
    result = centre.turn(fake, SyncOptions(page_size=100))
    assert (result.verified_equal, result.notes) == (True, ("35 completion absent from a whole snapshot: gone",))
    centre.assert_equal(fake)


@pytest.mark.parametrize("afresh", [False, True])
def test_a_deletion_held_by_a_clock_that_was_ahead_is_held_anew_from_now(centre, fake, later, afresh):
    many(fake)
    centre.turn(fake, BIG)
    vanish(fake, 35)
    fake.epoch = "e" * 32
    centre.turn(fake, BIG)
    with transaction(centre.engine) as conn:
        conn.execute(update(held_deletion).values(held_at=held_deletion.c.held_at + 30 * 86_400_000))
        before = held.of_tenant(conn, centre.id)["completion"]
    if afresh:
        fake.epoch = "f" * 32
    result = centre.turn(fake, BIG)
    assert "35 of 340 completion absent from a whole snapshot: deletion held" in result.notes
    with reading(centre.engine) as conn:
        anew = held.of_tenant(conn, centre.id)["completion"]
    assert anew.held_at < before.held_at
    assert anew.generation > before.generation
    assert len(centre.live("completion")) == 340
    later(3601)
    assert centre.turn(fake, BIG).verified_equal is True
    centre.assert_equal(fake)


def test_rows_that_come_back_before_the_second_snapshot_are_not_deleted(centre, fake, later):
    many(fake)
    centre.turn(fake, BIG)
    saved = fake.save()
    vanish(fake, 100)
    fake.epoch = "e" * 32
    centre.turn(fake, BIG)
    fake.rows = saved[0]
    later(3601)
    assert centre.turn(fake, BIG).verified_equal is True
    assert len(centre.live("completion")) == 340
    with reading(centre.engine) as conn:
        assert held.of_tenant(conn, centre.id) == {}


def test_rows_missing_only_in_the_second_snapshot_are_held_anew(centre, fake, later):
    many(fake)
    centre.turn(fake, BIG)
    vanish(fake, 50)
    fake.epoch = "e" * 32
    centre.turn(fake, BIG)
    vanish(fake, 100)
    later(3601)
    centre.turn(fake, BIG)
    assert len(centre.live("completion")) == 290
    later(3601)
    assert centre.turn(fake, BIG).verified_equal is True
    centre.assert_equal(fake)


def test_lan_can_release_a_held_deletion(centre, fake):
    many(fake)
    centre.turn(fake, BIG)
    vanish(fake, 200)
    fake.epoch = "e" * 32
    centre.turn(fake, BIG)
    with transaction(centre.engine) as conn:
        held.release(conn, centre.id, "completion", "operator")
    with reading(centre.engine) as conn:
        assert [row.id for row in tenants.due(conn, 10, failing=False)] == [centre.id]
    result = centre.turn(fake, BIG)
    # The rows have not come back.
    assert (result.verified_equal, result.notes) == (True, ("held deletion of 200 completion released by operator",))
    centre.assert_equal(fake)


def test_an_empty_snapshot_does_not_empty_the_centre(centre, fake):
    many(fake)
    centre.turn(fake, BIG)
    fake.rows["completion"].clear()
    fake.epoch = "e" * 32
    centre.turn(fake, BIG)
    assert len(centre.live("completion")) == 340


def test_a_mass_deletion_found_by_the_proof_is_held_too(centre, fake):
    many(fake)
    centre.turn(fake, BIG)
    for row_id in [row_id for row_id in fake.rows["completion"] if row_id % 256 < 30]:
        fake.drop("completion", row_id, silently=True)
    result = centre.turn(fake, BIG, prove=True)
    assert result.verified_equal is False
    assert len(centre.live("completion")) == 340
    with reading(centre.engine) as conn:
        assert held.of_tenant(conn, centre.id)["completion"].held > 34


def test_a_deletion_that_is_held_and_a_difference_that_stays_are_in_the_log(centre, fake):
    many(fake)
    centre.turn(fake, BIG)
    vanish(fake, 35)
    fake.epoch = "e" * 32
    with capture_logs() as logged:
        centre.turn(fake, BIG)
    facts = {(one["event"], *(str(one[name]) for name in ("kind", "held", "of", "streams") if name in one)) for one in logged}
    assert facts == {(Event.DELETION_HELD, "completion", "35", "340"), (Event.DIVERGED, "['learning']")}
    assert {one["tenant"] for one in logged} == {centre.tenant().slug}


def test_an_incomplete_snapshot_deletes_nothing(centre, fake):
    many(fake)
    centre.turn(fake, BIG)
    fake.epoch = "e" * 32
    vanish(fake, 10)

    def cut(number, asks):
        if any(ask.operation == "snapshot" and ask.kind == "completion" and ask.after for ask in asks):
            raise TenantError(Code.DOWN, "gone")

    fake.before_ask = cut
    result = centre.turn(fake, SyncOptions(page_size=100))
    assert (result.outcome, result.code) == ("failed", Code.DOWN)
    assert len(centre.live("completion")) == 340
    assert centre.stream("learning").snapshot is not None
    fake.before_ask = lambda number, asks: None
    assert centre.turn(fake, SyncOptions(page_size=100)).verified_equal is True
    centre.assert_equal(fake)
