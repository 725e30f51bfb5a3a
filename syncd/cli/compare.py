"""`syncd compare …`: which courses of several agencies are about the same. Reads index and store, writes LAN's word."""

from itertools import islice
from typing import Annotated

import typer

from syncd.cli.courses import Course, Courses, named
from syncd.cli.examples import examples
from syncd.cli.output import Json, moment, progress, say, say_json, say_table
from syncd.cli.runtime import operator, runtime
from syncd.errors import CurationRefusedError
from syncd.index.likeness import Like, Proposal
from syncd.index.search import Search
from syncd.model.comparing import LEAST
from syncd.model.curated import COMPARISON, By
from syncd.store import comparisons
from syncd.store.comparisons import Line, Member
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction

app = typer.Typer(help="Decide which courses are compared side by side.", no_args_is_help=True)
_Why = Annotated[str, typer.Option("--why", help="The reason; the owners read it.")]
_Limit = Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")]


@app.command(epilog=examples("compare propose"))
def propose(
    context: typer.Context,
    least: Annotated[float, typer.Option(min=0.3, max=1, help="At least so like, 0.3 to 1.")] = 0.7,
    limit: _Limit = 20,
    as_json: Json = False,
) -> None:
    """List courses of several agencies whose words are nearly the same, and that LAN has not decided about."""
    run = runtime(context)
    with reading(run.engine) as conn:
        rejected = comparisons.rejected(conn)
    search = Search(run.settings.index.folder)
    try:
        with progress("Comparing courses", None) as advance:
            found = list(islice(search.proposals(least, lambda one, other: _pair(one, other) in rejected, advance), limit))
    finally:
        search.close()
    if as_json:
        say_json([_proposed(one) for one in found])
    elif not found:
        say("No courses of several agencies are so like each other, or LAN has decided about all that are.")
    else:
        rows = [
            (number, f"{one.likeness:.2f}", _called(one), one.card.agency, one.card.course["title"])
            for number, proposal in enumerate(found, 1)
            for one in proposal.courses
        ]
        say_table(("proposal", "likeness", "course", "agency", "title"), rows)
        for number, proposal in enumerate(found, 1):
            if proposal.group:
                say(f"Of proposal {number} some are in group {proposal.group} already: confirm the others with --group.")


@app.command(epilog=examples("compare confirm"))
def confirm(
    context: typer.Context,
    courses: Courses,
    why: _Why,
    group: Annotated[str | None, typer.Option(help="Add them to this group instead of making one.")] = None,
    as_json: Json = False,
) -> None:
    """Compare these courses from now on: readers see them side by side."""
    if group is None and len(set(courses)) < LEAST:
        raise CurationRefusedError("name at least two courses, or the --group they belong to")

    def work(conn: Connection) -> str:
        return comparisons.confirm(conn, _members(conn, courses), group, _by(conn, why))

    name = run_transaction(runtime(context).engine, work)
    if as_json:
        say_json({"group": name})
    else:
        say(f"Group {name} is shown side by side under /compare/{name}.")


@app.command()
def split(context: typer.Context, courses: Courses, why: _Why, as_json: Json = False) -> None:
    """Take courses out of their group. A group of one is shown to nobody."""
    run_transaction(runtime(context).engine, lambda conn: comparisons.split(conn, _members(conn, courses), _by(conn, why)))
    if as_json:
        say_json({"split": courses})
    else:
        say("They are compared no more.")


@app.command()
def reject(context: typer.Context, course: Course, other: Course, why: _Why, as_json: Json = False) -> None:
    """Say that two courses are not about the same: they are proposed together no more."""

    def work(conn: Connection) -> None:
        one, two = _members(conn, (course, other))
        comparisons.reject(conn, one, two, _by(conn, why))

    run_transaction(runtime(context).engine, work)
    if as_json:
        say_json({"rejected": [course, other]})
    else:
        say("Written down. They are proposed together no more.")


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the groups that are compared now."""
    with reading(runtime(context).engine) as conn:
        found = comparisons.groups(conn)
    if as_json:
        say_json([{"group": name, "courses": [one.called for one in those]} for name, those in found.items()])
    elif not found:
        say("LAN compares nothing yet; `syncd compare propose` shows what could be.")
    else:
        rows = [(name, one.called, one.agency) for name, those in found.items() for one in those]
        say_table(("group", "course", "agency"), rows)


@app.command()
def log(context: typer.Context, limit: _Limit = 50, as_json: Json = False) -> None:
    """Show who decided what about comparisons, when and why, newest first."""
    with reading(runtime(context).engine) as conn:
        found = [_line(one) for one in comparisons.log(conn, limit)]
    if as_json:
        say_json(found)
    elif not found:
        say("LAN never decided anything about comparisons.")
    else:
        say_table(tuple(found[0]), [tuple(one.values()) for one in found])


def _members(conn: Connection, courses: tuple[str, ...] | list[str]) -> list[Member]:
    return [Member(row.id, row.slug, row.agency, number) for row, number in named(conn, courses)]


def _by(conn: Connection, why: str) -> By:
    return By(operator(), why, database_now_ms(conn))


def _pair(one: str, other: str) -> frozenset[tuple[int, int]]:
    """Two keys of the index as the store names courses."""
    return frozenset((int(tenant), int(course)) for tenant, _, course in (key.partition("/") for key in (one, other)))


def _called(one: Like) -> str:
    return f"{one.card.tenant}/{one.card.course['id']}"


def _proposed(proposal: Proposal) -> dict[str, object]:
    courses = [
        {
            "course": _called(one),
            "agency": one.card.agency,
            "title": one.card.course["title"],
            "likeness": one.likeness,
            "group": one.card.curated.get(COMPARISON),
        }
        for one in proposal.courses
    ]
    return {"group": proposal.group, "courses": courses}


def _line(line: Line) -> dict[str, object]:
    about: dict[str, object] = {"course": line.course, "act": line.act, "group": line.group, "other": line.other}
    return about | {"who": line.by.who, "at": moment(line.by.at), "why": line.by.why}
