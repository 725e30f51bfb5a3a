"""One tenant's turn under way: what it may use, what it has done, how it asks and stores. Reads the tenant, writes the store."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, Protocol

from syncd import clock, crashpoint
from syncd.errors import Code, TenantError
from syncd.model.guard import Guard
from syncd.model.kinds import ASSERTION, BADGE_CLASS, KINDS, STREAMS
from syncd.model.limits import Limits
from syncd.model.rows import KindRows
from syncd.model.tenant import TenantAddress
from syncd.model.wire import UNREADABLE, Answer, Ask, Handshake
from syncd.store import held, rows, streams, tenants
from syncd.store.engine import Connection, Engine, reading, run_transaction
from syncd.store.held import HeldDeletion
from syncd.store.leases import Claim, check_fence, forgive
from syncd.store.streams import StreamRow
from syncd.store.syncs import Tally
from syncd.sync.room import Room
from syncd.validate.unknown import unknown_parts

_MIN_PAGE = 50
_MAX_EPOCHS = 3
_MAX_CONTRACTS = 2
_MAX_AFRESH = 3


class Asker(Protocol):
    """Whoever can ask a tenant and prove its answer: `poll.client.FeedClient`, or a fake in tests."""

    def ask(self, address: TenantAddress, asks: Sequence[Ask]) -> Answer: ...

    def refresh_jwks(self, address: TenantAddress, sha256: str, announcement: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """How tenants are read; the defaults are those of the settings."""

    interval_s: int = 300
    page_size: int = 5000
    turn_budget_s: float = 60
    guard: Guard = field(default_factory=Guard)
    confirm_after_s: int = 3600  # a second snapshot at least this much later confirms a held deletion
    prove_after_s: int = 24 * 3600  # a quiet tenant is proved equal this often
    repair_after_s: int = 3600  # a repair that did not help is not tried again sooner
    backoff_cap_s: int = 900
    limits: Limits = field(default_factory=Limits)


Outcome = Literal["ok", "partial", "failed", "lost"]


@dataclass(frozen=True, slots=True)
class TurnResult:
    """How a turn ended. `lost`: another worker owns the tenant now. `verified_equal` is None while not proved."""

    slug: str
    outcome: Outcome
    tally: Tally
    code: Code | None = None
    error: str | None = None
    notes: tuple[str, ...] = ()
    verified_equal: bool | None = None


class NewEpochError(Exception):
    """The site says it was reset or restored. Every stream is set to be read anew; begin the turn again."""


class NewContractError(Exception):
    """The site is asked in another version of the contract from now on; begin the turn again."""


def _never() -> bool:
    return False


class Turn:
    """Everything that one turn shares. `partial` is set if the budget ends or the daemon stops before everything is read."""

    def __init__(
        self, engine: Engine, asker: Asker, claim: Claim, options: SyncOptions, stopping: Callable[[], bool] = _never
    ) -> None:
        tenant = claim.tenant
        self.engine, self.claim, self.tenant, self.lease, self.options = engine, claim, tenant, claim.lease, options
        self.address = tenants.address_of(tenant)
        self.tally = Tally()
        self.notes: list[str] = []
        self.unknown: Counter[str] = Counter()
        # What a lost turn changed nobody counted.
        self.changed_kinds: set[str] = set(KINDS) if claim.after_lost else set()
        self.partial = False
        # For the tenant's answers; what the centre itself needs is not the tenant's doing.
        self.waited_ms = 0
        # Asked to stop: what is not finished then is not the tenant's doing.
        self.stopped = False
        self.unreadable: set[str] = set()
        self.handshake: Handshake | None = None
        self.clock_skew_s = tenant.clock_skew_s
        # A tenant that was too slow, or sent too much, is asked for less until it succeeds.
        shrink = 2 * tenant.failures if tenant.last_code in (Code.SLOW, Code.TOO_BIG) else 0
        self.page_size = min(options.page_size, max(_MIN_PAGE, options.page_size >> shrink))
        self._asker, self._stopping = asker, stopping
        self._began = clock.monotonic()
        self._deadline = self._began + options.turn_budget_s
        self._kept = False
        self.room = Room(tenant, options.limits)
        self._epoch, self._epochs = tenant.epoch, 0
        self._contracts = 0
        self._afresh: Counter[str] = Counter()
        self._read: tuple[dict[str, StreamRow], dict[str, HeldDeletion]] | None = None

    def now_ms(self) -> int:
        """The time by the database's clock, as it was when the turn was claimed and as much later as has passed since."""
        return self.claim.at + round((clock.monotonic() - self._began) * 1000)

    def may_go_on(self) -> bool:
        """Whether the turn may ask for another page; if not, it is partial and the next turn continues here."""
        if not self.room.known:
            with reading(self.engine) as conn:
                self.room.limits(conn)
        if full := self.room.full(self.tally):
            self.notes.append(f"{full}: the next turn goes on")
        elif self._stopping():
            self.stopped = True
        elif clock.monotonic() < self._deadline:
            return True
        self.partial = True
        return False

    def streams(self) -> dict[str, StreamRow]:
        """The streams as they are stored now."""
        return self._state()[0]

    def held(self) -> dict[str, HeldDeletion]:
        """The deletions held for this tenant now, by kind."""
        return self._state()[1]

    def _state(self) -> tuple[dict[str, StreamRow], dict[str, HeldDeletion]]:
        # Read again only after this turn has written: in a quiet turn, once.
        if self._read is None:
            with reading(self.engine) as conn:
                self._read = streams.of_tenant(conn, self.tenant.id), held.of_tenant(conn, self.tenant.id)
        return self._read

    def ask(self, asks: Sequence[Ask]) -> Answer:
        """Ask the tenant; NewEpochError or NewContractError where the turn begins again, and no page of the answer is used."""
        crashpoint.reach("before fetch")
        with self._waiting():
            answer = self._asker.ask(self.address, asks)
        crashpoint.reach("after fetch")
        self.tally.bytes += answer.received_bytes
        self.clock_skew_s = answer.clock_skew_s
        self._recognise(answer.handshake)
        self._agree(answer)
        self._follow_keys(answer.jwks_sha256, answer.seal)
        for page in answer.pages:
            self.unknown.update(unknown_parts(page))
        return answer

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """What is asked in here waits for the tenant, whatever becomes of it."""
        began = clock.monotonic()
        self.tally.requests += 1
        try:
            yield
        finally:
            self.waited_ms += round((clock.monotonic() - began) * 1000)

    def store(self, work: Callable[[Connection], object]) -> None:
        """Run `work` in one transaction that holds only while this turn owns the tenant."""

        def fenced(conn: Connection) -> None:
            self._kept = False
            self.room.begin()
            check_fence(conn, self.lease)
            work(conn)
            if self._kept and self.tenant.deaths:
                forgive(conn, self.lease)
            crashpoint.reach("before commit")

        self._read = None
        run_transaction(self.engine, fenced)
        self.room.commit()
        crashpoint.reach("after commit")

    def apply(self, conn: Connection, pages: Sequence[KindRows], generation: int, now: int) -> None:
        """Store validated rows inside the transaction of `store`."""
        self._kept = True
        for page in pages:
            most = self.room.take(conn, page)
            rows.apply_rows(conn, self.lease, page, generation, now, self.options.guard, most.rejections)

    def count(self, pages: Sequence[KindRows]) -> None:
        """Count what was committed."""
        for page in pages:
            self.tally.rows += len(page.rows)
            self.tally.gone += len(page.gone) + len(page.erased)
            self.tally.rejected += len(page.rejections)
            if page.rows or page.gone or page.erased or page.rejections:
                self.changed_kinds.add(page.kind)
                if page.kind == BADGE_CLASS.name and (page.gone or page.erased):
                    self.changed_kinds.add(ASSERTION.name)

    def refuse(self, stream: str, reason: str) -> None:
        """Note that the tenant does not let a stream be read, or cannot: then the other streams are read all the same."""
        if reason == UNREADABLE:
            self.unreadable.add(stream)
            return
        self.store(lambda conn: streams.refuse(conn, self.tenant.id, stream, reason))

    def begin_snapshot(self, stream: str, reason: str) -> None:
        """Read a stream afresh from now on."""
        self._afresh[stream] += 1
        if self._afresh[stream] > _MAX_AFRESH:
            raise TenantError(Code.BAD_PAYLOAD, f"{stream}: the cursor is refused again after every snapshot")
        self.notes.append(f"{stream} read afresh ({reason})")
        self.store(lambda conn: streams.begin_snapshot(conn, self.tenant.id, stream, reason))

    def _recognise(self, handshake: Handshake) -> None:
        self.handshake = handshake
        if handshake.epoch == self._epoch:
            return
        self._epochs += 1
        if self._epochs > _MAX_EPOCHS:
            raise TenantError(Code.BAD_PAYLOAD, "the site names a new epoch with every answer")
        known, self._epoch = self._epoch, handshake.epoch
        self.store(self._begin_epoch)
        if known is not None:
            self.notes.append("the site was reset or restored: new epoch")
            raise NewEpochError

    def _agree(self, answer: Answer) -> None:
        """Ask from now on in the newest version of the contract that both speak."""
        contract = answer.handshake.best_contract
        if contract == self.address.contract:
            return
        self._contracts += 1
        if self._contracts > _MAX_CONTRACTS:
            raise TenantError(Code.BAD_PAYLOAD, "the site names other versions of the contract with every answer")
        self.store(partial(self._begin_contract, before=self.address.contract, now=contract))
        self.address = replace(self.address, contract=contract)
        if answer.pages:
            self.notes.append(f"version {contract} of the contract from now on")
            raise NewContractError

    def _begin_contract(self, conn: Connection, before: int, now: int) -> None:
        """What has other columns now is read anew; the rest is the same, but its digests are other ones."""
        tenants.set_contract(conn, self.tenant.id, now)
        for name in STREAMS.keys() & streams.of_tenant(conn, self.tenant.id).keys():
            if any(kind.width(before) != kind.width(now) for kind in STREAMS[name]):
                streams.begin_snapshot(conn, self.tenant.id, name, "contract")
            else:
                streams.doubt(conn, self.tenant.id, name)

    def _begin_epoch(self, conn: Connection) -> None:
        tenants.set_epoch(conn, self.tenant.id, str(self._epoch))
        for name in STREAMS.keys() & streams.of_tenant(conn, self.tenant.id).keys():
            streams.begin_snapshot(conn, self.tenant.id, name, "epoch")

    def _follow_keys(self, sha256: str, announcement: str) -> None:
        """Pin the key set a tenant announces; the announcement was signed by a key we trust already."""
        if sha256 == self.address.jwks_sha256:
            return
        try:
            with self._waiting():
                jwks = self._asker.refresh_jwks(self.address, sha256, announcement)
        except TenantError as error:
            self.notes.append(f"new key set not readable yet ({error.code})")
            return
        if jwks is None:
            self.notes.append("new key set not pinned: it is not the announced one, or lacks the key that signs")
            return
        known = self.address.jwks_sha256
        self.store(lambda conn: tenants.pin_jwks(conn, self.tenant.id, jwks, sha256, instead_of=known))
        self.address = replace(self.address, jwks=jwks, jwks_sha256=sha256)
        self.notes.append("new key set pinned")
