"""Ends a turn: outcome, what was learned, next due time and lease, in one transaction. Writes the store."""

import random
from collections.abc import Callable, Mapping

from syncd import clock
from syncd.errors import Code, LeaseLostError, TenantError
from syncd.model.kinds import KINDS, STREAMS
from syncd.model.wire import Handshake
from syncd.store import leases, ledger, rows, streams, tenants
from syncd.store.engine import Connection, Engine, run_transaction
from syncd.store.leases import Claim
from syncd.store.ledger import Tally
from syncd.store.streams import StreamRow
from syncd.store.tenants import MAX_DEATHS, PARKED_MS
from syncd.turn import Outcome, SyncOptions, Turn, TurnResult

_AUTH_WAIT_S = 900
_MAX_WAIT_S = 3600
_MIN_WAIT_S = 5
_JITTER = 0.1
_random = random.SystemRandom()


def close_good(turn: Turn) -> TurnResult:
    """Everything was read, or (partial) as much as the turn had time for: then the tenant is due again at once."""
    values: dict[str, object] = {"failures": 0, "deaths": 0, "last_code": None, "last_error": None}
    if turn.partial:
        return _close(turn, "partial", 0, values)
    if turn.handshake is not None and not turn.handshake.paused:
        values["last_ok_at"] = clock.now_ms()
    return _close(turn, "ok", turn.options.interval_s * _random.uniform(1 - _JITTER, 1 + _JITTER), values)


def close_failed(turn: Turn, error: TenantError) -> TurnResult:
    """The tenant could not be read to the end; what was committed stays, and it is tried again later."""
    failures = turn.tenant.failures + 1
    delay_s = wait_s(error, failures, turn.options, _random.uniform)
    return _close(turn, "failed", delay_s, _failure(error, failures), error)


def close_crashed(engine: Engine, claim: Claim, options: SyncOptions, name: str) -> None:
    """The program itself failed in this turn (`name`: of the exception, never its text, which may quote data)."""
    error = TenantError(Code.CRASHED, f"an error at the centre ({name}); its log says more")
    failures = claim.tenant.failures + 1
    _close_unread(engine, claim, error, wait_s(error, failures, options, _random.uniform), _failure(error, failures))


def park(engine: Engine, claim: Claim) -> None:
    """Put off for a day a tenant whose turns ended the process again and again. Then it has one more try."""
    error = TenantError(Code.CRASHED, f"{claim.tenant.deaths} turns in a row ended the whole program; put off for a day")
    values = _failure(error, claim.tenant.failures + 1) | {"deaths": MAX_DEATHS - 1}
    _close_unread(engine, claim, error, PARKED_MS / 1000, values)


def wait_s(error: TenantError, failures: int, options: SyncOptions, draw: Callable[[float, float], float]) -> float:
    """Seconds until the next try: exponential, full jitter; at least what the tenant asked for; seldom where it refuses us."""
    ceiling = min(options.backoff_cap_s, options.interval_s * 2 ** min(failures - 1, 10))
    wait = max(_MIN_WAIT_S, draw(0, ceiling))
    if error.code is Code.AUTH:
        wait = max(wait, _AUTH_WAIT_S)
    if error.retry_after_s is not None:
        wait = max(wait, min(error.retry_after_s, _MAX_WAIT_S))
    return wait


def _failure(error: TenantError, failures: int) -> dict[str, object]:
    return {"failures": failures, "deaths": 0, "last_code": str(error.code), "last_error": error.detail[: ledger.TEXT]}


def _close(
    turn: Turn, outcome: Outcome, delay_s: float, values: Mapping[str, object], error: TenantError | None = None
) -> TurnResult:
    now = clock.now_ms()
    handshake = turn.handshake
    code, detail = (None, None) if error is None else (error.code, error.detail)
    on = turn.tenant.streams_on if handshake is None else tuple(name for name in STREAMS if name in handshake.streams)
    learned = {} if handshake is None else _learned(turn, handshake, on)
    verified, verified_at = _verdict(turn.streams(), on)
    marks = {"last_tried_at": now, "verified_equal": verified, "verified_at": verified_at}

    def work(conn: Connection) -> None:
        leases.finish(conn, turn.lease, round(delay_s * 1000), {**learned, **values, **marks})
        rows.refresh_live_counts(conn, turn.tenant.id, sorted(turn.changed_kinds))
        if "last_ok_at" in values:
            streams.mark_read(conn, turn.tenant.id, on, now)
        if handshake is not None and handshake.paused != (turn.tenant.paused_by == "tenant"):
            (tenants.pause if handshake.paused else tenants.resume)(conn, turn.tenant.id, "tenant")
        ledger.close(
            conn, turn.claim.sync_id, outcome, now, turn.tally, code=code, error=detail, notes=turn.notes, verified_equal=verified
        )

    run_transaction(turn.engine, work)
    return TurnResult(turn.tenant.slug, outcome, turn.tally, code, detail, tuple(turn.notes), verified)


def _close_unread(engine: Engine, claim: Claim, error: TenantError, delay_s: float, values: Mapping[str, object]) -> None:
    now = clock.now_ms()

    def work(conn: Connection) -> None:
        leases.finish(conn, claim.lease, round(delay_s * 1000), {**values, "last_tried_at": now})
        rows.refresh_live_counts(conn, claim.tenant.id, sorted(KINDS))
        ledger.close(conn, claim.sync_id, "failed", now, Tally(), code=error.code, error=error.detail)

    try:
        run_transaction(engine, work)
    except LeaseLostError:
        return


def _learned(turn: Turn, handshake: Handshake, on: tuple[str, ...]) -> dict[str, object]:
    return {
        "plugin": handshake.plugin,
        "release": handshake.release,
        "moodle": handshake.moodle,
        "php": handshake.php,
        "clock_skew_s": turn.clock_skew_s,
        "streams_on": " ".join(on),
    }


def _verdict(stored: Mapping[str, StreamRow], on: tuple[str, ...]) -> tuple[bool | None, int | None]:
    """Equal if every stream that is on was proved equal, different if one was found so, else not known; and since when."""
    found = [stored[name] for name in on if name in stored]
    if any(row.verified_equal is False for row in found):
        equal: bool | None = False
    else:
        equal = True if found and len(found) == len(on) and all(row.verified_equal for row in found) else None
    return equal, min((row.verified_at for row in found if row.verified_at), default=None)
