"""`syncd status`: how fresh and how equal every tenant is. Reads the store, asks no tenant."""

from dataclasses import asdict, replace
from typing import Annotated

import typer

from syncd.cli.exits import Exit
from syncd.cli.output import Json, age, say, say_json, say_table
from syncd.cli.runtime import runtime
from syncd.health.realm import RealmHealth, realm_health
from syncd.health.sentences import sentence
from syncd.health.staleness import State
from syncd.health.summary import Summary, TenantStatus, summarise
from syncd.store import tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading

_SOUND = (State.FRESH, State.PAUSED)


def status(
    context: typer.Context,
    tenant: Annotated[str | None, typer.Argument(help="Only this tenant.")] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Exit with 3 unless every tenant is fresh or paused, no row refused, nobody held, daemon and Keycloak sound.",
        ),
    ] = False,
    state: Annotated[State | None, typer.Option(help="Only tenants in this state.")] = None,
    as_json: Json = False,
) -> None:
    """Show every tenant, trouble first: state, rows, age, verified equal or not, and what is wrong in one sentence."""
    run = runtime(context)
    summary = read_summary(run.engine, tenant, state)
    realm = read_realm(run.engine) if run.settings.keycloak.url else None
    if as_json:
        say_json(
            {
                "daemon_age_s": summary.daemon_age_s,
                "daemon": asdict(summary.daemon) | {"sentences": summary.daemon.sentences("en")},
                "realm": asdict(realm) | {"sentences": realm.sentences("en")} if realm else None,
                "tenants": [asdict(one) | {"sentence": one.sentence("en")} for one in summary.tenants],
            }
        )
    else:
        say_summary(summary)
        if summary.daemon_down:
            seen = f" (last seen {age(summary.daemon_age_s)} ago)" if summary.daemon_age_s is not None else ""
            say(f"{sentence('DAEMON_DOWN', 'en')}{seen}")
        for wrong in (*summary.daemon.sentences("en"), *(realm.sentences("en") if realm else ())):
            say(wrong)
    if check and not (summary.sound and (realm is None or realm.sound) and all(map(_sound, summary.tenants))):
        raise typer.Exit(Exit.PARTLY)


def _sound(one: TenantStatus) -> bool:
    return one.state in _SOUND and not one.rejections and not one.held


def read_summary(engine: Engine, slug: str | None = None, state: State | None = None) -> Summary:
    """All tenants as they are now, or the one of this name, or those in this state: trouble first."""
    with reading(engine) as conn:
        only = tenants.by_slug(conn, slug).id if slug else None
        found = summarise(conn, database_now_ms(conn), only=only)
    shown = sorted((one for one in found.tenants if state in (None, one.state)), key=lambda one: one.rank)
    return replace(found, tenants=shown)


def read_realm(engine: Engine) -> RealmHealth:
    """How the realm was when the daemon last asked it."""
    with reading(engine) as conn:
        return realm_health(conn, database_now_ms(conn))


def say_summary(summary: Summary) -> None:
    """The table, and below it a sentence for each tenant that needs one."""
    if not summary.tenants:
        say("No tenant has joined yet. Make a code with: syncd tenant invite --name NAME --agency AGENCY")
        return
    headings = ("tenant", "state", "courses", "enrolments", "completions", "badges", "ratings", "rejected", "age", "verified")
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
                one.ratings,
                one.rejections,
                age(one.age_s),
                _verified(one),
            )
            for one in summary.tenants
        ],
    )
    fresh = sum(one.state is State.FRESH for one in summary.tenants)
    courses = sum(one.courses or 0 for one in summary.tenants)
    say(f"\n{fresh} of {len(summary.tenants)} tenants are fresh, {courses} courses.")
    for one in summary.tenants:
        if one.code:
            say(f"{one.slug}: {one.error or one.code} {one.sentence('en')}")
        elif one.rejections:
            say(f"{one.slug}: {one.rejections} rows are refused; to see why: syncd rejections list {one.slug}")


def _verified(one: TenantStatus) -> str | None:
    """Whether and when the copy was last proved equal; of a tenant that is not fresh this was, and need not be so now."""
    if one.verified is None:
        return None
    if not one.verified:
        return "NO"
    return f"{'yes' if one.state is State.FRESH else 'was'}, {age(one.verified_age_s) or 'unknown'} ago"
