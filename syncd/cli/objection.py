"""`syncd curate objections|answer`: what owners say against LAN's word, and what LAN answers. Writes answers."""

from typing import Annotated

import typer

from syncd.cli.output import Json, moment, say, say_json, say_table
from syncd.cli.runtime import operator, runtime
from syncd.model.curated import By
from syncd.store import objections as kept
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction
from syncd.store.objections import Objection


def objections(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also those that have an answer.")] = False,
    as_json: Json = False,
) -> None:
    """List objections of owners that wait for an answer, newest first."""
    with reading(runtime(context).engine) as conn:
        found = [_shown(one) for one in kept.everywhere(conn, answered=everything)]
    if as_json:
        say_json(found)
    elif not found:
        say("No owner objects to anything." if everything else "No objection waits for an answer; --all lists every one.")
    else:
        say_table(tuple(found[0]), [tuple(one.values()) for one in found])


def answer(
    context: typer.Context,
    decision: Annotated[
        int, typer.Argument(metavar="DECISION", min=1, help="The decision's number, as `syncd curate objections` shows it.")
    ],
    why: Annotated[str, typer.Option("--why", help="The answer; the owner reads it.")],
    as_json: Json = False,
) -> None:
    """Answer an objection. Whoever agrees with it takes the decision back as well: `syncd curate clear`."""

    def work(conn: Connection) -> Objection:
        return kept.answer(conn, decision, By(operator(), why, database_now_ms(conn)))

    one = run_transaction(runtime(context).engine, work)
    if as_json:
        say_json(_shown(one))
    else:
        say(f"Written down; the owner of course {one.course} of {one.slug} reads it in their Moodle.")


def _shown(one: Objection) -> dict[str, object]:
    about = {"decision": one.decision, "course": f"{one.slug}/{one.course}", "field": one.field, "value": one.value}
    said = one.answer
    return about | {"reason": one.reason, "at": moment(one.at), "answer": said and said.why, "by": said and said.who}
