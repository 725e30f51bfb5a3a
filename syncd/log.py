"""Configures logging once: JSON lines, or columns on a terminal, without secrets and personal numbers. Writes to stdout."""

import logging
import re
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from syncd import clock


class Event(StrEnum):
    """What can happen, in the words of the log. Facts go into fields, never into these."""

    DAEMON_STARTED = "daemon.started"
    DAEMON_DRAINING = "daemon.draining"
    DAEMON_STOPPED = "daemon.stopped"
    SYNC_FINISHED = "sync.finished"
    SYNC_FAILED = "sync.failed"
    SYNC_CRASHED = "sync.crashed"
    LEASE_LOST = "lease.lost"
    TENANT_PARKED = "tenant.parked"
    TENANT_JOINED = "tenant.joined"
    TENANT_LEFT = "tenant.left"
    JOIN_REFUSED = "join.refused"
    REQUEST_REFUSED = "request.refused"
    REQUEST_FAILED = "request.failed"
    KEYS_PINNED = "keys.pinned"
    DELETION_HELD = "deletion.held"
    DIVERGED = "digest.diverged"
    PEOPLE_READ = "people.read"
    PEOPLE_FAILED = "people.failed"
    PEOPLE_HELD = "people.held"
    SESSIONS_ENDED = "people.sessions_ended"
    SESSIONS_NOT_ENDED = "people.sessions_not_ended"
    CLIENT_CHANGED = "client.changed"
    CLIENT_LATE = "client.late"
    CHORE_FAILED = "chore.failed"
    STORE_UNAVAILABLE = "store.unavailable"


# Nobody is expected to log these; the lock is for the day somebody does.
_SECRET_NAMES = re.compile(r"(?i)(authorization|token|secret|password|cookie|private|bearer|join_code)")
_SECRETS = re.compile(
    r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"  # a JWT
    r"|ASN1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"  # a join code
    r"|(?i:bearer)\s+\S+"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # a password in an address
    r"|(?<!\d)(?:\d[ .-]?){17}\d(?!\d)"  # the 18 digits of a NIP
)
_HIDDEN = "[redacted]"


def redacted(value: object) -> object:
    """The value without what must not be logged, at any depth."""
    match value:
        case str():
            return _SECRETS.sub(_HIDDEN, value)
        case dict():
            return {key: _HIDDEN if _SECRET_NAMES.search(str(key)) else redacted(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [redacted(inner) for inner in value]
        case int() if len(str(abs(value))) == 18:  # noqa: PLR2004 - the digits of a NIP
            return _HIDDEN
        case _:
            return value


def configure(level: str = "info", style: str = "auto", stream: TextIO | None = None) -> None:
    """Sends every record of the program and its libraries to `stream` (standard output) in one form."""
    stream = stream or sys.stdout
    columns = style == "columns" or (style == "auto" and stream.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        _time,
        structlog.processors.StackInfoRenderer(),
    ]
    # Plain tracebacks in both: the pretty ones print local variables, where tokens live.
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback)
        if columns
        else structlog.processors.JSONRenderer(default=str)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _redact,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Libraries speak up only when something is wrong; what they say of usual events is ours to say, without addresses.
    for name in ("urllib3", "alembic", "schedule", "uvicorn"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A log that cannot be written must not stop the work.
    logging.raiseExceptions = False
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _time(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["time"] = datetime.fromtimestamp(clock.now_ms() / 1000, UTC).isoformat(timespec="milliseconds")
    return event


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _HIDDEN if _SECRET_NAMES.search(str(key)) else redacted(value) for key, value in event.items()}
