"""A turn is long by the time it waits for its tenant, not by what the centre itself needs; of too many long ones one goes on later."""

import pytest

from syncd import clock
from syncd.daemon.loop import Daemon
from syncd.daemon.waits import Waits
from syncd.errors import Code, TenantError
from syncd.model.tenant import TenantAddress
from syncd.sync.state import SyncOptions


class Slow:
    """Answers after so many seconds of a clock that only it moves."""

    def __init__(self, monkeypatch):
        self.now, self.needs, self.fails = 1000.0, 1.0, False
        monkeypatch.setattr(clock, "monotonic", lambda: self.now)

    def ask(self, _address, _asks):
        self.now += self.needs
        if self.fails:
            raise TenantError(Code.DOWN, "x")

    def refresh_jwks(self, _address, _sha256, _announcement):
        return None


@pytest.fixture
def slow(monkeypatch):
    return Slow(monkeypatch)


def address(number):
    return TenantAddress(number, f"t{number}", f"https://t{number}.example", "0" * 32, "{}", "0" * 64)


def test_waits_of_one_turn_add_up_and_the_centre_s_own_time_is_not_among_them(slow):
    waits = Waits(slow)
    for _ in range(3):
        waits.ask(address(1), [])
        slow.now += 100
    assert waits.long() == []
    slow.fails = True
    with pytest.raises(TenantError):
        waits.ask(address(1), [])
    assert waits.long() == [1]
    waits.forget(1)
    assert waits.long() == []


def test_an_answer_that_is_still_awaited_counts(slow):
    waits, seen = Waits(slow), []

    def ask(_address, _asks):
        slow.now += 4
        seen.append(waits.long())

    slow.ask = ask
    waits.ask(address(7), [])
    assert seen == [[7]]


def test_waiting_for_a_key_set_is_waiting_for_the_tenant(slow):
    waits = Waits(slow)

    def fetch(_address, _sha256, _announcement):
        slow.now += 9

    slow.refresh_jwks = fetch
    waits.refresh_jwks(address(1), "0" * 64, "")
    assert waits.long() == [1]


def test_the_longest_of_more_long_turns_than_half_of_the_workers_stops_at_its_next_page(slow):
    daemon = Daemon(None, slow, SyncOptions(), workers=4)
    for number, needs in ((1, 5), (2, 9)):
        slow.needs = needs
        daemon._asker.ask(address(number), [])
    assert not any(daemon._must_stop(number) for number in (1, 2, 3))
    slow.needs = 7
    daemon._asker.ask(address(3), [])
    assert [number for number in (1, 2, 3) if daemon._must_stop(number)] == [2]
    daemon._asker.forget(2)
    assert not any(daemon._must_stop(number) for number in (1, 2, 3))
    daemon.stop()
    assert all(daemon._must_stop(number) for number in (1, 2, 3))
