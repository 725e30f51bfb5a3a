"""A turn may die at every named place, again and again: nothing is lost, doubled, invented or stale."""

import pytest

from syncd import crashpoint
from syncd.errors import LeaseLostError
from syncd.store import leases, rows
from syncd.store.engine import run_transaction, transaction
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.fake_tenant import FakeTenant
from tests.store.centre import Centre

OPTIONS = SyncOptions(page_size=4)
PLACES = ("before fetch", "after fetch", "between rows and cursor", "before commit", "after commit", "in snapshot finish")


class DiedError(BaseException):
    """The process ended here, as far as the program can tell."""


class Lives:
    """Lets each life die at the n-th time it reaches a place."""

    def __init__(self, place: str) -> None:
        self.place, self.fatal, self.reached = place, 1, 0

    def __call__(self, name: str) -> None:
        if name == self.place:
            self.reached += 1
            if self.reached == self.fatal:
                raise DiedError


def change(fake: FakeTenant, number: int) -> None:
    fake.course(number % 5 + 1, f"judul {number}")
    fake.completion(100 + number)
    if number % 3 == 0:
        fake.drop("completion", 100 + number - 1)
    if number % 4 == 0:
        fake.course(50 + number, "buruk\x07")
    if number == 7:
        fake.epoch = "b" * 32
    fake.put("badge_class", 3, 1, f"Lencana {number}", None, None, "active", 50)
    fake.put("assertion", number, 3, f"sub:u{number}", 60, None)


@pytest.mark.parametrize("place", PLACES)
def test_dying_at_every_occurrence_of_a_place_changes_nothing_in_the_end(engine, tenant, monkeypatch, place):
    centre, fake = Centre(engine, tenant), FakeTenant(tenant)
    for number in range(1, 10):
        fake.completion(number)
    lives = Lives(place)
    monkeypatch.setattr(crashpoint, "hook", lives)
    deaths, survived, number = 0, 0, 0
    while survived < 2 and deaths < 60:
        lives.reached = 0
        number += 1
        change(fake, number)
        try:
            sync_tenant(engine, fake, tenant.id, f"life-{deaths}", OPTIONS)
            survived += 1
        except DiedError:
            deaths += 1
            lives.fatal += 1
            with transaction(engine) as conn:
                leases.release_all(conn, f"life-{deaths - 1}", 9)
    monkeypatch.setattr(crashpoint, "hook", None)
    assert deaths >= 1
    assert survived == 2
    assert centre.turn(fake).verified_equal is True
    centre.assert_equal(fake)


def test_a_turn_that_was_overtaken_while_it_fetched_writes_nothing_more(engine, tenant):
    centre, fake = Centre(engine, tenant), FakeTenant(tenant)
    fake.completion(1)
    centre.turn(fake)
    fake.completion(2)

    def overtake(number, asks):
        fake.before_ask = lambda number, asks: None
        with transaction(engine) as conn:
            leases.release_all(conn, "daemon-1", 9)
        run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "daemon-2", 9))

    fake.before_ask = overtake
    assert centre.turn(fake).outcome == "lost"
    assert set(centre.live("completion")) == {1}
    row = centre.tenant()
    assert (row.lease_owner, row.failures) == ("daemon-2", 0)


def test_rows_written_without_the_cursor_would_be_noticed(engine, tenant):
    """The page's transaction is one: if its last statement fails, its rows are not there either."""
    claim = run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "daemon-1", 9))

    def work(conn):
        rows.apply_rows(conn, claim.lease, rows.KindRows("completion", [(1, 1, "sub:a", 5)]), 1, 5)
        raise LeaseLostError

    with pytest.raises(LeaseLostError):
        run_transaction(engine, work)
    assert Centre(engine, tenant).live("completion") == {}
