"""What commands write: JSON, tables, progress. A terminal gets folded cells and bars, a pipe whole lines and no colour."""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from syncd.foreign_text import escaped, printable

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]

# A table of so few columns is prose beside names; it reads better folded.
_FOLDABLE = 4
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def say(sentence: str = "") -> None:
    """One line."""
    # Flushed: whoever reads a pipe sees each step when it happens.
    print(printable(sentence), flush=True)  # noqa: T201 - standard output is what a command is for


def tell(sentence: str) -> None:
    """One line for people beside an output that a program may read."""
    print(printable(sentence), file=sys.stderr, flush=True)  # noqa: T201 - as above


def say_json(value: object) -> None:
    """A value as JSON, readable by people too."""
    say(escaped(json.dumps(value, ensure_ascii=False, indent=2, default=str)))


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; numbers to the right. Nothing is ever cut off.

    A pipe gets whole lines. On a terminal that is too narrow a table of prose is folded, and in one of many columns each row
    takes two lines: whose row it is, then the rest.
    """
    cells = [[_shown(value) for value in row] for row in rows]
    numeric = [all(_is_number(row[place]) for row in cells) and bool(cells) for place in range(len(headings))]
    lines = _aligned([list(headings), *cells], numeric)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if width is None or max(map(len, lines)) <= width:
        for line in lines:
            say(line)
    elif len(headings) > _FOLDABLE:
        rest = _aligned([list(headings[1:]), *(row[1:] for row in cells)], numeric[1:])
        for first, line in zip([headings[0], *(row[0] for row in cells)], rest, strict=True):
            say(first)
            say(f"  {line}")
    else:
        table = Table(box=None, pad_edge=False)
        for heading, right in zip(headings, numeric, strict=True):
            table.add_column(heading, justify="right" if right else "left", overflow="fold")
        for row in cells:
            table.add_row(*row)
        Console(highlight=False, markup=False).print(table)


def _aligned(lines: Sequence[Sequence[str]], numeric: Sequence[bool]) -> list[str]:
    """Columns of equal width, two blanks between them."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            text.rjust(width) if right else text.ljust(width) for text, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    ]


def say_fields(fields: Iterable[tuple[str, object]]) -> None:
    """Names and values, one a line."""
    shown = [(name, _shown(value)) for name, value in fields]
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
def progress(what: str, total: int | None) -> Iterator["_Advance"]:
    """A progress bar on standard error, if that is a terminal; total None where nobody knows it."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        yield _Advance(bar, bar.add_task(what, total=total))


class _Advance:
    """Counts one more as done."""

    def __init__(self, bar: Progress, task: object) -> None:
        self._bar, self._task = bar, task

    def __call__(self) -> None:
        self.by(1)

    def by(self, count: int) -> None:
        """Counts so many more as done."""
        self._bar.advance(self._task, count)  # type: ignore[arg-type]


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


def _shown(value: object) -> str:
    """A value in a cell; a false value is shown, not left out."""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return "-" if value is None else printable(str(value)).replace("\n", " ").replace("\t", " ")


def _is_number(text: str) -> bool:
    return text.replace(",", "").isdecimal() or text == "-"
