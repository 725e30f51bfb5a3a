"""`syncd collection …`: LAN's named, ordered sets of courses. Writes them and shows what was ever done to them."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from syncd.cli.courses import Courses, named
from syncd.cli.examples import examples
from syncd.cli.output import Json, moment, say, say_json, say_table
from syncd.cli.runtime import operator, runtime
from syncd.errors import NotFoundError
from syncd.model.collected import Collection, Member, Said
from syncd.model.curated import By
from syncd.store import collections, curation
from syncd.store.collections import Line
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction

app = typer.Typer(help="Keep LAN's collections of courses.", no_args_is_help=True)
_Slug = Annotated[str, typer.Argument(metavar="COLLECTION", help="Its short name, which is also its address.")]
_Why = Annotated[str, typer.Option("--why", help="The reason; it stands in the log.")]
_TitleId = Annotated[str, typer.Option(help="Title in Indonesian.")]
_TitleEn = Annotated[str, typer.Option(help="Title in English.")]
_AboutId = Annotated[str, typer.Option(help="One sentence in Indonesian.")]
_AboutEn = Annotated[str, typer.Option(help="One sentence in English.")]
_Change = Callable[[Connection, str, list[Member], By], None]


@app.command()
def new(  # noqa: PLR0913, PLR0917 - a title and a sentence in two languages
    context: typer.Context,
    collection: _Slug,
    title_id: _TitleId,
    title_en: _TitleEn,
    about_id: _AboutId,
    about_en: _AboutEn,
    why: _Why,
    as_json: Json = False,
) -> None:
    """Begin a collection that nobody sees yet."""
    said = Said(title_id, title_en, about_id, about_en)
    _change(context, collection, (), why, lambda conn, slug, _, by: collections.new(conn, slug, said, by), as_json=as_json)


@app.command()
def name(  # noqa: PLR0913, PLR0917 - as above
    context: typer.Context,
    collection: _Slug,
    title_id: _TitleId,
    title_en: _TitleEn,
    about_id: _AboutId,
    about_en: _AboutEn,
    why: _Why,
    as_json: Json = False,
) -> None:
    """Change what a collection is called and says."""
    said = Said(title_id, title_en, about_id, about_en)
    _change(context, collection, (), why, lambda conn, slug, _, by: collections.rename(conn, slug, said, by), as_json=as_json)


@app.command(epilog=examples("collection add"))
def add(context: typer.Context, collection: _Slug, courses: Courses, why: _Why, as_json: Json = False) -> None:
    """Add courses at its end."""
    _change(context, collection, courses, why, collections.add, as_json=as_json)


@app.command()
def remove(context: typer.Context, collection: _Slug, courses: Courses, why: _Why, as_json: Json = False) -> None:
    """Take courses out of it."""
    _change(context, collection, courses, why, collections.remove, as_json=as_json)


@app.command()
def order(context: typer.Context, collection: _Slug, courses: Courses, why: _Why, as_json: Json = False) -> None:
    """Put these courses first, in this order; the others stay in theirs."""
    _change(context, collection, courses, why, collections.order, as_json=as_json)


@app.command()
def publish(context: typer.Context, collection: _Slug, why: _Why, as_json: Json = False) -> None:
    """Show it to everybody."""
    _change(context, collection, (), why, lambda conn, slug, _members, by: collections.publish(conn, slug, by), as_json=as_json)


@app.command()
def withdraw(context: typer.Context, collection: _Slug, why: _Why, as_json: Json = False) -> None:
    """Show it to nobody any more."""
    _change(context, collection, (), why, lambda conn, slug, _members, by: collections.withdraw(conn, slug, by), as_json=as_json)


@app.command("list")
def list_(
    context: typer.Context,
    collection: Annotated[str | None, typer.Argument(metavar="COLLECTION", help="Show the courses of this one.")] = None,
    as_json: Json = False,
) -> None:
    """List the collections, or the courses of one in their order."""
    with reading(runtime(context).engine) as conn:
        found = [one for one in collections.every(conn) if collection in {None, one.slug}]
        shown = [_as_json(conn, one) for one in found]
    if collection and not found:
        raise NotFoundError(f"there is no collection {collection}")
    if as_json:
        say_json(shown)
    elif not found:
        say("LAN keeps no collection yet.")
    elif collection:
        rows = [(place, course) for place, course in enumerate(shown[0]["courses"], 1)]  # type: ignore[arg-type, var-annotated]
        say_table(("place", "course"), rows)
    else:
        say_table(
            ("collection", "state", "courses", "title"),
            [(one.slug, one.state, len(one.members), one.said.title_id) for one in found],
        )


@app.command()
def log(
    context: typer.Context,
    collection: Annotated[str | None, typer.Argument(metavar="COLLECTION", help="Only this one.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """Show who did what to collections, when and why, newest first."""
    with reading(runtime(context).engine) as conn:
        found = [_line(one) for one in collections.log(conn, collection, limit)]
    if as_json:
        say_json(found)
    elif not found:
        say("Nothing was ever done.")
    else:
        say_table(tuple(found[0]), [tuple(one.values()) for one in found])


def _change(context: typer.Context, slug: str, courses: Sequence[str], why: str, change: _Change, *, as_json: bool) -> None:
    def work(conn: Connection) -> dict[str, object]:
        members = []
        for row, number in named(conn, courses):
            curation.require_course(conn, row.id, number)
            members.append(Member(row.site or "", number))
        change(conn, slug, members, By(operator(), why, database_now_ms(conn)))
        return next(_as_json(conn, one) for one in collections.every(conn) if one.slug == slug)

    now = run_transaction(runtime(context).engine, work)
    if as_json:
        say_json(now)
    else:
        count = len(now["courses"])  # type: ignore[arg-type]
        say(f"Written down. Collection {slug} is {now['state']} and has {count} courses; it is shown under /collections/{slug}.")


def _as_json(conn: Connection, one: Collection) -> dict[str, object]:
    courses = [f"{place.slug}/{place.course}" for place in collections.places(conn, one.members)]
    titles = {"id": one.said.title_id, "en": one.said.title_en}
    return {"collection": one.slug, "state": str(one.state), "title": titles, "courses": courses}


def _line(line: Line) -> dict[str, object]:
    about = {"collection": line.now.slug, "act": line.act, "state": str(line.now.state), "courses": len(line.now.members)}
    return about | {"who": line.by.who, "at": moment(line.by.at), "why": line.by.why}
