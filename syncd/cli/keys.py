"""`syncd keys …`: the centre's own keys, made and rotated. Writes the key directory, and their thumbprints into the store."""

from typing import Annotated

import typer

from syncd.cli.output import Json, moment, say, say_fields, say_json
from syncd.cli.runtime import Runtime, runtime
from syncd.keys import KeyRing

app = typer.Typer(
    help="Make the centre's keys and rotate them: publish, a day later switch, an hour later retire.", no_args_is_help=True
)


@app.command()
def init(
    context: typer.Context,
    lost: Annotated[
        bool,
        typer.Option("--lost", help="The old keys are lost, also in every backup: begin anew. Every site has to join again."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Make the keys of a new centre. Safe to repeat: keys that are there stay."""
    run = runtime(context)
    ring = run.accept_keys(make=True) if lost else run.make_keys()
    _report(run, ring, as_json, f"The key set is in {run.settings.centre.keys_dir}. Keep a copy of that directory.")


@app.command()
def accept(context: typer.Context, as_json: Json = False) -> None:
    """Say that the keys that are there are the right ones, after a restore of a store that is older than they are."""
    run = runtime(context)
    _report(run, run.accept_keys(make=False), as_json, "The store remembers this key set from now on.")


@app.command()
def show(context: typer.Context, as_json: Json = False) -> None:
    """Show which key signs, and what is to be done next."""
    run = runtime(context)
    facts = _facts(run, run.keys)
    if as_json:
        say_json(facts)
    else:
        say_fields(facts.items())


@app.command()
def publish(context: typer.Context, as_json: Json = False) -> None:
    """Step 1: show a new key beside the one that signs, so that every site can learn it."""
    run = runtime(context)
    run.keys.publish_next()
    _report(run, run.keys, as_json, "The next key is public. Tomorrow or later: syncd keys switch")


@app.command()
def switch(
    context: typer.Context,
    now: Annotated[
        bool, typer.Option("--now", help="Do not wait a day: the old key may be in foreign hands. Sites not read since fail.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Step 2, a day after the first: sign with the new key, and still show the old one."""
    run = runtime(context)
    run.keys.switch(force=now)
    _report(run, run.keys, as_json, "The new key signs. In an hour or later: syncd keys retire")


@app.command()
def retire(context: typer.Context, as_json: Json = False) -> None:
    """Step 3, an hour after the second, when what the old key signed has ended: destroy it, and show it no longer."""
    run = runtime(context)
    run.keys.retire()
    _report(run, run.keys, as_json, "The old key is destroyed. Make a backup of the directory now.")


def _report(run: Runtime, ring: KeyRing, as_json: bool, sentence: str) -> None:
    # Each step shares a key with the one before, so the store recognises the set although a step was not noted.
    run.remember(ring)
    if as_json:
        say_json(_facts(run, ring))
    else:
        say(sentence)


def _facts(run: Runtime, ring: KeyRing) -> dict[str, object]:
    now = ring.rotation()
    return {
        "directory": str(run.settings.centre.keys_dir),
        "key_set": ring.jwks_sha256(),
        "signs": now.signing,
        "next": now.next,
        "retiring": now.retiring,
        "changed": moment(now.changed_at),
        "next_step": _next_step(next_is_public=now.next is not None, old_is_public=now.retiring is not None),
    }


def _next_step(*, next_is_public: bool, old_is_public: bool) -> str | None:
    if next_is_public:
        return "syncd keys switch"
    return "syncd keys retire" if old_is_public else None
