"""`syncd tenant agency`: which agency of the people directory owns a tenant, so that its own people are known. Writes it."""

from typing import Annotated

import typer

from syncd.cli.output import Json, say, say_json
from syncd.cli.runtime import runtime
from syncd.store import tenants
from syncd.store.engine import reading, transaction
from syncd.store.owner_code import is_code, owner_code


def agency(
    context: typer.Context,
    tenant: Annotated[str, typer.Argument(metavar="TENANT", help="The tenant's short name, as `syncd tenant list` shows it.")],
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="The agency's code in the realm, such as LAN.")] = None,
    as_json: Json = False,
) -> None:
    """Show or note the code of the agency that owns a tenant. Until it is known, everybody counts as the owner's own there."""
    if code is not None and not is_code(code):
        raise typer.BadParameter("a code is 2 to 20 capital letters, digits, dots and hyphens, as in agencies.csv of the realm.")
    engine = runtime(context).engine
    if code is not None:
        with transaction(engine) as conn:
            tenants.note_agency_code(conn, tenants.by_slug(conn, tenant).id, code)
    with reading(engine) as conn:
        row = tenants.by_slug(conn, tenant)
    known = owner_code(row.agency_code, row.agency)
    if as_json:
        say_json({"tenant": tenant, "agency": row.agency, "code": known})
    elif known:
        say(f"{tenant} belongs to {known}.")
    else:
        say(f"Nobody has said which code '{row.agency}' has, so every rating counts as the owner's own. Note it with a CODE.")
