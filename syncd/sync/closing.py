"""Ends a turn: outcome, what was learned, next due time and lease, in one transaction. Writes the store."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from syncd import clock
from syncd.errors import Code, LeaseLostError, TenantError
from syncd.log import Event
from syncd.model.kinds import KINDS, STREAMS
from syncd.model.tenant import Pause
from syncd.model.wire import Handshake
from syncd.store import leases, limits, profiles, rows, streams, syncs, tenants, unknown_parts
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, Engine, reading, run_transaction
from syncd.store.leases import Claim
from syncd.store.streams import StreamRow
from syncd.store.syncs import Tally
from syncd.store.tenants import MAX_DEATHS, MAX_WAIT_MS, PARKED_MS
from syncd.sync.state import Outcome, SyncOptions, Turn, TurnResult

_log = structlog.get_logger()
_AUTH_WAIT_S = 900
# A clock that is set is noticed within a minute.
_CLOCK_WAIT_S = 45
# So long a site may take to store what the centre answered.
_JOINING_MS = 60_000
_MAX_WAIT_S = MAX_WAIT_MS // 1000
_MIN_WAIT_S = 5
JITTER = 0.1
_random = random.SystemRandom()


def close_good(turn: Turn) -> TurnResult:
    """Close a turn that read everything, or (partial) as much as it had time for: then the tenant is due again at once.

    Whoever was asked as often as one turn may ask is asked again when anybody would be: small answers cost it nothing.
    Too many of these in a row are shown as a failure, and their tenant is asked as seldom as one that fails.
    """
    values: dict[str, object] = {"failures": 0, "deaths": 0, "last_code": None, "last_error": None, "unfinished": 0}
    if turn.partial:
        unfinished = (turn.tenant.unfinished or 0) + (0 if turn.stopped else 1)
        values["unfinished"] = unfinished
        with reading(turn.engine) as conn:
            most = limits.of_tenant(conn, turn.tenant.id, turn.options.limits).unfinished
        asked_enough = turn.room.asked_enough(turn.tally)
        if unfinished < most:
            return _close(turn, "partial", turn.options.interval_s if asked_enough else 0, values)
        said = f"{unfinished} turns in a row did not come to their end, the limit is {most}"
        if asked_enough:
            said += f"; the last one ended after {turn.tally.requests} requests, so see: syncd tenant limit {turn.tenant.slug}"
        error = TenantError(Code.UNFINISHED, said)
        failures = turn.tenant.failures + 1
        delay_s = max(turn.options.interval_s, wait_s(error, failures, turn.options, _random.uniform))
        return _close(turn, "partial", delay_s, values | _failure(error, failures), error)
    read = turn.handshake is not None and not turn.handshake.paused
    return _close(turn, "ok", turn.options.interval_s * _random.uniform(1 - JITTER, 1 + JITTER), values, read=read)


def close_failed(turn: Turn, error: TenantError) -> TurnResult:
    """Close a turn that could not read the tenant to the end; what was committed stays, and the tenant is tried again later."""
    error = _whose_clock(turn, error)
    if error.code is Code.AUTH and _is_joining(turn):
        # No failure of anybody's: nothing is said on page and status, but to whoever reads this turn's result.
        turn.notes.append("the site had not stored yet that it joined: asked again at once")
        return replace(_close(turn, "partial", _MIN_WAIT_S, {"deaths": 0}), code=error.code, error=error.detail)
    failures = turn.tenant.failures + 1
    delay_s = wait_s(error, failures, turn.options, _random.uniform)
    return _close(turn, "failed", delay_s, _failure(error, failures), error)


def _is_joining(turn: Turn) -> bool:
    """Whether the site may still be storing what the centre answered to its join, and so refuse whoever is not its centre yet."""
    return turn.tenant.last_tried_at is None or abs(turn.claim.at - turn.tenant.joined_at) < _JOINING_MS


def _whose_clock(turn: Turn, error: TenantError) -> TenantError:
    """While the centre's own clocks disagree, its proofs may be of another time: a site that refuses them is not to blame."""
    ahead_ms = clock.now_ms() - turn.now_ms()
    if error.code not in (Code.AUTH, Code.SITE_CLOCK) or abs(ahead_ms) <= clock.SKEW_MS:
        return error
    apart = f"{abs(ahead_ms) // 1000} s {'ahead of' if ahead_ms > 0 else 'behind'}"
    return TenantError(
        Code.CLOCKS_DISAGREE,
        f"The clock of the centre's daemon is {apart} the database's; until both are right, nobody knows whether the site's is.",
    )


def close_crashed(engine: Engine, claim: Claim, options: SyncOptions, name: str) -> None:
    """Close a turn in which the program itself failed (`name`: of the exception, never its text, which may quote data)."""
    error = TenantError(Code.CRASHED, f"an error at the centre ({name}); its log says more")
    failures = claim.tenant.failures + 1
    _close_unread(engine, claim, error, wait_s(error, failures, options, _random.uniform), _failure(error, failures))


def park(engine: Engine, claim: Claim) -> None:
    """Postpone for a day a tenant whose turns ended the process again and again; then it has one more try."""
    error = TenantError(Code.CRASHED, f"{claim.tenant.deaths} turns in a row ended the whole program; put off for a day")
    values = _failure(error, claim.tenant.failures + 1) | {"deaths": MAX_DEATHS - 1}
    _close_unread(engine, claim, error, PARKED_MS / 1000, values)


def wait_s(error: TenantError, failures: int, options: SyncOptions, draw: Callable[[float, float], float]) -> float:
    """Seconds until the next try: exponential, full jitter; at least what the tenant asked for; seldom where it refuses us.

    Soon where a clock is all that is wrong: nobody is to wait for longer than it is.
    """
    ceiling = min(options.backoff_cap_s, options.interval_s * 2 ** min(failures - 1, 10))
    wait = max(_MIN_WAIT_S, draw(0, ceiling))
    if error.code in (Code.SITE_CLOCK, Code.CLOCKS_DISAGREE):
        return min(wait, _CLOCK_WAIT_S)
    if error.code is Code.AUTH:
        wait = max(wait, _AUTH_WAIT_S)
    if error.retry_after_s is not None:
        wait = max(wait, min(error.retry_after_s, _MAX_WAIT_S))
    return wait


def _failure(error: TenantError, failures: int) -> dict[str, object]:
    return {"failures": failures, "deaths": 0, "last_code": str(error.code), "last_error": error.detail[: syncs.TEXT]}


def _close(
    turn: Turn,
    outcome: Outcome,
    delay_s: float,
    values: Mapping[str, object],
    error: TenantError | None = None,
    *,
    read: bool = False,
) -> TurnResult:
    now = turn.now_ms()
    handshake = turn.handshake
    code, detail = (None, None) if error is None else (error.code, error.detail)
    on = turn.tenant.streams_on if handshake is None else tuple(name for name in STREAMS if name in handshake.streams)
    learned = {} if handshake is None else _learned(turn, handshake, on)
    verified, verified_at = _verdict(turn.streams(), on)
    marks = {"verified_equal": verified, "verified_at": verified_at, "waited_ms": turn.waited_ms}
    fresh: list[str] = []
    said = [*_of_profile(handshake), *turn.notes]

    def work(conn: Connection) -> None:
        fresh[:] = unknown_parts.note(conn, turn.tenant.id, turn.unknown, now) if turn.unknown else []
        leases.finish(conn, turn.lease, round(delay_s * 1000), {**learned, **values, **marks}, read=read)
        rows.refresh_live_counts(conn, turn.tenant.id, sorted(turn.changed_kinds))
        if read:
            streams.mark_read(conn, turn.tenant.id, on, now)
        if handshake is not None:
            profiles.keep(conn, turn.tenant.id, handshake.profile)
        if handshake is not None and handshake.paused != (turn.tenant.paused_by is Pause.TENANT):
            (tenants.pause if handshake.paused else tenants.resume)(conn, turn.tenant.id, Pause.TENANT)
        notes = [*map(_unknown, fresh), *said]
        syncs.close(
            conn, turn.claim.sync_id, outcome, now, turn.tally, code=code, error=detail, notes=notes, verified_equal=verified
        )

    run_transaction(turn.engine, work)
    if fresh:
        _log.warning(Event.UNKNOWN_PART, tenant=turn.tenant.slug, names=fresh)
    return TurnResult(turn.tenant.slug, outcome, turn.tally, code, detail, (*map(_unknown, fresh), *said), verified)


def _of_profile(handshake: Handshake | None) -> list[str]:
    """A note where something of the profile is left out."""
    unusable = handshake.profile.unusable if handshake and handshake.profile else ()
    return [f"profile: {', '.join(unusable)} cannot be used and is left out"] if unusable else []


def _unknown(name: str) -> str:
    what = "column" if "." in name else "kind"
    return f"sends a {what} that this centre does not know and does not store: {name} (update syncd)"


def _close_unread(engine: Engine, claim: Claim, error: TenantError, delay_s: float, values: Mapping[str, object]) -> None:

    def work(conn: Connection) -> None:
        now = database_now_ms(conn)
        leases.finish(conn, claim.lease, round(delay_s * 1000), values)
        rows.refresh_live_counts(conn, claim.tenant.id, sorted(KINDS))
        syncs.close(conn, claim.sync_id, "failed", now, Tally(), code=error.code, error=error.detail)

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
        "sign_in": handshake.sign_in,
    }


def _verdict(stored: Mapping[str, StreamRow], on: tuple[str, ...]) -> tuple[bool | None, int | None]:
    """Equal if every stream that is on was proved equal, different if one was found so, else not known; and since when."""
    found = [stored[name] for name in on if name in stored]
    if any(row.verified_equal is False for row in found):
        equal: bool | None = False
    else:
        equal = True if found and len(found) == len(on) and all(row.verified_equal for row in found) else None
    return equal, min((row.verified_at for row in found if row.verified_at), default=None)
