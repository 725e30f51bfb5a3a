"""A centre and a few simulated tenants over real sockets: break one, let turns run, ask the oracle."""

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, text

from syncd import clock
from syncd.health.staleness import State, shown_code, state_of
from syncd.keys import Signer
from syncd.keys.sign import generate_key
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantRow
from syncd.poll.client import FeedClient
from syncd.poll.transport import TransportOptions
from syncd.simulator.credentials import new_key
from syncd.simulator.faults import FAULTS, Fault
from syncd.simulator.happenings import happen
from syncd.simulator.incidents import INCIDENTS
from syncd.simulator.population import Population, Size
from syncd.simulator.server import SimulatorServer
from syncd.simulator.site import Site
from syncd.simulator.tenant import Centre, Tenant
from syncd.simulator.world import World
from syncd.store import held, tenants
from syncd.store.engine import reading, transaction
from syncd.store.migrate import upgrade
from syncd.store.schema import metadata
from syncd.store.streams import StreamRow
from syncd.store.streams import of_tenant as streams_of
from syncd.sync.state import SyncOptions, TurnResult
from syncd.sync.turn import sync_tenant
from tests.faults.oracle import Key, Verdict, false_proofs, judge, wrong_summaries
from tests.faults.shown import Seen, look
from tests.joined import CENTRE, LOOPBACK, enter

OWNER = "lab"
BROKEN = 1  # the tenant a test breaks; the others must not notice
HEALTHY = (2, 4)  # the fourth has its people streams off
SIZE = Size(courses=10, learners=30, enrolments_per_course=5)
# A dripping tenant needs 0.4 s a byte: whoever waits for its end waits for hours.
QUICK = TransportOptions(policy=LOOPBACK, connect_timeout_s=1, total_timeout_s=1.5)
PAGES = SyncOptions(page_size=20, turn_budget_s=30, repair_after_s=0)

# Every stored time by which something waits, ends or is young.
_TIMES = {
    name: [column.name for column in metadata.tables[name].columns if column.name.endswith(("_at", "_until"))]
    for name in ("tenant", "stream", "held_deletion", "sync", "daemon")
}


class Simulator:
    """One simulator for the whole run; each lab puts its own tenants into it. Keys are made once."""

    def __init__(self) -> None:
        self._server = SimulatorServer(lambda base_url: World(seed=1, tenants=1, base_url=base_url))
        self._numbers = itertools.count(1)
        self.keys = [new_key() for _ in range(4)]
        key = generate_key()
        self.signer = Signer(CENTRE, [key], str(key.kid))
        self.private_key = key.as_pem(private=True).decode()
        self.seen: list[Seen] = []  # of tenant 1, after each of its turns in this test

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.__exit__(kind, error, trace)

    def tenant(self, number: int, size: Size = SIZE, base_url: str | None = None, place: int | None = None) -> Tenant:
        """A new tenant, at an address of its own or of one before it, joined to the lab's centre.

        Every fourth one has its people streams off.
        """
        place = place or next(self._numbers)
        consented = number % 4 != 0
        tenant = Tenant(
            name=f"Balai {number}",
            url=f"{base_url or self._server.base_url}/s/{place}",
            site_id=f"{place:032x}",
            site=Site(Population(number, number, size)),
            keys=[self.keys[(number - 1) % len(self.keys)]],
            streams=("catalogue", "learning", "badges", "ratings") if consented else ("catalogue",),
            centre=Centre(CENTRE, self.signer.jwks_document().decode()),
        )
        self._server.world.tenants[place] = tenant
        return tenant

    @property
    def base_url(self) -> str:
        return self._server.base_url


@dataclass
class Lab:
    """A few tenants, three where nobody says which, and a centre that takes their turns when told so."""

    engine: Engine
    simulator: Simulator
    options: SyncOptions = PAGES
    transport: TransportOptions = QUICK
    broken_url: str | None = None  # where tenant 1 is reached, if not at the simulator itself
    size: Size = SIZE
    numbers: Collection[int] = (BROKEN, *HEALTHY)
    sizes: Mapping[int, Size] = field(default_factory=dict)  # of tenants that are not like the others
    tenants: dict[int, Tenant] = field(default_factory=dict)
    keys: dict[int, int] = field(default_factory=dict)
    refused: set[Key] = field(default_factory=set)  # rows that break the contract, as the test knows

    def __post_init__(self) -> None:
        self._exit = ExitStack()
        self.client = self.new_client(self.transport)
        if self.tenants:
            return
        upgrade(self.engine)
        for number in self.numbers:
            self.tenants[number] = self.simulator.tenant(
                number, self.sizes.get(number, self.size), self.broken_url if number == BROKEN else None
            )
            one = self.tenants[number]
            self.keys[number] = enter(self.engine, one.name, one.site_id, one.url, one.jwks, clock.now_ms()).id

    def new_client(self, transport: TransportOptions) -> FeedClient:
        client = FeedClient(self.simulator.signer, CENTRE, transport)
        self._exit.callback(client.close)
        return client

    def twin(self, engine: Engine) -> "Lab":
        """The same lab again on a copy of its store; this one must rest from now on."""
        tenants = {}
        for number, tenant in self.tenants.items():
            place = int(tenant.url.rsplit("/", 1)[1])
            tenants[number] = self.simulator.tenant(number, place=place)
            tenants[number].site, tenants[number].epoch = tenant.site.backup(), tenant.epoch
        return Lab(engine, self.simulator, tenants=tenants, keys=self.keys)

    def close(self) -> None:
        self._exit.close()

    # What happens

    @property
    def broken(self) -> Tenant:
        return self.tenants[BROKEN]

    def fault(self, fault: str | Fault | None) -> None:
        """From now on tenant 1 misbehaves, or not."""
        with self.broken.lock:
            self.broken.fault = FAULTS[fault] if isinstance(fault, str) else fault

    def incident(self, name: str) -> None:
        with self.broken.lock:
            INCIDENTS[name](self.broken)

    def change(self, seed: object = 0, acts: int = 30, numbers: Iterable[int] | None = None) -> None:
        """Let so many things happen on each of these tenants, or on all."""
        for number in self.numbers if numbers is None else numbers:
            rng = Random(f"{seed}/{number}")
            with self.tenants[number].lock:
                for turn in range(acts):
                    happen(self.tenants[number].site, rng, 1_760_000_000 + turn)

    def turn(self, number: int = BROKEN, *, prove: bool = False, owner: str = OWNER) -> TurnResult | None:
        """One turn of this tenant, whenever it would be due."""
        result = sync_tenant(self.engine, self.client, self.keys[number], owner, self.options, prove=prove)
        if number == BROKEN:
            self.simulator.seen.append(look(self, number))
        return result

    def sweep(self, *, prove: bool = False) -> None:
        """One turn of every tenant."""
        for number in self.tenants:
            self.turn(number, prove=prove)

    def sql(self, statement: str, **parameters: object) -> None:
        """Somebody writes into the database by hand."""
        with self.engine.begin() as conn:
            conn.execute(text(statement), parameters)

    def ask_sql(self, statement: str, **parameters: object) -> list[tuple[object, ...]]:
        with self.engine.connect() as conn:
            return [tuple(row) for row in conn.execute(text(statement), parameters)]

    def bury(self) -> None:
        """The time a dead process's lease lasts has passed, and an operator has forgiven the deaths: a test has no 30 s."""
        self.sql("UPDATE tenant SET lease_until = 0, deaths = 0, failures = 0, next_sync_at = 0")

    def pass_time(self, seconds: float) -> None:
        """So much time goes by while no process runs: whatever was noted happened that much earlier."""
        for table, columns in _TIMES.items():
            earlier = ", ".join(f"`{name}` = CASE WHEN `{name}` > 0 THEN `{name}` - :ms ELSE `{name}` END" for name in columns)
            self.sql(f"UPDATE `{table}` SET {earlier}", ms=round(seconds * 1000))

    def release_held(self) -> None:
        """A LAN operator releases every deletion that is held for tenant 1."""
        with transaction(self.engine) as conn:
            for kind in held.of_tenant(conn, self.keys[BROKEN]):
                held.release(conn, self.keys[BROKEN], kind, "operator")

    # What is seen

    def row(self, number: int = BROKEN) -> TenantRow:
        with reading(self.engine) as conn:
            return tenants.by_id(conn, self.keys[number])

    def streams(self, number: int = BROKEN) -> dict[str, StreamRow]:
        with reading(self.engine) as conn:
            return streams_of(conn, self.keys[number])

    def state(self, number: int = BROKEN) -> State:
        return state_of(self.row(number), clock.now_ms())

    def shown(self, number: int = BROKEN) -> str | None:
        return shown_code(self.row(number))

    def notes(self, number: int = BROKEN) -> str:
        """What the syncs say about this tenant's turns, oldest first."""
        found = self.ask_sql("SELECT notes FROM sync WHERE tenant_id = :id ORDER BY id", id=self.keys[number])
        return "\n".join(str(row[0]) for row in found)

    def outcomes(self, number: int = BROKEN) -> list[str]:
        found = self.ask_sql("SELECT outcome FROM sync WHERE tenant_id = :id ORDER BY id", id=self.keys[number])
        return [str(row[0]) for row in found]

    def verdict(self, only: Collection[int] = ()) -> Verdict:
        return judge(self.engine, self.tenants, self.keys, self.refused, only)

    # What must hold

    def assert_equal(self, only: Collection[int] = ()) -> None:
        """These tenants, or all: nothing lost, doubled, invented or stale, and the centre knows it. Everywhere: no false word."""
        verdict = self.verdict(only)
        assert not verdict, str(verdict)
        for number in only or self.numbers:
            assert self.state(number) is State.FRESH, f"tenant {number}: {self.row(number)}\n{self.notes(number)}"
            assert self.outcomes(number).count("running") == 0
        assert false_proofs(self.engine, self.tenants, self.keys, self.refused) == []
        assert wrong_summaries(self.engine) == []

    def assert_kept(self, before: dict[str, list[tuple[object, ...]]]) -> None:
        """What was stored of tenant 1 is what it was, and the cursors stand where they stood."""
        assert self.kept() == before

    def kept(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything stored of tenant 1, and how far it was read."""
        tables = {
            kind: self.ask_sql(f"SELECT * FROM `{kind}` WHERE tenant_id = :id ORDER BY id", id=self.keys[BROKEN])
            for kind in KINDS
        }
        cursors = self.ask_sql(
            "SELECT name, cursor_seq, cursor_mark FROM stream WHERE tenant_id = :id ORDER BY name", id=self.keys[BROKEN]
        )
        return tables | {"cursor": cursors}

    def all_good(self) -> Self:
        """Read everything once, so that a fault finds a centre that is equal."""
        self.sweep()
        self.assert_equal()
        return self

    def without_a_human(self, polls: int = 2) -> None:
        """The fault has ended: within so many polls everything is equal, whatever happened meanwhile."""
        self.change("meanwhile")
        for _ in range(polls):
            self.sweep()
            if not self.verdict() and all(self.state(number) is State.FRESH for number in self.tenants):
                break
        if waiting := self.ask_sql("SELECT held, live FROM held_deletion"):
            # All rows of a small kind went while the log was lost: the centre looks again an hour later, and then believes it.
            assert all(absent == live for absent, live in waiting), f"held without need: {waiting}"
            self.pass_time(3601)
            self.sweep()
        self.assert_equal()

    def healthy_unaffected(self, sweeps: int) -> None:
        """The healthy tenants had all their turns, all of them good, and are equal."""
        for number in HEALTHY:
            assert self.outcomes(number)[-sweeps:] == ["ok"] * sweeps
        self.assert_equal(HEALTHY)


Make = Callable[..., Lab]
