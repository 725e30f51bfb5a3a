"""`syncd config …`: the settings as this run sees them. Changes nothing."""

import typer

from syncd.cli.output import Json, say, say_fields, say_json
from syncd.cli.runtime import runtime

app = typer.Typer(help="Show and check the settings.", no_args_is_help=True)


@app.command()
def show(context: typer.Context, as_json: Json = False) -> None:
    """Show every setting with the value it has; passwords are masked."""
    values = runtime(context).settings.shown()
    if as_json:
        say_json(values)
        return
    say_fields((f"{section}.{key}", value) for section, keys in values.items() for key, value in keys.items())


@app.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """Say whether the settings can be used."""
    _ = runtime(context).settings
    if as_json:
        say_json({"ok": True})
    else:
        say("The settings can be used.")
