"""`syncd curate review` and what follows from it: new courses that LAN looks at before anybody sees them. Writes the review."""

from enum import StrEnum
from typing import Annotated

import typer

from syncd.cli.courses import Courses, named
from syncd.cli.output import Json, moment, say, say_json, say_table
from syncd.cli.runtime import operator, runtime
from syncd.errors import CurationRefusedError
from syncd.model.curated import By
from syncd.store import review as reviews
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction
from syncd.store.review import State, Waiting

Why = Annotated[str, typer.Option("--why", help="The reason; it stands in the log.")]


class Turn(StrEnum):
    """What can be done with the switch."""

    SHOW = "show"
    ON = "on"
    OFF = "off"


def review(
    context: typer.Context,
    turn: Annotated[Turn, typer.Argument(metavar="show|on|off", help="Show the switch, or turn it.")] = Turn.SHOW,
    agency: Annotated[str | None, typer.Option(help="Only courses of this agency.")] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason; it stands in the log.")] = None,
    as_json: Json = False,
) -> None:
    """Let newly offered courses wait until LAN publishes them. What is offered already stays."""
    engine = runtime(context).engine
    if turn is not Turn.SHOW:
        if why is None:
            raise CurationRefusedError("say why with --why")
        with reading(engine) as conn:
            by = By(operator(), why, database_now_ms(conn))
        reviews.switch(engine, agency, by, on=turn is Turn.ON)
    with reading(engine) as conn:
        found = reviews.switches(conn)
    rows = [
        {
            "agency": one.agency,
            "review": "on" if one.on else "off",
            "who": one.by.who,
            "since": moment(one.by.at),
            "why": one.by.why,
        }
        for one in found
    ]
    if as_json:
        say_json(rows)
    elif not rows:
        say("No course waits: what agencies offer is seen at once.")
    else:
        say_table(tuple(rows[0]), [(one["agency"] or "all others", *list(one.values())[1:]) for one in rows])


def queue(context: typer.Context, as_json: Json = False) -> None:
    """List courses that wait for LAN, longest first."""
    with reading(runtime(context).engine) as conn:
        found = reviews.queue(conn)
    rows = [_waiting(one) for one in found]
    if as_json:
        say_json(rows)
    elif not rows:
        say("No course waits for LAN.")
    else:
        say_table(tuple(rows[0]), [tuple(one.values()) for one in rows])


def reviewed(context: typer.Context, courses: Courses, why: Why, as_json: Json = False) -> None:
    """Say that LAN has looked at courses; nobody sees them yet."""
    _decide(context, courses, State.REVIEWED, why, as_json=as_json)


def publish(context: typer.Context, courses: Courses, why: Why, as_json: Json = False) -> None:
    """Let everybody see courses that waited."""
    _decide(context, courses, State.PUBLISHED, why, as_json=as_json)


def _waiting(one: Waiting) -> dict[str, object]:
    return {"course": f"{one.slug}/{one.course}", "state": str(one.state), "since": moment(one.since), "title": one.title}


def _decide(context: typer.Context, courses: list[str], state: State, why: str, *, as_json: bool) -> None:
    def work(conn: Connection) -> None:
        by = By(operator(), why, database_now_ms(conn))
        for row, number in sorted(named(conn, courses), key=lambda one: (one[0].id, one[1])):
            reviews.decide(conn, row.id, number, state, by)

    run_transaction(runtime(context).engine, work)
    if as_json:
        say_json({"state": str(state), "courses": courses})
    else:
        say(f"Written down: {len(courses)} {state}.")
