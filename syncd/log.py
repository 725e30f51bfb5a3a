"""Configures logging once: bounded lines of JSON, or columns on a terminal, without secrets and NIPs. Writes to stdout."""

import logging
import re
import sys
import threading
from datetime import UTC, datetime
from enum import StrEnum
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from syncd import clock
from syncd.foreign_text import printable, shortened


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
    STATE_CHANGED = "tenant.state_changed"
    TENANT_JOINED = "tenant.joined"
    TENANT_LEFT = "tenant.left"
    JOIN_REFUSED = "join.refused"
    REQUEST_REFUSED = "request.refused"
    REQUEST_FAILED = "request.failed"
    KEYS_PINNED = "keys.pinned"
    DELETION_HELD = "deletion.held"
    DIVERGED = "digest.diverged"
    UNKNOWN_PART = "unknown.part"
    PEOPLE_READ = "people.read"
    PEOPLE_FAILED = "people.failed"
    PEOPLE_HELD = "people.held"
    SESSIONS_ENDED = "people.sessions_ended"
    SESSIONS_NOT_ENDED = "people.sessions_not_ended"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_OUT_FAILED = "sign_out.failed"
    CLIENT_CHANGED = "client.changed"
    CLIENT_LATE = "client.late"
    LOGOUT_TOLD = "logout.told"
    LOGOUT_WAITING = "logout.waiting"
    LOGOUT_GIVEN_UP = "logout.given_up"
    CHORE_FAILED = "chore.failed"
    STEP_FAILED = "daemon.step_failed"
    WORKER_DIED = "daemon.worker_died"
    WORKERS_SHORT = "daemon.workers_short"
    DAEMON_DIED = "daemon.died"
    CLOCK_SET = "clock.set"
    CLOCKS_DISAGREE = "clock.disagrees"
    INDEX_BUILT = "index.built"
    INDEX_NOT_WRITTEN = "index.not_written"
    INDEX_FOLLOWED = "index.followed"
    INDEX_MISSING = "index.missing"
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


# An event is a few facts: whatever is longer than these is not one, and much of it comes from outside.
_MOST_TEXT, _MOST_TRACEBACK, _MOST_ITEMS, _MOST_DEPTH = 2000, 8000, 50, 5
# Beyond so much nobody looks for secrets any more; it is left out before anybody could.
_MOST_SEARCHED = 16 * 1024
_TRACEBACKS = ("exception", "stack")


def redacted(value: object, most: int = _MOST_TEXT, depth: int = 0) -> object:  # noqa: PLR0911 - one for each sort of value
    """The value without what must not be logged and of a bounded size, at any depth."""
    match value:
        case str():
            return shortened(printable(_SECRETS.sub(_HIDDEN, value[:_MOST_SEARCHED])), most)
        case dict() | list() | tuple() | set() | frozenset() if depth >= _MOST_DEPTH:
            return "…"
        case dict():
            members = list(value.items())
            found: dict[str, object] = {
                shortened(str(key), 100): _HIDDEN
                if _SECRET_NAMES.search(str(key)[:_MOST_TEXT])
                else redacted(inner, most, depth + 1)
                for key, inner in members[:_MOST_ITEMS]
            }
            return found | ({"…": len(members) - _MOST_ITEMS} if len(members) > _MOST_ITEMS else {})
        case list() | tuple() | set() | frozenset():
            items = list(value)
            more = [f"… {len(items) - _MOST_ITEMS} more"] if len(items) > _MOST_ITEMS else []
            return [redacted(inner, most, depth + 1) for inner in items[:_MOST_ITEMS]] + more
        case bool():
            return value
        case int() if 10**17 <= abs(value) < 10**18:
            return _HIDDEN  # as many digits as a NIP
        case int() if value.bit_length() > 128:  # noqa: PLR2004 - no number of ours is as long
            return f"a number of {value.bit_length()} bits"
        case None | int() | float():
            return value
        case _:
            return redacted(str(value), most)


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
                *((_in_one_line,) if columns else ()),
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Libraries speak up only when something is wrong; what they say of usual events is ours to say, without addresses.
    for name in ("alembic", "schedule"):
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    # It warns of every request that is no HTTP, which anybody can send without end.
    logging.getLogger("uvicorn").setLevel(logging.ERROR)
    # It warns of every request that it tries again; whether one failed is said by the error, in a sentence of ours.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    # A log that cannot be written must not stop the work.
    logging.raiseExceptions = False
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            _Strangers(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


class _Strangers:
    """Events that anybody can cause without proving who they are: so many a minute are told, and then how many were not."""

    names = frozenset({Event.JOIN_REFUSED, Event.REQUEST_REFUSED})
    most, seconds = 100, 60

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends, self._count = 0.0, 0

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        name = event.get("event")
        if not isinstance(name, str) or name not in self.names:
            return event
        with self._lock:
            now, left_out = clock.monotonic(), 0
            if now >= self._ends:
                left_out, self._ends, self._count = max(0, self._count - self.most), now + self.seconds, 0
            self._count += 1
            if self._count > self.most:
                raise structlog.DropEvent
        return {**event, "left_out": left_out} if left_out else event


def _time(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["time"] = datetime.fromtimestamp(clock.now_ms() / 1000, UTC).isoformat(timespec="milliseconds")
    return event


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: _HIDDEN if _SECRET_NAMES.search(str(key)) else _fact(key, value) for key, value in event.items()}


def _fact(key: str, value: object) -> object:
    found = redacted(value, _MOST_TRACEBACK if key in _TRACEBACKS else _MOST_TEXT)
    if isinstance(found, dict | list) and len(text := str(found)) > _MOST_TRACEBACK:
        return shortened(text, _MOST_TRACEBACK)
    return found


def _in_one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """On a terminal a line feed in a fact would begin what looks like another event."""
    return {
        key: value.replace("\n", " ⏎ ") if isinstance(value, str) and key not in _TRACEBACKS else value
        for key, value in event.items()
    }
