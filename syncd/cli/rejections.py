"""`syncd rejections …`: shows rows that were received but break the contract. Changes nothing."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from syncd.cli.output import Json, moment, say, say_fields, say_json, say_table
from syncd.cli.runtime import runtime
from syncd.errors import NotFoundError
from syncd.store import rejections, tenants
from syncd.store.engine import reading

_MOST = 100_000

app = typer.Typer(help="Look at rows that were refused.", no_args_is_help=True)


@app.command("list")
def list_(
    context: typer.Context,
    tenant: Annotated[str | None, typer.Argument(help="Only this tenant.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=_MOST, help="At most this many for each tenant.")] = 50,
    as_json: Json = False,
) -> None:
    """List refused rows, newest first."""
    with reading(runtime(context).engine) as conn:
        wanted = [tenants.by_slug(conn, tenant)] if tenant else tenants.list_tenants(conn)
        found = [(row.slug, refused) for row in wanted for refused in rejections.newest(conn, row.id, limit)]
    if as_json:
        say_json([_as_json(slug, refused) for slug, refused in found])
    elif not found:
        say("No row is refused.")
    else:
        rows = [
            (slug, row["kind"], row["row_id"], row["field"], row["reason"], moment(row["first_seen_at"])) for slug, row in found
        ]
        say_table(("tenant", "kind", "id", "field", "reason", "since"), rows)


@app.command()
def show(
    context: typer.Context,
    tenant: Annotated[str, typer.Argument(help="The tenant's short name.")],
    kind: Annotated[str, typer.Argument(help="For example course.")],
    row_id: Annotated[int, typer.Argument(metavar="ID", help="The row's id on the tenant.")],
    as_json: Json = False,
) -> None:
    """Say why one row was refused."""
    with reading(runtime(context).engine) as conn:
        found = rejections.newest(conn, tenants.by_slug(conn, tenant).id, 2**31 - 1)
    for row in found:
        if (row["kind"], row["row_id"]) == (kind, row_id):
            shown = _as_json(tenant, row)
            if as_json:
                say_json(shown)
            else:
                say_fields(shown.items())
            return
    raise NotFoundError(f"no {kind} {row_id} of {tenant} is refused")


def _as_json(slug: str, row: Mapping[Any, Any]) -> dict[str, object]:
    return {
        "tenant": slug,
        "kind": row["kind"],
        "id": row["row_id"],
        "field": row["field"],
        "reason": row["reason"],
        "detail": row["detail"],
        "first_seen": moment(row["first_seen_at"]),
        "last_seen": moment(row["last_seen_at"]),
        "tries": row["tries"],
    }
