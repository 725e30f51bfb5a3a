"""`syncd tenant limit`: what one tenant may take of the store over many turns. Writes that tenant's limits."""

from dataclasses import asdict
from typing import Annotated

import typer

from syncd.cli.output import Json, say_json, say_table
from syncd.cli.runtime import runtime
from syncd.model.kinds import MAX_INT
from syncd.model.limits import Limits
from syncd.store import limits, rejections, tenants
from syncd.store.engine import transaction


def limit(  # noqa: PLR0913, PLR0917 - one option for each limit
    context: typer.Context,
    tenant: Annotated[str, typer.Argument(metavar="TENANT", help="The tenant's short name, as `syncd tenant list` shows it.")],
    rows: Annotated[int | None, typer.Option("--rows", min=1, max=MAX_INT, help="Rows stored.")] = None,
    size: Annotated[int | None, typer.Option("--bytes", min=1, max=MAX_INT, help="Bytes of these rows.")] = None,
    new_rows: Annotated[int | None, typer.Option("--new-rows", min=1, max=MAX_INT, help="New rows in one turn.")] = None,
    requests: Annotated[int | None, typer.Option("--requests", min=10, max=MAX_INT, help="Requests in one turn.")] = None,
    unfinished: Annotated[
        int | None, typer.Option("--unfinished", min=1, max=MAX_INT, help="Turns in a row without an end.")
    ] = None,
    refused: Annotated[int | None, typer.Option("--rejections", min=1, max=MAX_INT, help="Rejections that are kept.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take back every limit that was set for this tenant.")] = False,
    as_json: Json = False,
) -> None:
    """Show what a tenant may take and has taken; with a number, let it take so much. It is asked again at once."""
    run = runtime(context)
    general = Limits(**run.settings.limits.model_dump())
    named = {"rows": rows, "bytes": size, "new_rows": new_rows, "requests": requests, "unfinished": unfinished}
    named["rejections"] = refused
    given = {name: value for name, value in named.items() if value is not None}
    with transaction(run.engine) as conn:
        row = tenants.by_slug(conn, tenant)
        if clear:
            limits.give(conn, row.id, dict.fromkeys(named))
        limits.give(conn, row.id, given)
        if clear or given:
            tenants.make_due(conn, [row.id])
        used = limits.used(conn, row.id)
        own, holds = limits.raised(conn, row.id), asdict(limits.of_tenant(conn, row.id, general))
        taken = {"rows": used.rows, "bytes": used.bytes, "unfinished": row.unfinished or 0}
        taken["rejections"] = rejections.count(conn, row.id)
    lines = [(name, taken.get(name), most, "this tenant" if name in own else "all tenants") for name, most in holds.items()]
    if as_json:
        say_json({"tenant": tenant, "limits": [dict(zip(("limit", "taken", "most", "for"), one, strict=True)) for one in lines]})
    else:
        say_table(("limit", "taken", "at most", "holds for"), lines)
