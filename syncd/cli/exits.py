"""Exit codes, and which error ends with which. Writes one sentence to standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer

from syncd.errors import (
    ConfigurationError,
    CurationRefusedError,
    IndexBusyError,
    IndexMissingError,
    KeycloakRefusedError,
    KeycloakUnavailableError,
    LeaseLostError,
    QuestionRefusedError,
    StoreUnavailableError,
    SyncdError,
    ValueRefusedError,
)
from syncd.foreign_text import printable


class Exit(IntEnum):
    """What an exit code means; the numbers above 63 are those of sysexits.h."""

    OK = 0
    FAILED = 1  # for a command that only looks: something differs
    USAGE = 2
    PARTLY = 3  # finished, but some tenants or rows failed
    UNREACHABLE = 69  # a needed service is unreachable or refuses
    HELD = 75  # held by another process
    CONFIGURATION = 78
    INTERRUPTED = 130


def complain(sentence: str) -> None:
    """One sentence on standard error."""
    print(printable(f"syncd: {sentence}"), file=sys.stderr)  # noqa: T201 - the error channel of a command


def exit_of(error: SyncdError) -> Exit:
    """What a command ends with that this error ended: the one table for all commands."""
    match error:
        case ConfigurationError():
            return Exit.CONFIGURATION
        case QuestionRefusedError() | CurationRefusedError():
            return Exit.USAGE
        case ValueRefusedError():
            return Exit.FAILED
        case StoreUnavailableError() | KeycloakUnavailableError() | KeycloakRefusedError() | IndexMissingError():
            return Exit.UNREACHABLE
        case LeaseLostError() | IndexBusyError():
            return Exit.HELD
        case _:
            return Exit.FAILED


@contextmanager
def boundary() -> Iterator[None]:
    """Around every command: an expected error becomes one sentence and an exit code, never a traceback."""
    try:
        yield
    except SyncdError as error:
        complain(str(error))
        raise typer.Exit(exit_of(error)) from None
    except KeyboardInterrupt:
        raise typer.Exit(Exit.INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read our output has enough; nothing more can be said to them.
        sys.stdout = None
        raise typer.Exit(Exit.OK) from None
