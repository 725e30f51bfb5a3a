"""`syncd people waiting|verify|import`: who waits for LAN's check, and its result. Asks and writes Keycloak and the store.

No command here takes or prints a NIP, a name or an address.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from syncd.cli.exits import Exit
from syncd.cli.output import Json, age, moment, say, say_json, say_table, tracked
from syncd.cli.runtime import Runtime, runtime
from syncd.errors import ConfigurationError, KeycloakRefusedError
from syncd.keycloak.checking import Checked, RealmChecks
from syncd.keycloak.connection import require_realm
from syncd.realm.hr_list import Matches, check_agencies, matched, read_list
from syncd.realm.options import people_options
from syncd.store import directory, people
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading

_SHOWN = 50
# Takes one person as the realm has them now over into the directory.
TakeOver = Callable[[Runtime, str], object]


def waiting(context: typer.Context, as_json: Json = False) -> None:
    """Who waits for LAN's check: how many, since when, and where to look at each."""
    run = runtime(context)
    with reading(run.engine) as conn:
        many, found = people.waiting(conn, _SHOWN)
        read_at, now = directory.state(conn).complete_at, database_now_ms(conn)
    section = run.settings.keycloak
    require_realm(section)
    console = f"{section.url}/admin/{section.realm}/console/#/{section.realm}/users"
    rows = [
        {"subject": row.subject, "since": moment(row.first_seen), "look": f"{console}/{row.subject}/settings"} for row in found
    ]
    if as_json:
        say_json({"waiting": many, "read": moment(read_at), "oldest": rows})
        return
    if read_at is None and not many:
        # Nought would say that nobody waits.
        say("Nobody knows who waits for their check, for the realm was never read to its end. Read it now: syncd people refresh")
        return
    as_of = f"was read {age((now - read_at) // 1000)} ago" if read_at is not None else "was never read to its end"
    say(f"People who wait for their check: {many}; the realm {as_of}. Read it now: syncd people refresh")
    if rows:
        say_table(("subject", "since", "look"), [tuple(row.values()) for row in rows])
        say("When the NIP is checked: syncd people verify SUBJECT --agency CODE; an agency's list: syncd people import FILE")


def verifying(take_over: TakeOver) -> Callable[..., None]:
    """The command `verify`."""

    def verify(
        context: typer.Context,
        subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="The person's key at Keycloak, never a NIP or a name.")],
        agency: Annotated[str, typer.Option(help="Code of the agency, as in agencies.csv.")],
        status: Annotated[str, typer.Option(help="Status: aktif or cpns lets the person in.")] = "aktif",
        no_nip: Annotated[
            bool, typer.Option("--no-nip", help="The person has no NIP, or it is not checked: write status and agency only.")
        ] = False,
        as_json: Json = False,
    ) -> None:
        """Write that LAN has checked this person: the NIP they claim is theirs. Keycloak then sends them a mail."""
        run = runtime(context)
        _ = run.engine
        checks = RealmChecks(run.settings.keycloak, run.keys)
        account = checks.account(subject)
        nip = None if no_nip else account.claimed
        if nip is None and not no_nip:
            raise ConfigurationError(f"{subject} claims no NIP: ask the person to enter it, or give --no-nip.")
        if nip and (others := checks.others_with(nip, subject)):
            raise ConfigurationError(f"this NIP is verified already for {', '.join(others)}: one of the two is not who they say.")
        checks.write(subject, Checked(status, agency, nip))
        take_over(run, subject)
        told = checks.tell(subject)
        if as_json:
            say_json({"subject": subject, "status": status, "agency": agency, "nip": nip is not None, "told": told})
            return
        allowed = status.casefold() in people_options(run.settings).allowed
        say(f"{subject} is checked and {'may' if allowed else 'may not'} sign in. {_TOLD[told]}")

    return verify


def importing(take_over: TakeOver) -> Callable[..., None]:
    """The command `import`."""

    def import_(
        context: typer.Context,
        file: Annotated[
            Path, typer.Argument(exists=True, dir_okay=False, help="CSV with the columns nip, email, status, agency.")
        ],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be written.")] = False,
        as_json: Json = False,
    ) -> None:
        """Verify everybody whose claimed NIP and proven address are in an agency's list. Nothing of the list is kept."""
        run = runtime(context)
        _ = run.engine
        checks = RealmChecks(run.settings.keycloak, run.keys)
        lines = read_list(file)
        check_agencies(file, lines, checks.agencies)
        found = matched(lines, checks.accounts())
        told = 0
        if not dry_run:
            for subject, checked in tracked(list(found.checked.items()), "Writing", len(found.checked)):
                try:
                    checks.write(subject, checked)
                except KeycloakRefusedError:
                    # A status that the realm does not know, for example: the others' checks do not wait for this one.
                    found.refused.append(subject)
                    del found.checked[subject]
                    continue
                take_over(run, subject)
                told += checks.tell(subject)
        _report(found, told, dry_run=dry_run, as_json=as_json)

    return import_


_TOLD = {
    True: "A mail tells them.",
    False: "The mail to them could not be sent: see that the realm has a mail server (syncd doctor), and tell them yourself.",
}


def _report(found: Matches, told: int, *, dry_run: bool, as_json: bool) -> None:
    left = {"other_address": found.other_address, "claimed_twice": found.claimed_twice, "nip_of_another": found.taken}
    left["refused_by_keycloak"] = found.refused
    if as_json:
        facts = {"verified": len(found.checked), "written": not dry_run, "told": told, "verified_before": found.already}
        say_json(facts | {"without_account": found.without_account} | left)
    else:
        would = "would be" if dry_run else "are"
        say(f"{len(found.checked)} people {would} verified, {told} of them told by mail; {found.already} were already.")
        say(f"{found.without_account} of the list have no account that claims their NIP.")
        for reason, subjects in left.items():
            if subjects:
                say(f"Left to you ({reason.replace('_', ' ')}): {', '.join(subjects)}")
    if any(left.values()):
        raise typer.Exit(Exit.PARTLY)
