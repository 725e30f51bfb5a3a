"""`syncd people …`: the people directory, and the end of a person's access everywhere. Asks Keycloak, writes the store."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from syncd.cli.examples import examples
from syncd.cli.exits import Exit
from syncd.cli.output import Json, moment, progress, say, say_fields, say_json, say_table
from syncd.cli.runtime import Runtime, runtime
from syncd.cli.waiting import importing, verifying, waiting
from syncd.daemon.loop import new_owner
from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, LeaseLostError, NotFoundError
from syncd.keycloak.people import RealmPeople
from syncd.model.person import Person, PersonRow
from syncd.realm.options import people_options
from syncd.realm.people import PeopleTurn
from syncd.store import directory, people
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction

app = typer.Typer(help="Look at people as the realm knows them, and disable or enable a person.", no_args_is_help=True)
Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help="The person's key at Keycloak, never a NIP or a name.")]


@app.command()
def refresh(
    context: typer.Context,
    subject: Annotated[str | None, typer.Argument(metavar="[SUBJECT]", help="Only this person.", show_default=False)] = None,
    release: Annotated[bool, typer.Option("--release", help="Remove people no longer in the realm, even if many.")] = False,
    as_json: Json = False,
) -> None:
    """Read all people from the realm now, or one person."""
    run = runtime(context)
    if subject is not None:
        row, failure = _taken_over(run, subject)
        _say_person(row, as_json)
        if failure is not None:
            raise failure
        return
    options = replace(people_options(run.settings), whole=True, release=release)
    with progress("Reading people", None) as advance:
        did = PeopleTurn(run.engine, _realm(run), options, advance=advance.by).take(new_owner())
    if did is None or did.outcome == "lost":
        raise LeaseLostError("the people are being read by another process right now; what it reads is not read twice")
    if as_json:
        ended = {"signed_out": did.ended, "not_signed_out": did.refused}
        say_json({"outcome": did.outcome, "read": did.read, **_changes(did.changes), **ended, "held": did.held})
    elif did.read or not did.failure:  # of a realm that did not answer there is nothing to say but that
        said = ", ".join(f"{count} {name}" for name, count in _changes(did.changes).items() if count)
        say(f"{did.read} people read; {said or 'nothing changed'}; {did.ended} signed out everywhere.")
        if did.held:
            say(
                f"{did.held} people are not in the realm any more, which is more than is plausible; they stay until it is"
                " certain. If it is right: syncd people refresh --release"
            )
        if did.refused:
            say(
                f"{did.refused} people could not be signed out, because Keycloak fails about them alone; the daemon tries again,"
                " and so does: syncd people refresh"
            )
    if did.failure:
        raise did.failure
    if did.held or did.refused:
        raise typer.Exit(Exit.PARTLY)


@app.command()
def show(context: typer.Context, subject: Subject, as_json: Json = False) -> None:
    """Show where a person works, whether they may sign in, and every move."""
    with reading(runtime(context).engine) as conn:
        row = people.by_subject(conn, subject)
        moves = [
            {
                "at": moment(move["at"]),
                "from": _place(move["from_agency"], move["from_unit"], move["from_status"]),
                "to": _place(move["to_agency"], move["to_unit"], move["to_status"]),
            }
            for move in people.moves_of(conn, subject)
        ]
    if as_json:
        say_json(_as_json(row) | {"moves": moves})
        return
    say_fields(_as_json(row).items())
    for move in moves:
        say(f"\n{move['at']}\n  from  {move['from']}\n  to    {move['to']}")


@app.command()
def summary(context: typer.Context, as_json: Json = False) -> None:
    """Count people by agency and status, and say how old the figures are."""
    with reading(runtime(context).engine) as conn:
        counts, state, agencies = people.counts(conn), directory.state(conn), people.by_agency(conn)
    facts = {
        "people": counts.people,
        "disabled": counts.disabled,
        "may_not_sign_in": counts.barred + counts.waiting,
        "wait_for_check": counts.waiting,
        "to_be_signed_out": counts.to_end,
        "gone": counts.gone,
        "held": state.held,
        "not_taken_over": state.skipped,
        "looked": moment(state.last_ok_at),
        "complete": moment(state.complete_at),
        "last_error": state.last_error,
    }
    if as_json:
        say_json(facts | {"agencies": [dict(row) for row in agencies]})
        return
    say_fields(facts.items())
    if agencies:
        say()
        say_table(("agency", "status", "people", "disabled"), [tuple(row.values()) for row in agencies])


@app.command()
def disable(context: typer.Context, subject: Subject, as_json: Json = False) -> None:
    """Disable this person: they can sign in nowhere, and all their sessions on all tenants end now. Safe to repeat."""
    run = runtime(context)
    realm = _realm(run)
    _ = run.engine  # a store that cannot be used is said before anything is done
    if not realm.set_enabled(subject, enabled=False):
        raise _unknown(subject)
    row, failure = _taken_over(run, subject, realm, again=True)
    if as_json:
        say_json(_as_json(row))
    elif failure is None:
        say(f"{subject} is disabled, and every session is ended. To undo: syncd people enable {subject}")
    else:
        say(f"{subject} is disabled and can sign in nowhere, but not every session could be ended. {failure}")
        say(f"The daemon tries again, and so does: syncd people disable {subject}")
    if failure is not None:
        raise typer.Exit(Exit.PARTLY)


@app.command()
def enable(context: typer.Context, subject: Subject, as_json: Json = False) -> None:
    """Enable this person: they can sign in again. Safe to repeat."""
    run = runtime(context)
    realm = _realm(run)
    _ = run.engine
    if not realm.set_enabled(subject, enabled=True):
        raise _unknown(subject)
    row, _failure = _taken_over(run, subject, realm)
    if as_json:
        say_json(_as_json(row))
    else:
        barred = f", but people of status {row.status} may not sign in" if row.barred else ""
        barred = ", but waits for LAN's check: syncd people verify" if row.waits else barred
        say(f"{subject} is enabled{barred}.")


def _realm(run: Runtime) -> RealmPeople:
    return RealmPeople(run.settings.keycloak, run.keys)


def _taken_over(
    run: Runtime, subject: str, realm: RealmPeople | None = None, *, again: bool = False
) -> tuple[PersonRow, KeycloakUnavailableError | KeycloakRefusedError | None]:
    """The person as the realm has them now, written to the directory, and why their sessions could not be ended.

    Who may not sign in is signed out, with `again` also if that was done before.
    """
    realm = realm or _realm(run)
    one = realm.one(subject)
    try:
        # Written first: if ending the sessions fails now, the daemon does it.
        row = run_transaction(run.engine, _writing(run, subject, one, again=again))
    except NotFoundError:
        raise _unknown(subject) from None
    if one is None or not row.barred or row.ended_at is not None:
        return row, None
    try:
        if not realm.end_sessions(subject):
            return row, None
    except (KeycloakUnavailableError, KeycloakRefusedError) as error:
        return row, error

    def note(conn: Connection) -> PersonRow:
        directory.lock(conn)
        people.sessions_ended(conn, [subject], database_now_ms(conn))
        return people.by_subject(conn, subject)

    return run_transaction(run.engine, note), None


def _writing(run: Runtime, subject: str, one: Person | None, *, again: bool) -> Callable[[Connection], PersonRow]:
    allowed = people_options(run.settings).allowed

    def work(conn: Connection) -> PersonRow:
        directory.lock(conn)
        now = database_now_ms(conn)
        if one is not None:
            people.take(conn, [one], allowed, now)
        else:
            people.mark_gone(conn, [subject], now + 1, now)
        if again:
            people.sessions_to_end(conn, subject)
        return people.by_subject(conn, subject)

    return work


def _unknown(subject: str) -> NotFoundError:
    return NotFoundError(f"the realm has no person '{subject}'")


def _changes(changes: people.Changes) -> dict[str, int]:
    return {
        "new": changes.new,
        "changed": changes.changed,
        "moved": changes.moved,
        "barred": changes.barred,
        "gone": changes.gone,
    }


def _place(agency: str | None, unit: str | None, status: str | None) -> str:
    return " / ".join(part or "-" for part in (agency, unit, status))


def _say_person(row: PersonRow, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(row))
    else:
        say_fields(_as_json(row).items())


def _as_json(row: PersonRow) -> dict[str, object]:
    return {
        "subject": row.subject,
        "agency": row.agency,
        "unit": row.unit,
        "status": row.status,
        "enabled": row.enabled,
        "may_sign_in": row.may_sign_in,
        "waits_for_check": row.waits,
        "signed_out": moment(row.ended_at),
        "first_seen": moment(row.first_seen),
        "seen": moment(row.seen_at),
        "changed": moment(row.changed_at),
        "gone": moment(row.gone_at),
    }


app.command()(waiting)
app.command("verify")(verifying(_taken_over))
app.command("import", epilog=examples("people import"))(importing(_taken_over))
