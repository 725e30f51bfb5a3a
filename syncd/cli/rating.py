"""`syncd rating …`: LAN looks at ratings, withholds and restores them, reads why a course is where it is. Writes the log."""

from typing import Annotated

import typer

from syncd.cli.output import Json, moment, progress, say, say_fields, say_json, say_table
from syncd.cli.runtime import operator, runtime
from syncd.errors import NotFoundError
from syncd.foreign_text import is_sentence, shortened
from syncd.model.standing import WHOLE, reasons
from syncd.ratings import keep
from syncd.serve.pages.portal.saying import SAYINGS
from syncd.serve.pages.portal.standing import sentences
from syncd.store import complaints, moderation, standings, tenants
from syncd.store.complaints import Wanted
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction
from syncd.store.moderation import MAX_WHY, Act

app = typer.Typer(help="Look at ratings, withhold and restore them, see why a course is where it is.", no_args_is_help=True)

Slug = Annotated[str, typer.Argument(metavar="TENANT", help="The tenant's short name.")]
Id = Annotated[
    int, typer.Argument(metavar="ID", min=1, help="The rating's number on the tenant, as `syncd rating list` shows it.")
]
Why = Annotated[str, typer.Option("--why", help="Why, in a sentence; it stands in the log.")]
_Tenant = Annotated[str | None, typer.Option("--tenant", help="Only this tenant.")]
_Limit = Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")]
_SHOWN = 60


@app.command("list")
def list_(
    context: typer.Context,
    tenant: _Tenant = None,
    withheld: Annotated[bool, typer.Option("--withheld", help="Only what LAN withholds.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what nobody complained of.")] = False,
    limit: _Limit = 50,
    as_json: Json = False,
) -> None:
    """List ratings that learners complained of or the tenant flagged, and that are not withheld; most complaints first."""
    with reading(runtime(context).engine) as conn:
        of = tenants.by_slug(conn, tenant).id if tenant else None
        found = complaints.listed(conn, Wanted(of, complained=not everything, withheld=withheld), limit)
    if as_json:
        say_json([_as_json(row) for row in found])
    elif not found:
        say("There is no such rating." if withheld or everything else "No rating was reported or flagged; --all lists every one.")
    else:
        headings = ("tenant", "id", "course", "stars", "reports", "flagged", "withheld", "text")
        say_table(headings, [_in_table(row) for row in found])


@app.command()
def show(context: typer.Context, tenant: Slug, rating: Id, as_json: Json = False) -> None:
    """Show one rating: what it says, whether it counts, and what LAN decided about it."""
    with reading(runtime(context).engine) as conn:
        row = complaints.one(conn, tenants.by_slug(conn, tenant).id, rating, tenant)
        decided = moderation.lines(conn, 100, row["site"], rating)
    shown = _as_json(row)
    if as_json:
        say_json(shown | {"log": [_line(one) for one in decided]})
    else:
        say_fields(shown.items())
        for one in decided:
            say(f"{moment(one['at'])}  {one['act']} by {one['actor']}: {one['why']}")


@app.command()
def withhold(context: typer.Context, tenant: Slug, rating: Id, why: Why, as_json: Json = False) -> None:
    """From now on this rating neither counts nor is shown, whatever its tenant sends, until it is restored."""
    _decide(context, tenant, rating, Act.WITHHOLD, why, as_json)


@app.command()
def restore(context: typer.Context, tenant: Slug, rating: Id, why: Why, as_json: Json = False) -> None:
    """This rating counts and is shown again."""
    _decide(context, tenant, rating, Act.RESTORE, why, as_json)


@app.command()
def log(context: typer.Context, tenant: _Tenant = None, limit: _Limit = 50, as_json: Json = False) -> None:
    """Show who decided what about which rating, when and why, newest first."""
    with reading(runtime(context).engine) as conn:
        site = tenants.by_slug(conn, tenant).site if tenant else None
        found = moderation.lines(conn, limit, site)
    if as_json:
        say_json([_line(row) for row in found])
    elif not found:
        say("Nothing was decided about any rating.")
    else:
        headings = ("tenant", "rating", "course", "act", "by", "at", "why")
        say_table(headings, [tuple(_line(row).values()) for row in found])


@app.command()
def why(
    context: typer.Context,
    tenant: Slug,
    course: Annotated[int, typer.Argument(metavar="COURSE", min=1, help="The course's number on the tenant.")],
    as_json: Json = False,
) -> None:
    """Say why a course is where it is, as its card does, in both languages."""
    with reading(runtime(context).engine) as conn:
        found = standings.of_tenant(conn, tenants.by_slug(conn, tenant).id).at(course)
    said = {language: sentences(found, saying) for language, saying in SAYINGS.items()}
    if as_json:
        numbers = [{"what": one.what, "numbers": one.numbers} for one in reasons(found)]
        rating = {"mean": found.stars, "count": found.votes, "shown": found.shown}
        say_json({"rating": rating, "popularity": found.popularity * 100 / WHOLE, "why": numbers, "sentences": said})
        return
    for lines in said.values():
        for line in lines:
            say(line)
        say()


@app.command()
def rank(context: typer.Context, as_json: Json = False) -> None:
    """Compute where every course stands anew, from the rows in the store. `syncd run` keeps it up by itself."""
    run = runtime(context)
    with reading(run.engine) as conn:
        total = len(standings.states(conn))
    with progress("Computing standings", total) as advance:
        kept = keep.anew(run.engine, advance)
    if as_json:
        say_json({"tenants": kept.tenants, "courses": kept.courses})
    else:
        say(f"{kept.courses} courses of {kept.tenants} tenants have ratings or completions that count.")


def _decide(context: typer.Context, slug: str, rating: int, act: Act, why: str, as_json: bool) -> None:
    reason = " ".join(why.split())
    if not is_sentence(reason, MAX_WHY):
        raise typer.BadParameter(f"--why is a sentence of 1 to {MAX_WHY} characters, all of which can be seen.")

    def work(conn: Connection) -> bool:
        row = complaints.one(conn, tenants.by_slug(conn, slug).id, rating, slug)
        if not row["site"]:
            raise NotFoundError(f"{slug} has not joined, so nothing can be decided about its ratings")
        if bool(row["withheld"]) is (act is Act.WITHHOLD):
            return False
        moderation.decide(conn, complaints.about(row), act, reason, operator(), database_now_ms(conn))
        return True

    new = run_transaction(runtime(context).engine, work)
    if as_json:
        say_json({"tenant": slug, "rating": rating, "withheld": act is Act.WITHHOLD, "changed": new})
        return
    state = "is withheld: it neither counts nor is shown" if act is Act.WITHHOLD else "counts and is shown again"
    say(f"Rating {rating} of {slug} {state}." if new else f"Rating {rating} of {slug} was so already; nothing was written.")


def _as_json(row: object) -> dict[str, object]:
    values = dict(row)  # type: ignore[call-overload]
    return {
        "tenant": values["slug"],
        "id": values["id"],
        "course": values["course"],
        "title": values["title"],
        "stars": values["stars"],
        "text": values["text"],
        "created": moment(values["created"] * 1000),
        "edited": values["edited"] and moment(values["edited"] * 1000),
        "answer": values["answer"],
        "flagged": values["flagged"],
        "reports": int(values["reports"]),
        "withheld": bool(values["withheld"]),
        "counts": _counts(values),
    }


def _counts(row: dict[str, object]) -> str:
    """Whether a rating counts, and if not why."""
    reasons_not = (
        (row["withheld"], "no: LAN withholds it"),
        (row["gone_at"] is not None, "no: it is gone at the tenant"),
        (not row["proven"], "no: its account is not linked, so nobody knows whose it is"),
        (not row["completed"], "no: the centre knows no completion of this course by this learner"),
    )
    return next((said for applies, said in reasons_not if applies), "yes")


def _in_table(row: object) -> tuple[object, ...]:
    shown = _as_json(row)
    text = shortened(str(shown["text"] or ""), _SHOWN)
    flagged = shortened(str(shown["flagged"] or ""), _SHOWN)
    return (
        *(shown[name] for name in ("tenant", "id", "course", "stars", "reports")),
        flagged or None,
        bool(shown["withheld"]),
        text,
    )


def _line(row: object) -> dict[str, object]:
    values = dict(row)  # type: ignore[call-overload]
    names = {"slug": "tenant", "rating": "rating", "course": "course", "act": "act", "actor": "by"}
    return {called: values[name] for name, called in names.items()} | {"at": moment(values["at"]), "why": values["why"]}
