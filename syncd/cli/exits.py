"""Exit codes, and which error ends with which. Writes one sentence to standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer

from syncd.errors import ConfigurationError, KeycloakUnavailableError, LeaseLostError, StoreUnavailableError, SyncdError


class Exit(IntEnum):
    """What an exit code means; the numbers above 63 are those of sysexits.h."""

    OK = 0
    FAILED = 1
    USAGE = 2
    PARTLY = 3  # finished, but some tenants or rows failed
    UNREACHABLE = 69  # a needed service is unreachable
    HELD = 75  # held by another process
    CONFIGURATION = 78
    INTERRUPTED = 130


def complain(sentence: str) -> None:
    """One sentence on standard error."""
    print(f"syncd: {sentence}", file=sys.stderr)  # noqa: T201 - the error channel of a command


@contextmanager
def boundary() -> Iterator[None]:
    """Around every command: an expected error becomes one sentence and an exit code, never a traceback."""
    try:
        yield
    except ConfigurationError as error:
        _end(error, Exit.CONFIGURATION)
    except (StoreUnavailableError, KeycloakUnavailableError) as error:
        _end(error, Exit.UNREACHABLE)
    except LeaseLostError as error:
        _end(error, Exit.HELD)
    except SyncdError as error:
        _end(error, Exit.FAILED)
    except KeyboardInterrupt:
        raise typer.Exit(Exit.INTERRUPTED) from None
    except BrokenPipeError:
        # Whoever read our output has enough; nothing more can be said to them.
        sys.stdout = None
        raise typer.Exit(Exit.OK) from None


def _end(error: SyncdError, code: Exit) -> None:
    complain(str(error))
    raise typer.Exit(code) from None
