"""`syncd status`: how fresh and how equal every tenant is. Reads the store, asks no tenant."""

from dataclasses import asdict
from typing import Annotated

import typer

from syncd import clock
from syncd.cli.exits import Exit
from syncd.cli.output import Json, age, say, say_json, say_table
from syncd.cli.runtime import runtime
from syncd.health.realm import RealmHealth, realm_health
from syncd.health.staleness import State
from syncd.health.summary import Summary, summarise
from syncd.store.engine import Engine, reading

_SOUND = (State.FRESH, State.PAUSED)


def status(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Exit with 3 unless every tenant is fresh or paused.")] = False,
    as_json: Json = False,
) -> None:
    """Show every tenant: state, rows, age, verified equal or not, and what is wrong in one sentence."""
    run = runtime(context)
    summary = read_summary(run.engine)
    realm = read_realm(run.engine) if run.settings.keycloak.url else None
    if as_json:
        say_json(
            {
                "daemon_age_s": summary.daemon_age_s,
                "realm": asdict(realm) | {"sentences": realm.sentences("en")} if realm else None,
                "tenants": [asdict(one) | {"sentence": one.sentence("en")} for one in summary.tenants],
            }
        )
    else:
        say_summary(summary)
        if summary.daemon_down:
            seen = f"was last seen {age(summary.daemon_age_s)} ago" if summary.daemon_age_s is not None else "is not running"
            say(f"The daemon {seen}; nobody asks the tenants. Start it with: syncd run")
        for sentence in realm.sentences("en") if realm else ():
            say(sentence)
    if check and (summary.daemon_down or any(one.state not in _SOUND for one in summary.tenants)):
        raise typer.Exit(Exit.PARTLY)


def read_summary(engine: Engine) -> Summary:
    """All tenants as they are now."""
    with reading(engine) as conn:
        return summarise(conn, clock.now_ms())


def read_realm(engine: Engine) -> RealmHealth:
    """How the realm was when the daemon last asked it."""
    with reading(engine) as conn:
        return realm_health(conn, clock.now_ms())


def say_summary(summary: Summary) -> None:
    """The table, and below it a sentence for each tenant that needs one."""
    if not summary.tenants:
        say("No tenant has joined yet. Make a code with: syncd tenant invite --name NAME --agency AGENCY")
        return
    headings = ("tenant", "state", "courses", "enrolments", "completions", "badges", "rejected", "age", "verified")
    say_table(
        headings,
        [
            (
                one.slug,
                one.state,
                one.courses,
                one.enrolments,
                one.completions,
                one.assertions,
                one.rejections,
                age(one.age_s),
                one.verified,
            )
            for one in summary.tenants
        ],
    )
    fresh = sum(one.state is State.FRESH for one in summary.tenants)
    say(f"\n{fresh} of {len(summary.tenants)} tenants are fresh, {sum(one.courses for one in summary.tenants)} courses.")
    for one in summary.tenants:
        if one.code:
            say(f"{one.slug}: {one.error or one.code} {one.sentence('en')}")
