"""Tenants, daemon and database, each with a clock of its own: `python -m tests.faults.clock_combinations` tries them all.

What must hold is said by `Clocks.check`. Ends only processes it began.
"""

import itertools
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from syncd.clock import SKEW_MS
from syncd.errors import Code
from syncd.health.sentences import sentence
from syncd.health.staleness import State
from syncd.health.summary import TenantStatus, summarise
from syncd.keys import refuses_by_clock
from syncd.simulator.population import Size
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import open_store, reading
from tests.faults.lab import Lab, Simulator
from tests.faults.lives import Lives
from tests.faults.patience import until
from tests.faults.wall import WHY_NOT, Clock
from tests.mariadb_server import private_server

HOUR_S = 3600
OFFSETS_S = (0, 12 * HOUR_S, -12 * HOUR_S, 365 * 24 * HOUR_S, -365 * 24 * HOUR_S)
# By how much each tenant's clock is wrong; the last two did, or did not, follow summer time. The fourth has its people streams off.
TENANTS_S = dict(enumerate((*OFFSETS_S, HOUR_S, -HOUR_S), 1))
SMALL = Size(courses=5, learners=8, enrolments_per_course=2)
EVERY = tuple(itertools.product(OFFSETS_S, OFFSETS_S))
# Each offset of the daemon and of the database once.
SOME = ((0, 0), (12 * HOUR_S, -12 * HOUR_S), (-365 * 24 * HOUR_S, 12 * HOUR_S), (0, 365 * 24 * HOUR_S))


@dataclass
class Clocks:
    """A lab whose daemon runs under a clock of its own; so does its database, where there is one beside the daemon."""

    lab: Lab
    daemon: Clock
    database: Clock | None = None
    tried: int = 0
    mark: int = field(default=0, init=False)

    def try_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Daemon and database are so far off, every tenant as `TENANTS_S` says; in the end all are right again."""
        for daemon_s, database_s in pairs:
            self.set(daemon_s, database_s, TENANTS_S)
            self.check(daemon_s, database_s)
            self.tried += len(TENANTS_S)
        self.set(0, 0, dict.fromkeys(TENANTS_S, 0))
        until(lambda: all(one.state is State.FRESH for one in self.statuses()) and not self.lab.verdict())
        parked = "SELECT slug FROM tenant WHERE deaths > 0 OR failures > 0 OR paused_by IS NOT NULL"
        assert self.lab.ask_sql(parked) == []

    def set(self, daemon_s: int, database_s: int, tenants_s: dict[int, int]) -> None:
        """All clocks jump, and something changes everywhere: who is green now without having been read is so wrongly."""
        self.daemon.set(daemon_s)
        if self.database:
            self.database.set(database_s)
        for number, tenant in self.lab.tenants.items():
            tenant.clock_offset_s = tenants_s[number]
        self.lab.change((self.mark, daemon_s, database_s), acts=3)
        self.mark = int(str(self.lab.ask_sql("SELECT COALESCE(MAX(id), 0) FROM sync")[0][0]))

    def check(self, daemon_s: int, database_s: int) -> None:
        """Within a minute whoever can be read is read, whoever cannot is named with its clock, or with the centre's clocks.

        Nobody is green whose last turn failed.
        """
        ours = self.database is not None and abs(daemon_s - database_s) * 1000 > SKEW_MS
        code = Code.CLOCKS_DISAGREE if ours else Code.SITE_CLOCK
        readable = {number for number, own in TENANTS_S.items() if not refuses_by_clock(own - daemon_s)}

        def settled() -> bool:
            outcomes, shown = self.outcomes(), self.shown()
            for number in TENANTS_S.keys() - readable:
                assert outcomes.get(number) != "ok", f"tenant {number} was read though its clock is wrong"
                assert shown[number].state is not State.FRESH or number not in outcomes, (
                    f"tenant {number} is green and was not read"
                )
            return all(outcomes.get(number) == "ok" for number in readable) and all(
                shown[number].code == code for number in TENANTS_S.keys() - readable
            )

        until(settled)
        for number in TENANTS_S.keys() - readable:
            assert self.shown()[number].state is State.FAILING
            assert "clock" in sentence(code, "en")
            assert "clock" in str(self.lab.row(number).last_error)

    def outcomes(self) -> dict[int, str]:
        """How the newest turn of each tenant ended that began after the clocks jumped, where one has."""
        found = self.lab.ask_sql(
            "SELECT tenant_id, outcome FROM sync WHERE id > :mark AND outcome IN ('ok', 'failed') ORDER BY id", mark=self.mark
        )
        numbers = {key: number for number, key in self.lab.keys.items()}
        return {numbers[int(str(key))]: str(outcome) for key, outcome in found}

    def statuses(self) -> list[TenantStatus]:
        """What a page of the centre shows, by the database's clock."""
        with reading(self.lab.engine) as conn:
            return summarise(conn, database_now_ms(conn)).tenants

    def shown(self) -> dict[int, TenantStatus]:
        found = {one.slug: one for one in self.statuses()}
        return {number: found[self.lab.row(number).slug] for number in self.lab.tenants}


def main() -> int:
    """Every combination on MariaDB, and those there can be on SQLite, whose clock is the daemon's."""
    if WHY_NOT:
        print(WHY_NOT)
        return 1
    with TemporaryDirectory() as name, Simulator() as simulator:
        folder = Path(name)
        daemon, database = Clock(folder / "daemon"), Clock(folder / "database")
        with Lives(simulator.private_key, folder, daemon.environment) as lives:
            lab = Lab(open_store(f"sqlite:///{folder}/store.db"), simulator, size=SMALL, numbers=TENANTS_S).all_good()
            lives.begin(lab, "daemon")
            here = Clocks(lab, daemon)
            here.try_all((offset, offset) for offset in OFFSETS_S)
            print(f"sqlite: {here.tried} combinations of tenant and daemon held")
        with (
            private_server(environment=database.environment) as server,
            Lives(simulator.private_key, folder, daemon.environment) as lives,
        ):
            lab = Lab(open_store(server.create_database("clocks")), simulator, size=SMALL, numbers=TENANTS_S).all_good()
            lives.begin(lab, "daemon")
            here = Clocks(lab, daemon, database)
            here.try_all(EVERY)
            print(f"mariadb: {here.tried} combinations of tenant, daemon and database held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
