"""Rows K: what happens to our own processes. Every death here is a real one, of a real process."""

import os
import shutil
import signal
from dataclasses import replace
from random import Random

import pytest

from syncd import clock
from syncd.model.guard import Guard
from syncd.simulator.population import Size
from syncd.store.engine import open_store
from tests.faults.lab import BROKEN, Lab
from tests.faults.lives import Lives
from tests.faults.patience import until

TINY = Size(courses=4, learners=6, enrolments_per_course=2)
NAMED = {"before fetch", "after fetch", "between rows and cursor", "before commit", "after commit", "in snapshot finish"}
BOTH = ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)]
# In each of four runs; `python -m tests.faults.kills` kills as often as one likes.
KILLS = 60


@pytest.fixture(params=BOTH)
def store(request):
    return None if request.param == "sqlite" else request.getfixturevalue("mariadb_url")


@pytest.fixture
def small(make_lab, store):
    """A centre of either database, which has read its small tenants whole."""
    lab = make_lab(store, size=TINY)
    lab.options = replace(lab.options, page_size=6, guard=Guard(rows=10_000))  # held deletions have tests of their own
    return lab.all_good()


def first_read(lab: Lab) -> None:
    """Nothing was read yet."""


def changes(lab: Lab) -> None:
    """Read once; then things changed."""
    lab.sweep()
    lab.change("after", acts=12)


def changes_and_deletions(lab: Lab) -> None:
    """Read once; then things changed, and one stream has to be read afresh and misses rows."""
    lab.sweep()
    lab.change("after", acts=12)
    lab.incident("prune")


@pytest.mark.parametrize("story", [first_read, changes, changes_and_deletions])
def test_K02_kill_9_at_every_crash_point_in_turn_loses_and_doubles_nothing(make_lab, lives, tmp_path, story):
    """From the same state again and again: the n-th life dies at its n-th crash point, until one survives."""
    template = make_lab(size=TINY)
    template.options = replace(template.options, page_size=6, guard=Guard(rows=10_000))
    story(template)
    template.tenants, template.keys = {BROKEN: template.broken}, {BROKEN: template.keys[BROKEN]}
    template.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = template.engine.url.database
    died, before = 0, len(lives.died_at())
    while True:
        copy = tmp_path / f"life{died}.db"
        shutil.copy(file, copy)
        lab = template.twin(open_store(f"sqlite:///{copy}"))
        lab.options = template.options
        status = lives.wait(lives.begin(lab, at=died + 1))
        if status != 0:
            assert status == -signal.SIGKILL
            died += 1
            lab.bury()
            lab.turn(prove=True)
            # The proof would mend what the death broke; it must find nothing to mend.
            assert "differs" not in lab.notes()
        lab.assert_equal([BROKEN])
        lab.close()
        lab.engine.dispose()
        if status == 0:
            break
    points = lives.died_at()[before:]
    assert len(points) == died
    assert set(points) >= NAMED - ({"in snapshot finish"} if story is changes else set())


def test_K02_kill_9_at_each_next_crash_point_while_the_world_changes(small, lives):
    """Each life goes on where the one before died, and the world does not wait."""
    died = 0
    while True:
        small.change(died, acts=4)
        status = lives.wait(lives.begin(small, at=died + 1))
        if status == 0:
            break
        died += 1
        small.bury()
    assert died > 20
    small.assert_equal()
    small.without_a_human()


def seconds_to_the_first_turn(lab: Lab, lives: Lives) -> float:
    """How long a daemon takes on this machine from its birth to the end of a turn."""
    lab.bury()
    ended = len(lab.ask_sql("SELECT id FROM sync WHERE outcome = 'ok'"))
    born = clock.monotonic()
    pid = lives.begin(lab, "daemon")
    until(lambda: len(lab.ask_sql("SELECT id FROM sync WHERE outcome = 'ok'")) > ended)
    lives.kill(pid)
    lab.bury()
    return clock.monotonic() - born


@pytest.mark.parametrize(
    ("store", "seed"),
    [*(("sqlite", seed) for seed in (1, 2)), *(pytest.param("mariadb", seed, marks=pytest.mark.mariadb) for seed in (3, 4))],
    indirect=["store"],
)
def test_K01_hundreds_of_kills_at_any_moment_lose_and_double_nothing(small, lives, seed):
    """The real daemon with its threads, killed within twice the time of its first turn, while the world changes."""
    rng = Random(seed)
    longest_ms = 2000 * seconds_to_the_first_turn(small, lives)
    for number in range(KILLS):
        small.change(f"kill {seed}/{number}", acts=1)
        if number % 20 == 0:
            small.incident("prune")
        lives.kill_after(lives.begin(small, "daemon"), rng.uniform(10, max(150, longest_ms)))
        small.bury()
        if number % 30 == 29:
            small.without_a_human()
    small.without_a_human()
    # The kills met turns under way, not only processes that were about to begin.
    assert len(small.ask_sql("SELECT id FROM sync WHERE outcome = 'lost'")) > KILLS // 20


@pytest.mark.parametrize("daemons", [2, 3, 8])
def test_K03_several_daemons_at_once_share_the_tenants_and_never_one_turn(small, lives, daemons, shown):
    shown("fresh")
    small.bury()
    pids = [lives.begin(small, "daemon") for _ in range(daemons)]
    turns = len(small.ask_sql("SELECT id FROM sync"))
    for round_number in range(6):
        small.change(round_number, acts=3)
        seen = len(small.ask_sql("SELECT id FROM sync WHERE outcome = 'ok'"))
        until(lambda seen=seen: len(small.ask_sql("SELECT id FROM sync WHERE outcome = 'ok'")) > seen + 5)
    until(lambda: len(small.ask_sql("SELECT owner FROM daemon")) == daemons)
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    assert [lives.wait(pid) for pid in pids] == [0] * daemons
    assert len(small.ask_sql("SELECT id FROM sync")) > turns
    assert small.ask_sql("SELECT tenant_id, fence FROM sync GROUP BY tenant_id, fence HAVING COUNT(*) > 1") == []
    assert small.ask_sql("SELECT id FROM sync WHERE outcome IN ('running', 'failed')") == []
    small.bury()
    small.without_a_human()


@pytest.mark.parametrize("point", ["after fetch", "before fetch", "after commit"], ids=lambda name: name.replace(" ", "_"))
@pytest.mark.parametrize("at", [1, 2])
def test_K04_an_owner_that_was_stopped_and_wakes_after_its_lease_commits_nothing(small, lives, point, at, shown):
    shown("fresh")
    small.change("before", acts=10, numbers=[BROKEN])
    small.incident("prune")
    pid = lives.begin(small, at=at, point=point, send="SIGSTOP")
    assert lives.wait(pid) == -signal.SIGSTOP
    small.bury()
    small.change("while it slept", acts=10, numbers=[BROKEN])
    small.turn()
    small.assert_equal([BROKEN])
    stored, lost = small.kept(), len(small.ask_sql("SELECT id FROM sync WHERE outcome = 'lost'"))
    assert lost == 1
    rest = [number for number in small.tenants if number != BROKEN]
    os.kill(pid, signal.SIGCONT)
    assert lives.wait(pid) == 0
    assert small.kept() == stored
    small.assert_equal([BROKEN])
    small.bury()
    for number in rest:
        small.turn(number)
    small.without_a_human()


def test_K05_sigterm_ends_the_daemon_in_order(small, lives):
    before = len(small.ask_sql("SELECT id FROM sync"))
    small.bury()
    small.change("before")
    pid = lives.begin(small, "daemon")
    until(lambda: len(small.ask_sql("SELECT id FROM sync")) > before)
    began = clock.monotonic()
    os.kill(pid, signal.SIGTERM)
    assert lives.wait(pid) == 0
    assert clock.monotonic() - began < 10
    assert small.ask_sql("SELECT id FROM sync WHERE outcome = 'running'") == []
    assert small.ask_sql("SELECT id FROM tenant WHERE lease_owner IS NOT NULL") == []
    assert small.ask_sql("SELECT owner FROM daemon") == []
    small.without_a_human()
