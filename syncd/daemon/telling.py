"""Tells in the log how a turn ended; a turn in which nothing happened is told to nobody who has not asked. Writes the log."""

import structlog

from syncd.log import Event
from syncd.sync.state import TurnResult

_log = structlog.get_logger()


def report(result: TurnResult) -> None:
    """One line for one turn."""
    tally = result.tally
    if result.outcome == "lost":
        _log.warning(Event.LEASE_LOST, tenant=result.slug)
    elif result.outcome == "failed":
        # Whether an earlier turn had proved the copy equal is not what this line is about.
        _log.warning(Event.SYNC_FAILED, tenant=result.slug, outcome=result.outcome, code=result.code, error=result.error)
    else:
        quiet = result.outcome == "ok" and not result.notes and result.verified_equal is not False
        quiet = quiet and not (tally.rows or tally.gone or tally.rejected or tally.repaired)
        (_log.debug if quiet else _log.info)(
            Event.SYNC_FINISHED,
            tenant=result.slug,
            outcome=result.outcome,
            verified=result.verified_equal,
            requests=tally.requests,
            rows=tally.rows,
            gone=tally.gone,
            rejected=tally.rejected,
            repaired=tally.repaired,
            notes=list(result.notes),
        )
