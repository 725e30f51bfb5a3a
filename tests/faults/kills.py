"""Kills the daemon with SIGKILL at random moments under load, begins it again each time, and compares the store with the tenants.

    python -m tests.faults.kills [--count 200] [--store sqlite|mariadb] [--seed N]

Nobody helps: no lease is ended, no death forgiven by hand. Between two lives there may be no time at all, or minutes
(`Lab.pass_time`). The seed says when daemons die and what happens on the tenants. Ends only processes it began.
"""

import argparse
import os
import secrets
import signal
import sys
import threading
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from syncd import clock
from syncd.health.staleness import State
from syncd.model.guard import Guard
from syncd.poll.transport import TransportOptions
from syncd.simulator.happenings import happen
from syncd.simulator.incidents import INCIDENTS
from syncd.simulator.population import Size
from syncd.store.engine import open_store
from tests.faults.lab import PAGES, QUICK, Lab, Simulator
from tests.faults.lives import Lives
from tests.faults.oracle import false_proofs, wrong_summaries
from tests.faults.patience import until
from tests.mariadb_server import private_server

# Three of them are so large that they are under way at most deaths.
TENANTS = range(1, 12)
SMALL = Size(courses=10, learners=30, enrolments_per_course=5)
LARGE = {number: Size(courses=60, learners=200, enrolments_per_course=20) for number in (1, 2, 3)}
# Held deletions have tests of their own; no tenant here is slow.
OPTIONS = replace(PAGES, guard=Guard(rows=100_000))
PATIENT = TransportOptions(policy=QUICK.policy, connect_timeout_s=10, total_timeout_s=60)
LONGEST_LIFE_MS, LONGEST_ABSENCE_S = 3000, 150
REST_AFTER, REST_S = 50, 240


class Load:
    """Things happen on the tenants, one after the other, and now and then a log is pruned, so that a snapshot begins."""

    def __init__(self, lab: Lab, seed: object, pause_s: float = 0.02) -> None:
        self._lab, self._rng, self._pause_s = lab, Random(f"{seed}/load"), pause_s
        self._go, self._end, self.acts, self.pruned = threading.Event(), threading.Event(), 0, 0
        self._idle = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        self._go.set()

    def rest(self) -> None:
        """Nothing happens from now on."""
        self._go.clear()
        with self._idle:
            pass

    def close(self) -> None:
        self._end.set()
        self._go.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._go.wait()
            if self._end.is_set():
                return
            with self._idle:
                if self._go.is_set():
                    self._act()
            self._end.wait(self._pause_s)

    def _act(self) -> None:
        tenant = self._lab.tenants[self._rng.choice(TENANTS)]
        with tenant.lock:
            if self._rng.random() < 1 / 200:
                INCIDENTS["prune"](tenant)
                self.pruned += 1
            else:
                happen(tenant.site, self._rng, 1_760_000_000 + self.acts)
                self.acts += 1


@dataclass
class Report:
    """What was found. Only `kills`, `met`, `acts` and `pruned` may be more than nothing."""

    kills: int = 0
    met: int = 0  # turns that were under way when their process was killed
    acts: int = 0
    pruned: int = 0
    wrong: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(("lost", "doubled", "invented", "stale"), 0)))
    failing: dict[int, str] = field(default_factory=dict)  # tenants, all of them healthy, that were parked or shown as failing
    false_proofs: int = 0
    false_sums: int = 0

    @property
    def good(self) -> bool:
        return not (any(self.wrong.values()) or self.failing or self.false_proofs or self.false_sums)

    def __str__(self) -> str:
        done = f"{self.kills} kills met {self.met} turns under way; {self.acts} changes, {self.pruned} logs pruned"
        rows = ", ".join(f"{count} {word}" for word, count in self.wrong.items())
        found = f"{rows}; {self.false_proofs} false proofs, {self.false_sums} false sums"
        return f"{done}: {found}; healthy tenants parked or failing: {self.failing or 0}"


def kill_again_and_again(lab: Lab, lives: Lives, count: int, seed: object, rest_after: int = REST_AFTER) -> Report:
    """So many deaths; after some of them, and at the end, everything rests and is compared."""
    rng, report, load = Random(f"{seed}/kills"), Report(), Load(lab, seed)
    try:
        load.begin()
        while report.kills < count:
            pid = lives.begin(lab, "daemon")
            lives.kill_after(pid, rng.uniform(10, LONGEST_LIFE_MS))
            report.kills += 1
            report.met += len(lab.ask_sql("SELECT id FROM tenant WHERE lease_owner LIKE :life", life=f"%:{pid}:%"))
            _look(lab, report)
            if rng.random() < 0.5:
                lab.pass_time(rng.uniform(0, LONGEST_ABSENCE_S))
            if report.kills % rest_after == 0 or report.kills == count:
                load.rest()
                _rest(lab, lives, report)
                load.begin()
        report.acts, report.pruned = load.acts, load.pruned
    finally:
        load.close()
    return report


def _look(lab: Lab, report: Report) -> None:
    """No tenant is ill, so none may be called so, at any time."""
    numbers = {key: number for number, key in lab.keys.items()}
    for key, code, error in lab.ask_sql("SELECT tenant_id, code, error FROM sync WHERE outcome = 'failed'"):
        report.failing.setdefault(numbers[int(str(key))], f"{code}: {error}")
    for number in lab.tenants:
        if lab.state(number) is State.FAILING:
            report.failing.setdefault(number, f"shown as failing: {lab.shown(number)}")


def _rest(lab: Lab, lives: Lives, report: Report) -> None:
    """The next life lasts as long as it needs, and nothing happens any more; then every row is compared."""
    lab.pass_time(60)
    pid = lives.begin(lab, "daemon")
    try:
        until(lambda: _settled(lab), every_s=0.5, patience_s=REST_S)
    except AssertionError:
        print(f"not equal after {REST_S} s: {lab.verdict()}", {n: (str(lab.state(n)), lab.shown(n)) for n in lab.tenants})
    _look(lab, report)
    os.kill(pid, signal.SIGTERM)
    lives.wait(pid)
    verdict = lab.verdict()
    report.wrong.update({word: len(keys) for word, keys in vars(verdict).items()})
    report.false_proofs += len(false_proofs(lab.engine, lab.tenants, lab.keys))
    report.false_sums += len(wrong_summaries(lab.engine))


def _settled(lab: Lab) -> bool:
    return all(lab.state(number) is State.FRESH for number in lab.tenants) and not lab.verdict()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--store", choices=("sqlite", "mariadb"), default="sqlite")
    parser.add_argument("--seed", default=secrets.token_hex(4), help="a run with the same one kills and changes alike")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}, {wanted.count} kills on {wanted.store}", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        simulator = stack.enter_context(Simulator())
        lives = stack.enter_context(Lives(simulator.private_key, folder))
        url = f"sqlite:///{folder}/store.db"
        if wanted.store == "mariadb":
            url = stack.enter_context(private_server()).create_database("kills")
        began = clock.monotonic()
        report = kill_again_and_again(new_lab(url, simulator), lives, wanted.count, wanted.seed)
        print(f"{report} ({clock.monotonic() - began:.0f} s)")
    return 0 if report.good else 1


def new_lab(url: str, simulator: Simulator) -> Lab:
    """A centre that has read nothing yet."""
    return Lab(open_store(url), simulator, options=OPTIONS, transport=PATIENT, size=SMALL, numbers=TENANTS, sizes=LARGE)


if __name__ == "__main__":
    sys.exit(main())
