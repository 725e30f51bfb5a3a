"""`syncd tenant …`: who takes part. Writes the registry; asks no tenant."""

from typing import Annotated

import typer
from rich.prompt import Confirm

from syncd import clock
from syncd.cli.output import Json, moment, say, say_fields, say_json, say_table
from syncd.cli.runtime import runtime
from syncd.cli.transfer import export, import_
from syncd.clients import ClientState
from syncd.health.staleness import state_of
from syncd.model.tenant import TenantRow
from syncd.store import invites, ledger, removal, streams, tenants
from syncd.store.engine import reading, transaction

app = typer.Typer(help="Invite, look at, pause and remove tenants.", no_args_is_help=True)
app.command("export")(export)
app.command("import")(import_)

Slug = Annotated[str, typer.Argument(metavar="TENANT", help="The tenant's short name, as `syncd tenant list` shows it.")]
_SYNCS_SHOWN = 5


@app.command()
def invite(
    context: typer.Context,
    name: Annotated[str | None, typer.Option(help="Name of the tenant, as people will read it.")] = None,
    agency: Annotated[str | None, typer.Option(help="Agency that owns it.")] = None,
    tenant: Annotated[str | None, typer.Option(help="A known tenant that moved or lost its keys: it keeps its data.")] = None,
    valid_hours: Annotated[float, typer.Option(min=0.1, max=720, help="How long the code can be used.")] = 1,
    as_json: Json = False,
) -> None:
    """Make a join code: the tenant admin pastes it into Moodle. It is shown this once and can be used once."""
    made_for = runtime(context)
    with transaction(made_for.engine) as conn:
        known = tenants.by_slug(conn, tenant) if tenant else None
        name, agency = name or (known.name if known else None), agency or (known.agency if known else None)
        if not name or not agency:
            raise typer.BadParameter("--name and --agency are needed for a new tenant, --tenant for a known one.")
        now, valid_s = clock.now_ms(), int(valid_hours * 3600)
        secret = invites.create(conn, name, agency, now, tenant_id=known.id if known else None, valid_s=valid_s)
    code = invites.code(made_for.settings.centre.url, secret)
    if as_json:
        say_json({"code": code, "name": name, "agency": agency, "tenant": tenant, "expires": moment(now + valid_s * 1000)})
    else:
        # The code alone on standard output's only line can be piped; everything about it is in `--json`.
        say(code)


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List all tenants."""
    with reading(runtime(context).engine) as conn:
        found = tenants.list_tenants(conn)
    if as_json:
        say_json([_as_json(row) for row in found])
    elif not found:
        say("No tenant has joined yet. Make a code with: syncd tenant invite --name NAME --agency AGENCY")
    else:
        now = clock.now_ms()
        rows = [(row.slug, row.name, row.url, row.release, state_of(row, now)) for row in found]
        say_table(("tenant", "name", "address", "plugin", "state"), rows)


@app.command()
def show(context: typer.Context, tenant: Slug, as_json: Json = False) -> None:
    """Show what is known about one tenant: address, versions, streams, newest syncs."""
    with reading(runtime(context).engine) as conn:
        row = tenants.by_slug(conn, tenant)
        of_streams = streams.of_tenant(conn, row.id)
        newest = ledger.newest(conn, row.id, _SYNCS_SHOWN)
    syncs = [
        {
            "started": moment(sync["started_at"]),
            "outcome": sync["outcome"],
            "rows": sync["rows"],
            "gone": sync["gone"],
            "rejected": sync["rejected"],
            "verified": sync["verified_equal"],
            "notes": sync["error"] or sync["notes"],
        }
        for sync in newest
    ]
    shown_streams = [
        {
            "stream": name,
            "switched_on": name in row.streams_on,
            "last_ok": moment(stream.last_ok_at),
            "verified": stream.verified_equal,
            "refused": stream.refused,
        }
        for name, stream in sorted(of_streams.items())
    ]
    if as_json:
        say_json(_as_json(row) | {"streams": shown_streams, "syncs": syncs})
        return
    say_fields(_as_json(row).items())
    for heading, rows in (("Streams", shown_streams), ("Newest syncs", syncs)):
        if rows:
            say(f"\n{heading}")
            columns = [name for name in rows[0] if name != "notes"]
            say_table(columns, [[each[name] for name in columns] for each in rows])
    for each in syncs:
        if each["notes"]:
            say(f"{each['started']}: {each['notes']}")


@app.command()
def pause(context: typer.Context, tenant: Slug, as_json: Json = False) -> None:
    """Stop asking a tenant, and signing people in there; what was read stays and is shown with its age."""
    with transaction(runtime(context).engine) as conn:
        tenants.pause(conn, tenants.by_slug(conn, tenant).id, "lan")
    client = runtime(context).clients.bring(tenant)
    _done(as_json, tenant, "paused", f"{tenant} is paused. To go on: syncd tenant resume {tenant}", client)


@app.command()
def resume(context: typer.Context, tenant: Slug, as_json: Json = False) -> None:
    """Ask a paused or parked tenant again, at once; people can sign in there again."""
    with transaction(runtime(context).engine) as conn:
        tenants.resume(conn, tenants.by_slug(conn, tenant).id, "lan")
    client = runtime(context).clients.bring(tenant)
    _done(as_json, tenant, "resumed", f"{tenant} is asked again from now on.", client)


@app.command()
def remove(
    context: typer.Context,
    tenant: Slug,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether I am sure.")] = False,
    as_json: Json = False,
) -> None:
    """Delete a tenant and every row of it at the centre. The tenant's own site is not touched."""
    engine = runtime(context).engine
    with reading(engine) as conn:
        row = tenants.by_slug(conn, tenant)
    if not yes and not Confirm.ask(f"Delete every row of {row.name} ({row.url}) at the centre?", default=False):
        raise typer.Abort
    deleted = removal.remove(engine, row.id)
    counts = ", ".join(f"{count} {kind}" for kind, count in deleted.items() if count)
    client = runtime(context).clients.bring(tenant, remove=True)
    _done(as_json, tenant, "removed", f"{tenant} is removed. Deleted: {counts or 'no rows'}.", client, deleted=deleted)


_CLIENT = {
    ClientState.NO_REALM: None,
    ClientState.ENABLED: "Its client at Keycloak is enabled: people can sign in there.",
    ClientState.DISABLED: "Its client at Keycloak is disabled: nobody can sign in there.",
    ClientState.REMOVED: "Its client at Keycloak is removed.",
    ClientState.LATE: "Its client at Keycloak could not be changed now; the daemon does it as soon as Keycloak lets it.",
}


def _done(as_json: bool, tenant: str, act: str, sentence: str, client: ClientState, **more: object) -> None:
    if as_json:
        say_json({"tenant": tenant, "done": act, "client": client, **more})
        return
    say(sentence)
    if of_client := _CLIENT[client]:
        say(of_client)


def _as_json(row: TenantRow) -> dict[str, object]:
    return {
        "tenant": row.slug,
        "name": row.name,
        "agency": row.agency,
        "address": row.url,
        "site": row.site,
        "state": state_of(row, clock.now_ms()),
        "paused_by": row.paused_by,
        "streams_on": " ".join(row.streams_on) or None,
        "plugin": row.release,
        "moodle": row.moodle,
        "clock_off_s": row.clock_skew_s,
        "joined": moment(row.joined_at),
        "last_tried": moment(row.last_tried_at),
        "last_ok": moment(row.last_ok_at),
        "next": moment(row.next_sync_at) if row.next_sync_at else "now",
        "failures": row.failures,
        "last_error": row.last_error,
        "verified": row.verified_equal,
        "verified_at": moment(row.verified_at),
    }
