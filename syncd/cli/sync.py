"""`syncd sync` and `syncd verify`: read tenants now, or compare them with the store now. Verify writes only to repair."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import Annotated

import typer

from syncd import clock
from syncd.cli.exits import Exit, complain
from syncd.cli.output import Json, say, say_json, say_table
from syncd.cli.runtime import Runtime, runtime
from syncd.cli.selection import All, Slugs, each, selected
from syncd.compare import Comparison, Verdict, compare
from syncd.daemon import new_owner
from syncd.errors import LeaseLostError, StoreUnavailableError, TenantError
from syncd.model.tenant import TenantRow
from syncd.settings import Settings
from syncd.store import leases, tenants
from syncd.store.engine import Engine, reading, run_transaction
from syncd.store.ledger import Tally
from syncd.sync import sync_tenant
from syncd.turn import SyncOptions, TurnResult

_RENEW_S = 10
_SOUND = (Verdict.EQUAL, Verdict.PAUSED)


def sync_options(settings: Settings) -> SyncOptions:
    """How tenants are read, as the settings want it."""
    return SyncOptions(
        interval_s=settings.poll.interval_s,
        page_size=settings.poll.page_size,
        turn_budget_s=settings.poll.turn_budget_s,
        guard_rows=settings.guard.rows,
        guard_percent=settings.guard.percent,
        confirm_after_s=settings.guard.confirm_after_s,
    )


def sync(context: typer.Context, slugs: Slugs = None, everyone: All = False, as_json: Json = False) -> None:
    """Read tenants now, to the end, whether they are due or not."""
    run = runtime(context)
    rows = selected(run.engine, slugs, everyone)
    results = list(read_tenants(run, rows, prove=False))
    if as_json:
        say_json([_as_json(row, result) for row, result in zip(rows, results, strict=True)])
    else:
        _table(rows, results)
    if len(rows) == 1 and results[0] is None:
        raise LeaseLostError(f"{rows[0].slug} is being read by another worker right now")
    if any(result is None or result.outcome != "ok" for result in results):
        raise typer.Exit(Exit.PARTLY)


def verify(
    context: typer.Context,
    slugs: Slugs = None,
    everyone: All = False,
    repair: Annotated[bool, typer.Option("--repair", help="Read differing buckets again and prove once more.")] = False,
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


def _fresh(engine: Engine, row: TenantRow) -> TenantRow:
    """The row as it is now: a repair may just have stored a new epoch or key set."""
    with reading(engine) as conn:
        return tenants.by_id(conn, row.id)


def read_tenants(run: Runtime, rows: list[TenantRow], *, prove: bool) -> Iterator[TurnResult | None]:
    """Turn after turn for each tenant until it is read to the end or fails; None where another worker has it."""
    # Who asks for a repair does not want to wait because the last one did not help.
    options = replace(sync_options(run.settings), **({"repair_after_s": 0} if prove else {}))
    owner = new_owner()

    def work(row: TenantRow) -> TurnResult | None:
        result = sync_tenant(run.engine, run.client, row.id, owner, options, prove=prove)
        tally = result.tally if result else Tally()
        while result is not None and result.outcome == "partial":
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
    ended = Event()

    def renew() -> None:
        while not ended.wait(_RENEW_S):
            try:
                run_transaction(engine, lambda conn: leases.renew(conn, owner, tenant_ids))
            except StoreUnavailableError:
                # The turns meet the same store and say so; a lease that ends in between is fenced.
                continue

    thread = Thread(target=renew, name="renew", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        run_transaction(engine, lambda conn: leases.release_all(conn, owner, clock.now_ms()))


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(**{name: getattr(one, name) + getattr(other, name) for name in Tally.__dataclass_fields__})


def _table(rows: list[TenantRow], results: list[TurnResult | None]) -> None:
    lines: list[tuple[object, ...]] = []
    for row, result in zip(rows, results, strict=True):
        if result is None:
            lines.append((row.slug, "busy", None, None, None, None))
        else:
            tally = result.tally
            lines.append((row.slug, result.outcome, tally.rows, tally.gone, tally.rejected, result.verified_equal))
    say_table(("tenant", "outcome", "rows", "gone", "rejected", "verified"), lines)
    for row, result in zip(rows, results, strict=True):
        if result is not None and (result.error or result.notes):
            say(f"{row.slug}: {f'{result.code}: {result.error}' if result.error else '; '.join(result.notes)}")


def _as_json(row: TenantRow, result: TurnResult | None) -> dict[str, object]:
    if result is None:
        return {"tenant": row.slug, "outcome": "busy"}
    return {
        "tenant": row.slug,
        "outcome": result.outcome,
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
