"""What commands write: JSON, tables, progress. A terminal gets folded cells and bars, a pipe whole lines and no colour."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def say(sentence: str = "") -> None:
    """One line."""
    # Flushed: whoever reads a pipe sees each step when it happens.
    print(sentence, flush=True)  # noqa: T201 - standard output is what a command is for


def say_json(value: object) -> None:
    """A value as JSON, readable by people too."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; numbers to the right. Nothing is ever cut off: a terminal folds long cells, a pipe gets long lines."""
    cells = [["-" if value is None else str(value) for value in row] for row in rows]
    numeric = [all(_is_number(row[place]) for row in cells) and bool(cells) for place in range(len(headings))]
    if sys.stdout.isatty():
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for heading, right in zip(headings, numeric, strict=True):
            table.add_column(heading, justify="right" if right else "left", overflow="fold", no_wrap=right)
        for row in cells:
            table.add_row(*row)
        Console(highlight=False, markup=False).print(table)
        return
    widths = [max(len(line[place]) for line in [list(headings), *cells]) for place in range(len(headings))]
    for line in [list(headings), *cells]:
        padded = (
            text.rjust(width) if right else text.ljust(width) for text, width, right in zip(line, widths, numeric, strict=True)
        )
        say("  ".join(padded).rstrip())


def say_fields(fields: Iterable[tuple[str, object]]) -> None:
    """Names and values, one a line."""
    shown = [(name, "-" if value is None else str(value)) for name, value in fields]
    width = max((len(name) for name, _value in shown), default=0)
    for name, value in shown:
        say(f"{name.ljust(width)}  {value}".rstrip())


def tracked(items: Iterable[T], what: str, total: int) -> Iterator[T]:
    """The items; on a terminal a progress bar on standard error counts them."""
    with progress(what, total) as advance:
        for item in items:
            yield item
            advance()


@contextmanager
def progress(what: str, total: int) -> Iterator["_Advance"]:
    """A progress bar on standard error, if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        yield _Advance(bar, bar.add_task(what, total=total))


class _Advance:
    """Counts one more as done."""

    def __init__(self, bar: Progress, task: object) -> None:
        self._bar, self._task = bar, task

    def __call__(self) -> None:
        self._bar.advance(self._task)  # type: ignore[arg-type]


def moment(milliseconds: int | None) -> str | None:
    """An instant as people read it, UTC."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")


def age(seconds: int | None) -> str | None:
    """How long ago, in the largest fitting unit."""
    if seconds is None:
        return None
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name}"
    return f"{seconds} s"


def yes_no(value: bool | None) -> str | None:
    """A three-valued answer."""
    return None if value is None else ("yes" if value else "NO")


def _is_number(text: str) -> bool:
    return text.replace(",", "").isdecimal() or text == "-"
