"""`syncd people …`: the people directory, and the end of a person's access everywhere. Asks Keycloak, writes the store."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from syncd import clock
from syncd.cli.exits import Exit
from syncd.cli.output import Json, moment, progress, say, say_fields, say_json, say_table
from syncd.cli.runtime import Runtime, runtime
from syncd.daemon import new_owner
from syncd.errors import LeaseLostError, NotFoundError
from syncd.keycloak.people import RealmPeople
from syncd.model.person import Person, PersonRow
from syncd.people import PeopleTurn, people_options
from syncd.store import directory, people
from syncd.store.engine import Connection, reading, run_transaction

app = typer.Typer(help="Look at people as the realm knows them, and end a person's access.", no_args_is_help=True)
Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help="The person's key at Keycloak, never a NIP or a name.")]


@app.command()
def refresh(
    context: typer.Context,
    subject: Annotated[str | None, typer.Argument(metavar="[SUBJECT]", help="Only this person.", show_default=False)] = None,
    release: Annotated[bool, typer.Option("--release", help="Let people go whom the realm does not have, however many.")] = False,
    as_json: Json = False,
) -> None:
    """Read everybody from the realm now, to the end, or one person."""
    run = runtime(context)
    if subject is not None:
        _say_person(_taken_over(run, subject), as_json)
        return
    options = replace(people_options(run.settings), whole=True, release=release)
    with progress("Reading people", None) as advance:
        did = PeopleTurn(run.engine, _realm(run), options, advance=advance.by).take(new_owner())
    if did is None or did.outcome == "lost":
        raise LeaseLostError("the people are being read by another process right now; what it reads is not read twice")
    if as_json:
        say_json({"outcome": did.outcome, "read": did.read, **_changes(did.changes), "signed_out": did.ended, "held": did.held})
    else:
        said = ", ".join(f"{count} {name}" for name, count in _changes(did.changes).items() if count)
        say(f"{did.read} people read; {said or 'nothing changed'}; {did.ended} signed out everywhere.")
        if did.held:
            say(
                f"{did.held} people are not in the realm any more, which is more than is plausible; they stay until it is"
                " certain. If it is right: syncd people refresh --release"
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
    """Count people by agency and status, and say how old that is."""
    with reading(runtime(context).engine) as conn:
        counts, state, agencies = people.counts(conn), directory.state(conn), people.by_agency(conn)
    facts = {
        "people": counts.people,
        "disabled": counts.disabled,
        "may_not_sign_in": counts.barred,
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
    """Let this person sign in nowhere any more, and end all their sessions on all tenants now. May be repeated."""
    run = runtime(context)
    realm = _realm(run)
    _ = run.engine  # a store that cannot be used is said before anything is done
    if not realm.set_enabled(subject, enabled=False):
        raise _unknown(subject)
    realm.end_sessions(subject)
    row = _taken_over(run, subject, realm, ended=True)
    if as_json:
        say_json(_as_json(row))
    else:
        say(f"{subject} is disabled, and every session is ended. To undo: syncd people enable {subject}")


@app.command()
def enable(context: typer.Context, subject: Subject, as_json: Json = False) -> None:
    """Let this person sign in again. May be repeated."""
    run = runtime(context)
    realm = _realm(run)
    _ = run.engine
    if not realm.set_enabled(subject, enabled=True):
        raise _unknown(subject)
    row = _taken_over(run, subject, realm)
    if as_json:
        say_json(_as_json(row))
    else:
        barred = f", but people of status {row.status} may not sign in" if row.barred else ""
        say(f"{subject} is enabled{barred}.")


def _realm(run: Runtime) -> RealmPeople:
    return RealmPeople(run.settings.keycloak, run.keys)


def _taken_over(run: Runtime, subject: str, realm: RealmPeople | None = None, *, ended: bool = False) -> PersonRow:
    """The person as the realm has them now, written to the directory; signed out where they may not sign in."""
    realm = realm or _realm(run)
    one = realm.one(subject)
    try:
        row = run_transaction(run.engine, _writing(run, subject, one))
    except NotFoundError:
        raise _unknown(subject) from None
    if one is None:
        return row
    if row.barred and (ended or (row.ended_at is None and realm.end_sessions(subject))):
        now = clock.now_ms()

        def note(conn: Connection) -> PersonRow:
            directory.lock(conn)
            people.sessions_ended(conn, [subject], now)
            return people.by_subject(conn, subject)

        return run_transaction(run.engine, note)
    return row


def _writing(run: Runtime, subject: str, one: Person | None) -> Callable[[Connection], PersonRow]:
    now, allowed = clock.now_ms(), people_options(run.settings).allowed

    def work(conn: Connection) -> PersonRow:
        directory.lock(conn)
        if one is not None:
            people.take(conn, [one], allowed, now)
        else:
            people.mark_gone(conn, [subject], now + 1, now)
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
        "may_sign_in": not row.barred and row.gone_at is None,
        "signed_out": moment(row.ended_at),
        "first_seen": moment(row.first_seen),
        "seen": moment(row.seen_at),
        "changed": moment(row.changed_at),
        "gone": moment(row.gone_at),
    }
