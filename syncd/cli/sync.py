"""`syncd sync` and `syncd verify`: read tenants now, or compare them with the store now. Verify writes only to repair."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event as Flag
from threading import Thread
from typing import Annotated

import structlog
import typer

from syncd.cli.exits import Exit, complain
from syncd.cli.output import Json, say, say_json, say_table
from syncd.cli.runtime import Runtime, runtime
from syncd.cli.selection import All, Slugs, each, selected
from syncd.daemon.loop import new_owner
from syncd.errors import Code, LeaseLostError, NotFoundError, StoreUnavailableError, TenantError
from syncd.log import Event
from syncd.model.guard import Guard
from syncd.model.limits import Limits
from syncd.model.tenant import Pause, TenantRow
from syncd.settings import Settings
from syncd.store import leases, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading, run_transaction
from syncd.store.syncs import Tally
from syncd.sync.compare import Comparison, Verdict, compare
from syncd.sync.state import SyncOptions, TurnResult
from syncd.sync.turn import sync_tenant

_log = structlog.get_logger()
_RENEW_S = 10
_SOUND = (Verdict.EQUAL, Verdict.PAUSED)


def sync_options(settings: Settings) -> SyncOptions:
    """How tenants are read, as the settings want it."""
    return SyncOptions(
        interval_s=settings.poll.interval_s,
        page_size=settings.poll.page_size,
        turn_budget_s=settings.poll.turn_budget_s,
        guard=Guard(settings.guard.rows, settings.guard.percent),
        confirm_after_s=settings.guard.confirm_after_s,
        limits=Limits(**settings.limits.model_dump()),
    )


def sync(context: typer.Context, slugs: Slugs = None, everyone: All = False, as_json: Json = False) -> None:
    """Read tenants now to the end, whether or not they are due."""
    run = runtime(context)
    rows = selected(run.engine, slugs, everyone)
    results = list(read_tenants(run, rows, prove=False))
    outcomes = [_outcome(run.engine, row, result) for row, result in zip(rows, results, strict=True)]
    if as_json:
        say_json([_as_json(row, result, outcome) for row, result, outcome in zip(rows, results, outcomes, strict=True)])
    elif rows:
        _table(rows, results, outcomes)
    else:
        say("There is no tenant to read: none has joined, or LAN has paused all of them.")
    if len(rows) == 1 and results[0] is None:
        raise LeaseLostError(f"{rows[0].slug} is being read by another worker right now")
    if any(result is None or result.outcome != "ok" for result in results):
        raise typer.Exit(Exit.PARTLY)


def verify(
    context: typer.Context,
    slugs: Slugs = None,
    everyone: All = False,
    repair: Annotated[bool, typer.Option("--repair", help="Read the differing buckets again and compare once more.")] = False,
    as_json: Json = False,
) -> None:
    """Compare tenants with the centre now, by digests, and name the first difference. Changes nothing without --repair."""
    run = runtime(context)
    rows = selected(run.engine, slugs, everyone)
    if repair:
        for row, result in zip(rows, read_tenants(run, rows, prove=True), strict=True):
            if result is not None and result.tally.repaired:
                complain(f"{row.slug}: {result.tally.repaired} rows repaired")
    found = compare_tenants(run, rows)
    if as_json:
        say_json([{"tenant": one.slug, "verdict": one.verdict, "where": one.where} for one in found])
    else:
        for one in found:
            if one.verdict not in _SOUND:
                say(f"{one.slug}: {one.verdict}: {one.where}")
        equal = sum(one.verdict is Verdict.EQUAL for one in found)
        paused = sum(one.verdict is Verdict.PAUSED for one in found)
        say(f"{equal} of {len(found)} tenants are equal" + (f", {paused} paused" if paused else "") + ".")
    if any(one.verdict not in _SOUND for one in found):
        raise typer.Exit(Exit.PARTLY)


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A comparison that could not be made, in the shape of one that was."""

    slug: str
    where: str
    verdict: str = "unreadable"


def compare_tenants(run: Runtime, rows: list[TenantRow]) -> list[Comparison | _Unreadable]:
    """Every comparison, in the order of the tenants."""
    return list(each(rows, lambda row: _compared(run, row), run.settings.poll.workers, "Comparing"))


def _compared(run: Runtime, row: TenantRow) -> Comparison | _Unreadable:
    try:
        return compare(run.engine, run.client, _fresh(run.engine, row))
    except TenantError as error:
        return _Unreadable(row.slug, str(error))
    except StoreUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - one tenant's boundary: the others' results are wanted all the same
        return _Unreadable(row.slug, _mistake(row, error))


def _mistake(row: TenantRow, error: Exception) -> str:
    """What an operator sees of an exception that nobody foresaw; the traceback is in the log."""
    if isinstance(error, NotFoundError):
        return "the tenant has left meanwhile"
    _log.error(Event.SYNC_CRASHED, tenant=row.slug, exc_info=error)
    return f"an error at the centre ({type(error).__name__}); the log says more"


def _fresh(engine: Engine, row: TenantRow) -> TenantRow:
    """The row as it is now, because a repair may just have stored a new epoch or key set."""
    with reading(engine) as conn:
        return tenants.by_id(conn, row.id)


def read_tenants(run: Runtime, rows: list[TenantRow], *, prove: bool) -> Iterator[TurnResult | None]:
    """Takes turn after turn for each tenant until it is read to the end or fails; None if another worker has it."""
    # Who asks for a repair does not want to wait because the last one did not help.
    options = sync_options(run.settings)
    options = replace(options, repair_after_s=0) if prove else options
    owner = new_owner()

    def work(row: TenantRow) -> TurnResult | None:
        try:
            return read(row)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one tenant's boundary: the others' results are wanted all the same
            return TurnResult(row.slug, "failed", Tally(), Code.CRASHED, _mistake(row, error))

    def read(row: TenantRow) -> TurnResult | None:
        result = sync_tenant(run.engine, run.client, row.id, owner, options, prove=prove)
        tally = result.tally if result else Tally()
        # A code beside "partial" says that too many turns in a row had no end: whoever waits is told so.
        while result is not None and result.outcome == "partial" and result.code is None:
            result = sync_tenant(run.engine, run.client, row.id, owner, options, prove=prove)
            if result is not None:
                tally = _sum(tally, result.tally)
        return replace(result, tally=tally) if result is not None else None

    _ = run.client  # made once, before many threads ask for it
    with _renewing(run.engine, owner, [row.id for row in rows]):
        yield from each(rows, work, run.settings.poll.workers, "Reading")


@contextmanager
def _renewing(engine: Engine, owner: str, tenant_ids: list[int]) -> Iterator[None]:
    """Keeps this process's leases alive, as the daemon does with its own."""
    ended = Flag()

    def renew() -> None:
        while not ended.wait(_RENEW_S):
            try:
                run_transaction(engine, lambda conn: leases.renew(conn, owner, tenant_ids))
            except StoreUnavailableError:
                # The turns meet the same store and say so; a lease that ends in between is fenced.
                continue
            except Exception:  # noqa: BLE001 - the thread's boundary: one mistake must not end all leases
                _log.exception(Event.STEP_FAILED, step="renew")

    thread = Thread(target=renew, name="renew", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        run_transaction(engine, lambda conn: leases.release_all(conn, owner, database_now_ms(conn)))


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(**{name: getattr(one, name) + getattr(other, name) for name in Tally.__dataclass_fields__})


def _outcome(engine: Engine, row: TenantRow, result: TurnResult | None) -> str:
    """How it went, in one word. A turn that read nothing because the tenant admin wants it so is no success."""
    if result is None:
        return "busy"
    paused = result.outcome == "ok" and _fresh(engine, row).paused_by is Pause.TENANT
    return "paused" if paused else result.outcome


def _table(rows: list[TenantRow], results: list[TurnResult | None], outcomes: list[str]) -> None:
    lines: list[tuple[object, ...]] = []
    for row, result, outcome in zip(rows, results, outcomes, strict=True):
        if result is None:
            lines.append((row.slug, outcome, None, None, None, None))
        else:
            tally = result.tally
            lines.append((row.slug, outcome, tally.rows, tally.gone, tally.rejected, result.verified_equal))
    say_table(("tenant", "outcome", "rows", "gone", "rejected", "verified"), lines)
    for row, result in zip(rows, results, strict=True):
        if result is not None and (result.error or result.notes):
            say(f"{row.slug}: {f'{result.code}: {result.error}' if result.error else '; '.join(result.notes)}")


def _as_json(row: TenantRow, result: TurnResult | None, outcome: str) -> dict[str, object]:
    if result is None:
        return {"tenant": row.slug, "outcome": outcome}
    return {
        "tenant": row.slug,
        "outcome": outcome,
        "rows": result.tally.rows,
        "gone": result.tally.gone,
        "rejected": result.tally.rejected,
        "repaired": result.tally.repaired,
        "requests": result.tally.requests,
        "bytes": result.tally.bytes,
        "verified": result.verified_equal,
        "code": result.code,
        "error": result.error,
        "notes": list(result.notes),
    }
