"""`syncd held …`: mass deletions that wait. Releasing them lets the tenant's next turn carry them out."""

from typing import Annotated

import typer

from syncd.cli.output import Json, moment, say, say_json, say_table
from syncd.cli.runtime import operator, runtime
from syncd.errors import NotFoundError
from syncd.store import held, tenants
from syncd.store.engine import reading, transaction

app = typer.Typer(help="Look at held deletions and release them.", no_args_is_help=True)


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List deletions that wait for a second snapshot or for LAN."""
    with reading(runtime(context).engine) as conn:
        found = held.list_held(conn)
    if as_json:
        say_json(
            [
                {
                    "tenant": row["slug"],
                    "kind": row["kind"],
                    "held": row["held"] + (row["refused"] or 0),
                    "refused": row["refused"] or 0,
                    "live": row["live"],
                    "since": moment(row["held_at"]),
                    "released_by": row["released_by"],
                }
                for row in found
            ]
        )
    elif not found:
        say("No deletion is held.")
    else:
        rows = [
            (
                row["slug"],
                row["kind"],
                row["held"] + (row["refused"] or 0),
                row["live"],
                row["refused"] or 0,
                moment(row["held_at"]),
                row["released_by"],
            )
            for row in found
        ]
        say_table(("tenant", "kind", "would vanish", "of", "refused", "since", "released by"), rows)
        if any(row["refused"] for row in found):
            say("Refused rows break the contract; the good ones before them stay until good ones come.")


@app.command()
def release(
    context: typer.Context,
    tenant: Annotated[str, typer.Argument(help="The tenant's short name.")],
    kind: Annotated[str | None, typer.Argument(help="Only this kind, for example course.")] = None,
    as_json: Json = False,
) -> None:
    """Release the held deletions of a tenant: its next turn carries them out and is due at once."""
    with transaction(runtime(context).engine) as conn:
        found = tenants.by_slug(conn, tenant)
        kinds = [kind] if kind else sorted(held.of_tenant(conn, found.id))
        if not kinds:
            raise NotFoundError(f"no deletion of {tenant} is held")
        for name in kinds:
            held.release(conn, found.id, name, operator())
    if as_json:
        say_json({"tenant": tenant, "released": kinds})
    else:
        say(f"Released for {tenant}: {', '.join(kinds)}. The next turn carries it out; to do it now: syncd sync {tenant}")
