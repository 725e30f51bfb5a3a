"""The most memory the daemon ever has: without a liar, with one of each sort by itself, and with one of each sort at once."""

import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.bad import BAD
from bench.centre import Centre
from bench.crowd import Crowd, crowd
from bench.measure import Json
from bench.stores import sqlite_store
from syncd import clock
from syncd.store import tenants
from syncd.store.engine import reading, transaction

WITNESSES = 8
POLL = {"interval_s": 1, "workers": 8, "total_timeout_s": 5, "connect_timeout_s": 2, "turn_budget_s": 10}
TIMES = 3
ONE_S, ALL_S = 10, 30
_LOOK_S, _READ_S = 0.25, 1.0


def run() -> Json:
    """MiB."""
    with sqlite_store() as (_file, engine), TemporaryDirectory() as folder:
        centre = Centre(Path(folder), engine, POLL)
        with crowd(centre, len(BAD) + WITNESSES) as people:
            scene = _Scene(centre, people)
            with centre.daemon() as daemon:
                centre.wait_until_read(daemon, frozenset(people.tenant_ids))
            calm, _oldest = scene.peak({}, ONE_S)
            alone = {name: scene.peak({liar: name}, ONE_S)[0] for name, liar in scene.liars.items()}
            together, oldest = scene.peak({liar: name for name, liar in scene.liars.items()}, ALL_S)
    return {
        "workers": POLL["workers"],
        "honest_tenants_beside": WITNESSES,
        "peak_mib_without": calm,
        "peak_mib_with_one": dict(sorted(alone.items(), key=lambda item: -item[1])),
        "peak_mib_with_one_of_each_at_once": together,
        "sorts": len(BAD),
        "longest_time_an_honest_one_was_not_read_s": oldest,
        "remark": "every lie is told again and again, as if no tenant were ever put off; each figure is that of a new process",
    }


class _Scene:
    """Who lies how, and who does not."""

    def __init__(self, centre: Centre, people: Crowd) -> None:
        self._centre, self._people = centre, people
        self.liars = dict(zip(BAD, people.tenant_ids, strict=False))
        self._honest = frozenset(people.tenant_ids[len(BAD) :])

    def peak(self, conducts: dict[int, str], seconds: float) -> tuple[float, float]:
        """The daemon's peak in a process of its own while these tenants lie; and how old an honest one's reading got."""
        self._people.behave({})
        with self._centre.daemon() as daemon:
            self._centre.wait_until_read(daemon, self._honest)
            before = self._people.lied()
            self._people.behave(conducts)
            oldest = self._look_on(conducts, before, seconds)
            if daemon.process.poll() is not None or (conducts and not self._told(conducts, before)):
                raise RuntimeError(f"{conducts}: not told, or the daemon has ended: " + "\n".join(daemon.lines()[-20:])[:4000])
            return round(daemon.peak_mib, 1), round(oldest, 1)

    def _look_on(self, conducts: dict[int, str], before: dict[int, int], seconds: float) -> float:
        """Until a single liar has lied often enough, or time is over."""
        end, oldest = clock.monotonic() + seconds, 0.0
        while clock.monotonic() < end and not (len(conducts) == 1 and self._told(conducts, before) >= TIMES):
            with transaction(self._centre.engine) as conn:
                tenants.make_due(conn, list(conducts))
            threading.Event().wait(_LOOK_S)
            oldest = max(oldest, self._oldest_s())
        # What was told last is being read.
        threading.Event().wait(_READ_S)
        return oldest

    def _told(self, conducts: dict[int, str], before: dict[int, int]) -> int:
        """How often the one who told least did so."""
        lied = self._people.lied()
        return min((lied[liar] - before[liar] for liar in conducts), default=0)

    def _oldest_s(self) -> float:
        with reading(self._centre.engine) as conn:
            rows = [row for row in tenants.list_tenants(conn) if row.id in self._honest]
        return max(clock.now_ms() - (row.last_ok_at or 0) for row in rows) / 1000
