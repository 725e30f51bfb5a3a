"""`syncd tenant …`: who takes part. Writes the registry; asks no tenant."""

import math
from typing import Annotated

import typer
from rich.markup import escape
from rich.prompt import Confirm

from syncd.cli.examples import examples
from syncd.cli.limit import limit
from syncd.cli.output import Json, moment, say, say_fields, say_json, say_table, tell
from syncd.cli.owner import agency
from syncd.cli.runtime import runtime
from syncd.cli.transfer import export, import_
from syncd.errors import NotFoundError
from syncd.foreign_text import printable
from syncd.health.staleness import state_of
from syncd.model.tenant import Pause, TenantRow
from syncd.realm.clients import ClientState
from syncd.store import flips, invites, removal, streams, syncs, tenants, unknown_parts
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction

app = typer.Typer(help="Invite, look at, pause and remove tenants.", no_args_is_help=True)
app.command("export")(export)
app.command("import")(import_)
app.command("limit")(limit)
app.command("agency")(agency)

Slug = Annotated[str, typer.Argument(metavar="TENANT", help="The tenant's short name, as `syncd tenant list` shows it.")]
_SYNCS_SHOWN = 5
_FLIPS_SHOWN = 10


@app.command(epilog=examples("tenant invite"))
def invite(
    context: typer.Context,
    name: Annotated[str | None, typer.Option(help="Name of the tenant, as people will read it.")] = None,
    agency: Annotated[str | None, typer.Option(help="Agency that owns it.")] = None,
    tenant: Annotated[str | None, typer.Option(help="A known tenant that moved or lost its keys: it keeps its data.")] = None,
    valid_hours: Annotated[float, typer.Option(min=0.1, max=720, help="How long the code can be used.")] = 1,
    as_json: Json = False,
) -> None:
    """Make a join code, which the tenant admin pastes into Moodle. It is shown only now and can be used once."""
    if not math.isfinite(valid_hours):
        raise typer.BadParameter("--valid-hours is a number of hours.")
    made_for = runtime(context)
    made_for.make_keys()  # a code for which there are no keys could not be redeemed
    with transaction(made_for.engine) as conn:
        known = tenants.by_slug(conn, tenant) if tenant else None
        name = (name or "").strip() or (known.name if known else None)
        agency = (agency or "").strip() or (known.agency if known else None)
        if not name or not agency:
            raise typer.BadParameter("--name and --agency are needed for a new tenant, --tenant for a known one.")
        if max(len(name), len(agency)) > invites.LONGEST_NAME or not (name + agency).isprintable():
            raise typer.BadParameter(
                f"a name is one line of at most {invites.LONGEST_NAME} characters, none of which is invisible."
            )
        now, valid_s = database_now_ms(conn), int(valid_hours * 3600)
        secret = invites.create(conn, name, agency, now, tenant_id=known.id if known else None, valid_s=valid_s)
    code = invites.code(made_for.settings.centre.url, secret)
    expires, called = moment(now + valid_s * 1000), invites.name_of(secret)
    if as_json:
        say_json({"code": code, "id": called, "name": name, "agency": agency, "tenant": tenant, "expires": expires})
        return
    # The code alone on standard output's only line can be piped.
    say(code)
    tell(
        f"A site that uses this code becomes {name} ({agency}). It works once, until {expires}. Send it to the tenant admin by a"
        " way you trust; it is pasted in Moodle under Site administration > Plugins > Local plugins > ASN Unggul."
        f" To take it back: syncd tenant revoke {called}"
    )


@app.command("invites")
def invites_(context: typer.Context, as_json: Json = False) -> None:
    """List the join codes that can still be used, without the codes themselves."""
    with reading(runtime(context).engine) as conn:
        found = invites.open_ones(conn, database_now_ms(conn))
    rows = [
        {
            "id": one.name_of_code,
            "name": one.name,
            "agency": one.agency,
            "tenant": one.tenant,
            "made": moment(one.created_at),
            "expires": moment(one.expires_at),
        }
        for one in found
    ]
    if as_json:
        say_json(rows)
    elif not rows:
        say("No join code is open.")
    else:
        say_table(list(rows[0]), [list(row.values()) for row in rows])


@app.command()
def revoke(
    context: typer.Context,
    code_id: Annotated[str, typer.Argument(metavar="ID", help="As `syncd tenant invites` shows it; not the code itself.")],
    as_json: Json = False,
) -> None:
    """Take back a join code that nobody has used yet."""
    with transaction(runtime(context).engine) as conn:
        if not invites.revoke(conn, code_id, database_now_ms(conn)):
            raise NotFoundError(f"there is no open join code '{code_id}'; see: syncd tenant invites")
    if as_json:
        say_json({"id": code_id, "done": "revoked"})
    else:
        say(f"The code {code_id} cannot be used any more.")


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List all tenants."""
    with reading(runtime(context).engine) as conn:
        found, now = tenants.list_tenants(conn), database_now_ms(conn)
    if as_json:
        say_json([_as_json(row, now) for row in found])
    elif not found:
        say("No tenant has joined yet. Make a code with: syncd tenant invite --name NAME --agency AGENCY")
    else:
        rows = [(row.slug, row.name, row.url, row.release, state_of(row, now)) for row in found]
        say_table(("tenant", "name", "address", "plugin", "state"), rows)


@app.command()
def show(context: typer.Context, tenant: Slug, as_json: Json = False) -> None:
    """Show what is known about one tenant: address, versions, streams, newest syncs, changes of its state."""
    with reading(runtime(context).engine) as conn:
        row, now = tenants.by_slug(conn, tenant), database_now_ms(conn)
        of_streams = streams.of_tenant(conn, row.id)
        newest = syncs.newest(conn, row.id, _SYNCS_SHOWN)
        unknown = unknown_parts.of_tenant(conn, row.id)
        changes, now = flips.newest(conn, row.id, _FLIPS_SHOWN), database_now_ms(conn)
    shown_syncs = [
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
    shown_unknown = [
        {
            "unknown_here": one["name"],
            "rows": one["rows"],
            "first_seen": moment(one["first_seen_at"]),
            "last_seen": moment(one["last_seen_at"]),
        }
        for one in unknown
    ]
    shown_changes = [
        {"at": moment(one["at"]), "before": one["before"], "after": one["after"], "code": one["code"]} for one in changes
    ]
    if as_json:
        told = {"streams": shown_streams, "syncs": shown_syncs, "unknown": shown_unknown, "changes": shown_changes}
        say_json(_as_json(row, now) | told)
        return
    say_fields(_as_json(row, now).items())
    shown = (
        ("Streams", shown_streams),
        ("Not stored", shown_unknown),
        ("Newest syncs", shown_syncs),
        ("Newest changes of its state", shown_changes),
    )
    for heading, rows in shown:
        if rows:
            say(f"\n{heading}")
            columns = [name for name in rows[0] if name != "notes"]
            say_table(columns, [[each[name] for name in columns] for each in rows])
    for each in shown_syncs:
        if each["notes"]:
            say(f"{each['started']}: {each['notes']}")


@app.command()
def pause(context: typer.Context, tenant: Slug, as_json: Json = False) -> None:
    """Stop reading a tenant and signing people in there; its courses leave the marketplace, its data stays."""
    with transaction(runtime(context).engine) as conn:
        tenants.pause(conn, tenants.by_slug(conn, tenant).id, Pause.LAN)
    client = runtime(context).clients.bring(tenant)
    _done(
        as_json,
        tenant,
        "paused",
        f"{tenant} is paused, and its courses leave the marketplace. To go on: syncd tenant resume {tenant}",
        client,
    )


@app.command()
def resume(context: typer.Context, tenant: Slug, as_json: Json = False) -> None:
    """Read a paused or parked tenant again at once; people can sign in there again."""
    with transaction(runtime(context).engine) as conn:
        tenants.resume(conn, tenants.by_slug(conn, tenant).id, Pause.LAN)
    client = runtime(context).clients.bring(tenant)
    _done(as_json, tenant, "resumed", f"{tenant} is asked again from now on.", client)


@app.command()
def remove(
    context: typer.Context,
    tenant: Slug,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    as_json: Json = False,
) -> None:
    """Delete a tenant and all its rows at the centre. The tenant's own site does not change."""
    engine = runtime(context).engine
    with reading(engine) as conn:
        row = tenants.by_slug(conn, tenant)
    if not yes and not Confirm.ask(_question(row), default=False):
        raise typer.Abort
    deleted = removal.remove(engine, row.id)
    counts = ", ".join(f"{count} {kind}" for kind, count in deleted.items() if count)
    client = runtime(context).clients.bring(tenant, remove=True)
    _done(as_json, tenant, "removed", f"{tenant} is removed. Deleted: {counts or 'no rows'}.", client, deleted=deleted)


def _question(row: TenantRow) -> str:
    # Neither a name nor an address steers the terminal or is taken for markup.
    return escape(printable(f"Delete every row of {row.name} ({row.url}) at the centre?"))


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


def _as_json(row: TenantRow, now: int) -> dict[str, object]:
    return {
        "tenant": row.slug,
        "name": row.name,
        "agency": row.agency,
        "address": row.url,
        "site": row.site,
        "state": state_of(row, now),
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
