"""One tenant's turn under way: what it may use, what it has done, how it asks and stores. Reads the tenant, writes the store."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from syncd import clock, crashpoint
from syncd.errors import Code, NotFoundError, TenantError
from syncd.model.kinds import KINDS, STREAMS
from syncd.model.page import KindRows
from syncd.model.tenant import TenantAddress
from syncd.model.wire import Answer, Ask, Handshake, RawPage
from syncd.store import held, rows, streams, tenants
from syncd.store.engine import Connection, Engine, reading, run_transaction
from syncd.store.held import HeldDeletion
from syncd.store.leases import Claim, check_fence
from syncd.store.ledger import Tally
from syncd.store.streams import StreamRow

_MIN_PAGE = 50
_MAX_EPOCHS = 3
_MAX_AFRESH = 3


class Asker(Protocol):
    """Whoever can ask a tenant and prove its answer: `poll.client.FeedClient`, or a fake in tests."""

    def ask(self, address: TenantAddress, asks: Sequence[Ask]) -> Answer: ...

    def refresh_jwks(self, address: TenantAddress, sha256: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """How tenants are read; the defaults are those of the settings."""

    interval_s: int = 300
    page_size: int = 5000
    turn_budget_s: float = 60
    guard_rows: int = 20
    guard_percent: int = 10
    confirm_after_s: int = 3600  # a second snapshot at least this much later confirms a held deletion
    prove_after_s: int = 24 * 3600  # a quiet tenant is proved equal this often
    repair_after_s: int = 3600  # a repair that did not help is not tried again sooner
    backoff_cap_s: int = 900


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
    """The site says it was reset or restored: every stream has been set to be read afresh, begin the turn again."""


def _never() -> bool:
    return False


class Turn:
    """Everything one turn shares. `partial` is set when the budget ends or the daemon stops before all is read."""

    def __init__(
        self, engine: Engine, asker: Asker, claim: Claim, options: SyncOptions, stopping: Callable[[], bool] = _never
    ) -> None:
        tenant = claim.tenant
        if tenant.site is None or tenant.jwks is None or tenant.jwks_sha256 is None:
            raise NotFoundError(f"{tenant.slug} has not joined yet; make an invitation for it")
        self.engine, self.claim, self.tenant, self.lease, self.options = engine, claim, tenant, claim.lease, options
        self.address = TenantAddress(tenant.id, tenant.slug, tenant.url, tenant.site, tenant.jwks, tenant.jwks_sha256)
        self.tally = Tally()
        self.notes: list[str] = []
        # What a lost turn changed nobody counted.
        self.changed_kinds: set[str] = set(KINDS) if claim.after_lost else set()
        self.partial = False
        self.handshake: Handshake | None = None
        self.clock_skew_s = tenant.clock_skew_s
        # A tenant that was too slow, or sent too much, is asked for less until it succeeds.
        shrink = 2 * tenant.failures if tenant.last_code in (Code.SLOW, Code.TOO_BIG) else 0
        self.page_size = min(options.page_size, max(_MIN_PAGE, options.page_size >> shrink))
        self._asker, self._stopping = asker, stopping
        self._deadline = clock.monotonic() + options.turn_budget_s
        self._epoch, self._epochs = tenant.epoch, 0
        self._afresh: Counter[str] = Counter()
        self._read: tuple[dict[str, StreamRow], dict[str, HeldDeletion]] | None = None

    def may_go_on(self) -> bool:
        """Whether another page may be asked; if not, the turn is partial and the next one goes on here."""
        if clock.monotonic() < self._deadline and not self._stopping():
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

    def ask(self, asks: Sequence[Ask]) -> Sequence[RawPage]:
        """Ask the tenant; raises NewEpochError where the answer begins a new epoch, and uses no page of it."""
        crashpoint.reach("before fetch")
        answer = self._asker.ask(self.address, asks)
        crashpoint.reach("after fetch")
        self.tally.requests += 1
        self.tally.bytes += answer.received_bytes
        self.clock_skew_s = answer.clock_skew_s
        self._recognise(answer.handshake)
        self._follow_keys(answer.jwks_sha256)
        return answer.pages

    def store(self, work: Callable[[Connection], object]) -> None:
        """Run `work` in one transaction that holds only while this turn owns the tenant."""

        def fenced(conn: Connection) -> None:
            check_fence(conn, self.lease)
            work(conn)
            crashpoint.reach("before commit")

        self._read = None
        run_transaction(self.engine, fenced)
        crashpoint.reach("after commit")

    def apply(self, conn: Connection, pages: Sequence[KindRows], generation: int, now: int) -> None:
        """Store validated rows inside the transaction of `store`."""
        for page in pages:
            rows.apply_page(conn, self.lease, page, generation, now)

    def count(self, pages: Sequence[KindRows]) -> None:
        """Count what was committed."""
        for page in pages:
            self.tally.rows += len(page.rows)
            self.tally.gone += len(page.gone) + len(page.erased)
            self.tally.rejected += len(page.rejections)
            if page.rows or page.gone or page.erased or page.rejections:
                self.changed_kinds.add(page.kind)
                if page.kind == "badge_class" and (page.gone or page.erased):
                    self.changed_kinds.add("assertion")

    def refuse(self, stream: str, reason: str) -> None:
        """Note that the tenant does not let a stream be read."""
        self.store(lambda conn: streams.refuse(conn, self.tenant.id, stream, reason))

    def begin_snapshot(self, stream: str, reason: str) -> None:
        """Read a stream afresh from now on."""
        self._afresh[stream] += 1
        if self._afresh[stream] > _MAX_AFRESH:
            raise TenantError(Code.BAD_PAYLOAD, f"{stream}: the cursor is refused again after every snapshot")
        self.notes.append(f"{stream} read afresh ({reason})")
        self.store(lambda conn: streams.begin_snapshot(conn, self.tenant.id, stream, reason))

    def _recognise(self, handshake: Handshake) -> None:
        if handshake.site != self.tenant.site or handshake.url != self.tenant.url:
            raise TenantError(Code.WRONG_SITE, "another site than the one that joined answers at this address")
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

    def _begin_epoch(self, conn: Connection) -> None:
        tenants.set_epoch(conn, self.tenant.id, str(self._epoch))
        for name in STREAMS.keys() & streams.of_tenant(conn, self.tenant.id).keys():
            streams.begin_snapshot(conn, self.tenant.id, name, "epoch")

    def _follow_keys(self, sha256: str) -> None:
        """Pin the key set a tenant announces; the announcement was signed by a key we trust already."""
        if sha256 == self.address.jwks_sha256:
            return
        try:
            jwks = self._asker.refresh_jwks(self.address, sha256)
        except TenantError as error:
            self.notes.append(f"new key set not readable yet ({error.code})")
            return
        if jwks is None:
            self.notes.append("new key set is not the announced one")
            return
        self.store(lambda conn: tenants.pin_jwks(conn, self.tenant.id, jwks, sha256))
        self.address = replace(self.address, jwks=jwks, jwks_sha256=sha256)
        self.notes.append("new key set pinned")
