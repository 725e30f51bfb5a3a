"""What the daemon does beside the turns can hang, break and end late, and no tenant waits for it."""

import threading

from syncd.daemon import chores
from syncd.daemon.loop import Daemon
from syncd.errors import StoreUnavailableError
from syncd.settings import Settings
from syncd.sync.state import SyncOptions
from tests.store.test_daemon import ENOUGH_S, Country, states, until


def running(engine, country, **works):
    daemon = Daemon(engine, country, SyncOptions(), 2, "daemon-1", beside=lambda _owner: works)
    thread = threading.Thread(target=daemon.run, kwargs={"install_signals": False})
    thread.start()
    return daemon, thread


def test_a_chore_that_hangs_keeps_no_tenant_waiting_and_does_not_keep_the_daemon(engine, monkeypatch):
    monkeypatch.setattr("syncd.daemon.loop._CHORE_END_S", 0.1)
    country, let_go = Country(engine, 4), threading.Event()
    daemon, thread = running(engine, country, people=lambda _stopping: let_go.wait(ENOUGH_S))
    until(lambda: all(row.verified_equal for row in states(engine)))
    daemon.stop()
    thread.join(ENOUGH_S)
    assert not thread.is_alive()
    let_go.set()


def test_a_chore_that_breaks_is_done_again_and_stops_no_other(engine, monkeypatch):
    monkeypatch.setattr(chores, "_PAUSE_S", 0.01)
    errors = [ZeroDivisionError("x"), StoreUnavailableError("away")]
    done, other = threading.Event(), threading.Event()

    def breaking(_stopping):
        if errors:
            raise errors.pop()
        done.set()

    daemon, thread = running(engine, Country(engine, 0), people=breaking, clients=lambda _stopping: other.set())
    assert done.wait(ENOUGH_S)
    assert other.wait(ENOUGH_S)
    daemon.stop()
    thread.join(ENOUGH_S)


def test_a_chore_is_told_when_the_daemon_ends(engine):
    told, begun = threading.Event(), threading.Event()

    def work(stopping):
        begun.set()
        until(stopping)
        told.set()

    daemon, thread = running(engine, Country(engine, 0), people=work)
    assert begun.wait(ENOUGH_S)
    daemon.stop()
    thread.join(ENOUGH_S)
    assert told.wait(ENOUGH_S)


def test_a_centre_without_a_realm_keeps_only_its_standings_its_search_and_its_images(engine):
    assert list(chores.chores(engine, Settings(), None, "daemon-1")) == ["standings", "search", "images"]
