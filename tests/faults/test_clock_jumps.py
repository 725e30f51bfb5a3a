"""The clock of a running daemon is set by hours and years, there and back: read on within a minute, nothing green unread."""

import os
import subprocess
import sys

import pytest

from syncd.health.heartbeat import daemon_health
from syncd.health.staleness import State
from syncd.health.summary import summarise
from syncd.store import beats
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading
from tests.faults.lives import Lives
from tests.faults.patience import until
from tests.faults.wall import WHY_NOT, Clock
from tests.mariadb_server import private_server

JUMPS_S = [43_200, -43_200, 31_536_000, -31_536_000]
pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))


@pytest.fixture
def wall(tmp_path) -> Clock:
    return Clock(tmp_path / "offset")


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def lab(make_lab, request):
    """On SQLite, where the database's clock is the daemon's; on MariaDB, whose clock stays right."""
    return make_lab(None if request.param == "sqlite" else request.getfixturevalue("mariadb_url")).all_good()


@pytest.mark.parametrize("offset", JUMPS_S)
def test_a_daemon_whose_clock_jumps_there_and_back_reads_on_and_shows_no_green_it_has_not_earned(
    lab, simulator, tmp_path, wall, offset
):
    turns = lambda outcome: len(lab.ask_sql("SELECT id FROM sync WHERE outcome = :it", it=outcome))  # noqa: E731
    lab.bury()
    with Lives(simulator.private_key, tmp_path, wall.environment) as lives:
        before = turns("ok")
        lives.begin(lab, "daemon")
        until(lambda: turns("ok") >= before + 3)
        failed = turns("failed")
        wall.set(offset)
        # The tenants' clocks are right: they refuse tokens of another time, and nobody is green.
        until(lambda: turns("failed") >= failed + 3)
        until(lambda: all(lab.state(number) is not State.FRESH for number in lab.tenants))
        good = turns("ok")
        wall.set(0)
        until(lambda: turns("ok") >= good + 3)
        until(lambda: all(lab.state(number) is State.FRESH for number in lab.tenants))
        until(lambda: not _health(lab).down and not _health(lab).disagrees)


@pytest.mark.mariadb
@pytest.mark.parametrize("offset", JUMPS_S)
def test_a_database_whose_clock_jumps_there_and_back_stops_nothing_and_is_shown(make_lab, simulator, tmp_path, wall, offset):
    good = lambda: len(lab.ask_sql("SELECT id FROM sync WHERE outcome = 'ok'"))  # noqa: E731
    with private_server(environment=wall.environment) as server, Lives(simulator.private_key, tmp_path) as lives:
        lab = make_lab(server.create_database("clock")).all_good()
        lab.bury()
        lives.begin(lab, "daemon")
        for moved, disagree in ((offset, True), (0, False)):
            wall.set(moved)
            before = good()
            until(lambda enough=before + 3: good() >= enough)
            until(lambda: all(one is State.FRESH for one in _states(lab)))
            until(lambda wanted=disagree: _health(lab).disagrees is wanted)


def test_the_hour_that_ends_summer_time_is_waited_through_like_any_other(wall):
    """In a place that has summer time, two seconds before its clocks are put back: what comes each second goes on coming."""
    counted = subprocess.run(
        [sys.executable, "-c", _COUNT, str(wall.file)],
        env=os.environ | wall.environment | {"TZ": "Europe/Berlin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert counted[0].startswith("02:59:5")
    assert counted[-1].startswith("02:00:0")
    assert len(counted) >= 5


_COUNT = """
import sys, time
from threading import Event
from syncd.daemon.steady import SteadyScheduler
with open(sys.argv[1], "w") as offset:
    print(f"{1792889998 - int(time.time()):+d}", file=offset)
clock, seen = SteadyScheduler(), []
clock.every(1).seconds.do(lambda: seen.append(time.strftime("%H:%M:%S")))
end = time.monotonic() + 7
while time.monotonic() < end:
    Event().wait(0.1)
    clock.run_pending()
print(*seen)
"""


def _states(lab):
    with reading(lab.engine) as conn:
        return [one.state for one in summarise(conn, database_now_ms(conn)).tenants]


def _health(lab):
    with reading(lab.engine) as conn:
        return daemon_health(beats.every(conn), database_now_ms(conn))
