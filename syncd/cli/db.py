"""`syncd db …`: the central tables. Changes tables when told to upgrade."""

import typer

from syncd.cli.output import Json, say, say_json
from syncd.cli.runtime import runtime
from syncd.store.migrate import require_current
from syncd.store.migrate import upgrade as upgrade_tables

app = typer.Typer(help="Make, upgrade and check the central tables.", no_args_is_help=True)


@app.command()
def upgrade(context: typer.Context, as_json: Json = False) -> None:
    """Upgrade the central tables to this program's version. Safe to repeat."""
    upgrade_tables(runtime(context).new_engine())
    _report(as_json, "The central tables are at this program's version.")


@app.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """Say whether the database keeps every character and has the tables this program knows."""
    require_current(runtime(context).unchecked_engine)
    _report(as_json, "The database and its tables are as this program needs them.")


def _report(as_json: bool, sentence: str) -> None:
    if as_json:
        say_json({"ok": True})
    else:
        say(sentence)
