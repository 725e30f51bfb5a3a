"""`syncd`: one command, noun groups. Parses arguments, builds what commands need, turns errors into exit codes."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from syncd import __version__
from syncd.cli import (
    collection,
    compare,
    config,
    curate,
    db,
    held,
    index,
    keys,
    people,
    rating,
    realm,
    rejections,
    simulator,
    tenant,
)
from syncd.cli.demo import demo
from syncd.cli.doctor import doctor
from syncd.cli.examples import examples
from syncd.cli.exits import boundary
from syncd.cli.output import say
from syncd.cli.processes import run, serve
from syncd.cli.runtime import Runtime
from syncd.cli.search import search
from syncd.cli.status import status
from syncd.cli.sync import sync, verify
from syncd.log import configure
from syncd.settings import DEFAULT_FILES, FILE_VARIABLE


class _Guarded(TyperGroup):
    """Every command runs inside the boundary that knows the exit codes."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as click has it
        with boundary():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Guarded,
    help="The centre of ASN Unggul: reads every tenant, keeps an equal copy, and says how fresh it is.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 ok, 1 failed, 2 usage, 3 finished but some tenants or rows failed, 69 a needed service is"
    " unreachable or refuses, 75 held by another, 78 bad configuration, 130 interrupted."
    " Also with --json, errors are one sentence on standard error.",
)
for command in (status, sync, verify, search, doctor, run, serve, demo):
    app.command(epilog=examples(command.__name__))(command)
for group, name in (
    (tenant, "tenant"),
    (realm, "realm"),
    (people, "people"),
    (curate, "curate"),
    (compare, "compare"),
    (collection, "collection"),
    (rejections, "rejections"),
    (held, "held"),
    (keys, "keys"),
    (index, "index"),
    (rating, "rating"),
    (db, "db"),
    (config, "config"),
):
    app.add_typer(group.app, name=name)
app.add_typer(simulator.app, name="simulator")


def _version(wanted: bool) -> None:
    if wanted:
        say(f"syncd {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    config_file: Annotated[
        Path | None,
        typer.Option(
            "--config",
            help="Settings file; relative paths in it count from its own directory.",
            envvar=FILE_VARIABLE,
            show_default=f"{DEFAULT_FILES[0]} here, else {DEFAULT_FILES[1]}",
            dir_okay=False,
        ),
    ] = None,
    _show_version: Annotated[bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)] = False,
) -> None:
    """Remember where the settings are; nothing is read before a command needs it."""
    # What a command has to say is its output; only the two processes log, and set this anew.
    configure("error", "auto", sys.stderr)
    context.obj = Runtime(config_file)
