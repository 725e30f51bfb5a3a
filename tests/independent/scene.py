"""A real centre (`syncd serve`, `syncd run`) with independent tenants, and what it shows of them. Ends only processes it began."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from syncd import clock
from syncd.health.staleness import State
from syncd.health.summary import Summary, TenantStatus, summarise
from syncd.store import invites
from syncd.store.engine import open_store, reading, transaction
from tests.e2e.centre_process import REPOSITORY, CentreProcess
from tests.independent.tenant.server import HONEST, Conduct, Tenant
from tests.independent.tenant.site import COLUMNS

# Read every second, give up early: a test has no five minutes.
HASTE = {"INTERVAL_S": "1", "WORKERS": "8", "TOTAL_TIMEOUT_S": "5", "CONNECT_TIMEOUT_S": "2"}
PATIENCE_S = 30
# What the centre promises of its memory (docs/operations.md), and how long a tenant may go unread here: its turn comes every second.
MAX_MIB = 300
MAX_AGE_S = 15
MAX_LINE = 16 * 1024


# A test runs on SQLite unless it is marked so.
ON_BOTH_STORES = pytest.mark.parametrize("store", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)], indirect=True)


def today(reason: str) -> pytest.MarkDecorator:
    """What must hold does not hold today: who mends it takes the mark away."""
    return pytest.mark.xfail(strict=True, reason=reason)


class Centre(CentreProcess):
    """A centre in a folder, with its store."""

    def __init__(self, folder: Path, address: str, store: str | None = None) -> None:
        super().__init__(folder, address, store=store)
        self.folder, self.address = folder, address
        self.engine = open_store(self.store)

    def twin(self, folder: Path, store: str | None = None) -> "Centre":
        """The same centre again, with a copy of its keys, and of its store if nobody names another; this one must rest."""
        folder.mkdir()
        for part in self.folder.glob("centre.db*"):
            shutil.copy(part, folder)
        shutil.copytree(self.folder / "keys", folder / "keys")
        return Centre(folder, self.address, store)

    def code(self, name: str) -> str:
        """A join code, without the seconds that a command takes to start."""
        with transaction(self.engine) as conn:
            return invites.code(self.url, invites.create(conn, name, "Lembaga Uji", clock.now_ms()))

    def summary(self) -> Summary:
        with reading(self.engine) as conn:
            return summarise(conn, clock.now_ms())

    def status(self, slug: str) -> TenantStatus:
        return next(one for one in self.summary().tenants if one.slug == slug)

    def rows(self, slug: str) -> dict[str, dict[int, list[object]]]:
        """What is stored of this tenant and has not gone."""
        return {kind: self._rows(slug, kind) for kind in COLUMNS}

    def _rows(self, slug: str, kind: str) -> dict[int, list[object]]:
        columns = ", ".join(f"r.{name}" for name in COLUMNS[kind])
        found = self.sql(
            f"SELECT {columns} FROM {kind} r JOIN tenant t ON t.id = r.tenant_id WHERE t.slug = :slug AND r.gone_at IS NULL",
            slug=slug,
        )
        return {row[0]: list(row) for row in found}

    def sql(self, statement: str, **parameters: object) -> Sequence[tuple]:
        with self.engine.begin() as conn:
            result = conn.execute(text(statement), parameters)
            return [tuple(row) for row in result] if result.returns_rows else []

    def hurry(self) -> None:
        """Every tenant is due now: a test has no time for a back-off."""
        self.sql("UPDATE tenant SET next_sync_at = 0")


@dataclass
class Daemon:
    """A running `syncd run`."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def peak_mib(self) -> float:
        """The most memory it ever had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024

    def lines(self) -> list[str]:
        return self.log.read_text(errors="replace").splitlines()

    def events(self) -> list[dict]:
        return [json.loads(line) for line in self.lines() if line.startswith("{")]


@contextmanager
def daemon(centre: Centre, **settings: str) -> Iterator[Daemon]:
    """`syncd run`, killed at the end: what a lying tenant keeps waiting needs no farewell."""
    environment = os.environ | {f"SYNCD_POLL__{name}": value for name, value in (HASTE | settings).items()}
    log = centre.folder / "run.log"
    with log.open("w") as out:
        process = subprocess.Popen([*centre._command, "run"], cwd=REPOSITORY, env=environment, stdout=out, stderr=out)
    try:
        yield Daemon(process, log)
    finally:
        process.kill()
        process.wait(PATIENCE_S)


def until(condition: Callable[[], object], seconds: float = PATIENCE_S) -> bool:
    """Wait until this is so; whether it came about."""
    end = clock.monotonic() + seconds
    while not condition():
        if clock.monotonic() > end:
            return False
        Event().wait(0.1)
    return True


@dataclass
class Seen:
    """What could be seen while a tenant lied."""

    liar: TenantStatus
    others: list[TenantStatus]
    oldest_s: int  # the greatest age any of the others had
    peak_mib: float
    longest_line: int
    log: str


@dataclass
class Scene:
    """A daemon, tenants it has read and proven, and one of them who is about to lie."""

    centre: Centre
    tenants: dict[str, Tenant]
    liar: str
    exit: ExitStack = field(default_factory=ExitStack)

    @property
    def tenant(self) -> Tenant:
        return self.tenants[self.liar]

    def run(self, **settings: str) -> None:
        """Begin the daemon, and wait until it has read everybody."""
        began = clock.now_ms()
        self.daemon = self.exit.enter_context(daemon(self.centre, **settings))
        assert until(lambda: all(at > began for (at,) in self.centre.sql("SELECT last_ok_at FROM tenant")))

    def begin(self, conduct: Conduct, *liars: str) -> None:
        for slug in liars or (self.liar,):
            self.tenants[slug].conduct = conduct

    def watch(self, done: Callable[[], object], seconds: float, liars: Sequence[str] = ()) -> Seen:
        """Look on until this is so, or time is over."""
        liars = liars or (self.liar,)
        oldest = 0

        def looked() -> object:
            nonlocal oldest
            others = [one for one in self.centre.summary().tenants if one.slug not in liars]
            oldest = max(oldest, *(one.age_s or 0 for one in others))
            return done()

        until(looked, seconds)
        found = self.centre.summary().tenants
        lines = self.daemon.lines()
        return Seen(
            liar=next(one for one in found if one.slug == self.liar),
            others=[one for one in found if one.slug not in liars],
            oldest_s=oldest,
            peak_mib=self.daemon.peak_mib,
            longest_line=max(map(len, lines), default=0),
            log="\n".join(line[:400] for line in lines),
        )

    def lie(self, conduct: Conduct, seconds: float = 12) -> Seen:
        """Lie until the centre has noticed."""
        self.begin(conduct)
        self.centre.hurry()
        return self.watch(lambda: self.noticed() and self._logged(), seconds)

    def _logged(self) -> bool:
        """Whether the log has said how the liar's turn failed: it does so after the store."""
        ends = ('"sync.failed"', '"sync.crashed"')
        return any(f'"{self.liar}"' in line and any(end in line for end in ends) for line in self.daemon.lines())

    def noticed(self) -> bool:
        status = self.centre.status(self.liar)
        return bool(self.tenant.lied) and status.code is not None

    def heal(self, seconds: float = 12) -> bool:
        """Tell the truth again; whether all are read and proven equal after it."""
        for tenant in self.tenants.values():
            tenant.conduct = HONEST
        told = clock.now_ms()

        def well() -> bool:
            rows = self.centre.sql("SELECT last_ok_at FROM tenant")
            return all(at and at > told for (at,) in rows) and all(
                one.state is State.FRESH for one in self.centre.summary().tenants
            )

        def hurried() -> bool:
            if self.centre.status(self.liar).state is not State.FRESH:
                self.centre.hurry()
            return well()

        return until(hurried, seconds)


def assert_contained(seen: Seen) -> None:
    """A lie costs at most its budget, reaches nobody else, and ends in words about the tenant, not in a mistake of the centre."""
    assert seen.peak_mib <= MAX_MIB
    assert seen.oldest_s <= MAX_AGE_S
    assert {one.state for one in seen.others} == {State.FRESH}
    assert seen.longest_line <= MAX_LINE
    assert "Traceback" not in seen.log
    assert "CRASHED" not in seen.log
    assert "store.unavailable" not in seen.log


def assert_refused(seen: Seen, *codes: str) -> None:
    """The liar is shown as failing, with one of these codes and a sentence."""
    assert_contained(seen)
    assert seen.liar.state is State.FAILING
    assert seen.liar.code in codes
    assert seen.liar.error
    assert seen.liar.sentence("id") != seen.liar.code
