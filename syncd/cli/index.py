"""`syncd index …`: makes the search index, says how it is, keeps it after the store. Writes the folder of the index."""

import signal
import threading
from dataclasses import asdict
from types import FrameType

import typer

from syncd.cli.output import Json, progress, say, say_fields, say_json
from syncd.cli.runtime import runtime
from syncd.index import build, state
from syncd.index.follow import Follower
from syncd.log import configure
from syncd.store import offers
from syncd.store.engine import reading

app = typer.Typer(help="Make the search index anew, look at it, keep it after the store.", no_args_is_help=True)


@app.command()
def rebuild(context: typer.Context, as_json: Json = False) -> None:
    """Make a new index beside the one that answers, check it, and let it take its place. Searches go on meanwhile."""
    run = runtime(context)
    with reading(run.engine) as conn:
        total = len(offers.owners(conn))
    with progress("Indexing tenants", total) as advance:
        built = build.rebuild(run.engine, run.settings.index.folder, advance)
    if as_json:
        say_json(asdict(built))
    else:
        say(f"{built.courses} courses of {built.tenants} tenants can be found. It took {built.seconds} s.")


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Show how many courses can be found, and whether that is all the store offers. Ends with 1 where it is not."""
    run = runtime(context)
    found = state.compare(run.engine, run.settings.index.folder)
    if as_json:
        say_json(asdict(found))
    else:
        say_fields(asdict(found).items())
    if found.differing:
        raise typer.Exit(1)


@app.command()
def follow(
    context: typer.Context,
    once: bool = typer.Option(False, "--once", help="Bring the index after the store now, and end."),
    as_json: Json = False,
) -> None:
    """Keep the index of this machine after the store until stopped. `syncd run` does it on its own machine."""
    run = runtime(context)
    follower = Follower(run.engine, run.settings.index.folder)
    if once:
        written = follower.once()
        if as_json:
            say_json(asdict(written))
        else:
            say(f"{written.put} courses written, {written.out} taken out.")
        return
    configure(run.settings.log.level, run.settings.log.format)
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, on_signal)
    follower.follow(stop.is_set)
