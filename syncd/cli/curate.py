"""`syncd curate …`: LAN's own word about offered courses, which no sync overwrites. Writes it, and shows what was ever said."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

import typer

from syncd.cli import objection, review
from syncd.cli.examples import examples
from syncd.cli.output import Json, moment, say, say_json, say_table
from syncd.cli.runtime import operator, runtime
from syncd.errors import CurationRefusedError
from syncd.model.curated import FEATURED, FIELDS, TOPIC, WITHHELD, By, Curated
from syncd.serve.pages.texts import WIB
from syncd.store import curation, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction

_HUNDREDTHS = 100
_MOST_JP = 10_000

app = typer.Typer(help="Say for LAN what a course is, or withhold it.", no_args_is_help=True)
_Tenant = Annotated[str, typer.Argument(metavar="TENANT", help="The tenant's short name.")]
_Course = Annotated[int, typer.Argument(min=1, metavar="COURSE", help="The course's number on its site.")]
_Why = Annotated[str, typer.Option("--why", help="The reason; the owner reads it.")]


@app.command("set", epilog=examples("curate set"))
def set_(  # noqa: PLR0913, PLR0917 - one option for each field
    context: typer.Context,
    tenant: _Tenant,
    course: _Course,
    why: _Why,
    competency: Annotated[str | None, typer.Option(help="teknis, manajerial or sosial_kultural.")] = None,
    jp: Annotated[float | None, typer.Option(min=0, max=_MOST_JP, help="Learning hours, for example 2.5.")] = None,
    topic: Annotated[str | None, typer.Option(help="What it is about; a wrong name lists all.")] = None,
    featured_until: Annotated[str | None, typer.Option(metavar="DATE", help="Recommend it to the end of a day.")] = None,
    as_json: Json = False,
) -> None:
    """Set fields of a course, whatever its owner sends."""
    values = {
        "competency": competency,
        "jp_hundredths": None if jp is None else str(round(jp * _HUNDREDTHS)),
        TOPIC: topic,
        FEATURED: None if featured_until is None else str(_end_of(featured_until)),
    }
    given = {name: value for name, value in values.items() if value is not None}
    if not given:
        raise CurationRefusedError("name what to set: --competency, --jp, --topic or --featured-until")
    _say(context, tenant, course, given, why, as_json=as_json)


@app.command()
def withhold(context: typer.Context, tenant: _Tenant, course: _Course, why: _Why, as_json: Json = False) -> None:
    """Take a course out of the marketplace; its owner reads why. What was learned in it still counts."""
    _say(context, tenant, course, {WITHHELD: "1"}, why, as_json=as_json)


@app.command()
def clear(
    context: typer.Context,
    tenant: _Tenant,
    course: _Course,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD...", help=f"Of {', '.join(FIELDS)}.")],
    why: _Why,
    as_json: Json = False,
) -> None:
    """Take LAN's word about fields back: what the owner says holds again."""
    if unknown := [name for name in fields if name not in FIELDS]:
        raise CurationRefusedError(f"there is no field {unknown[0]}; LAN may set: {', '.join(FIELDS)}")
    _say(context, tenant, course, dict.fromkeys(fields), why, as_json=as_json)


app.command()(review.review)
app.command()(review.queue)
app.command()(review.reviewed)
app.command()(review.publish)
app.command()(objection.objections)
app.command()(objection.answer)


@app.command("list")
def list_(
    context: typer.Context,
    tenant: Annotated[str | None, typer.Argument(help="Only this tenant.")] = None,
    as_json: Json = False,
) -> None:
    """List what holds now by LAN's word, newest first."""
    with reading(runtime(context).engine) as conn:
        if tenant:
            found = [(tenant, one) for one in curation.current(conn, tenants.by_slug(conn, tenant).id)]
        else:
            found = curation.everywhere(conn)
    _show(found, "LAN has set nothing.", as_json=as_json)


@app.command()
def log(context: typer.Context, tenant: _Tenant, course: _Course, as_json: Json = False) -> None:
    """Show all that LAN ever said about a course, newest first."""
    with reading(runtime(context).engine) as conn:
        found = [(tenant, one) for one in curation.log(conn, tenants.by_slug(conn, tenant).id, course)]
    _show(found, f"LAN never said anything about course {course} of {tenant}.", as_json=as_json)


def _end_of(day: str) -> int:
    """The last second of this day in the capital, since 1970."""
    try:
        return int((datetime.fromisoformat(day).replace(tzinfo=WIB) + timedelta(days=1)).timestamp()) - 1
    except (ValueError, OverflowError):
        raise CurationRefusedError(f"a day is written 2026-12-31, not {day}") from None


def _say(context: typer.Context, tenant: str, course: int, values: Mapping[str, str | None], why: str, *, as_json: bool) -> None:
    with transaction(runtime(context).engine) as conn:
        found = tenants.by_slug(conn, tenant)
        curation.say(conn, found.id, course, values, By(operator(), why, database_now_ms(conn)))
        now = [one for one in curation.current(conn, found.id) if one.course == course]
    if as_json:
        say_json([_as_json(tenant, one) for one in now])
    else:
        say(f"Written down. What holds for course {course} of {tenant} by LAN's word:")
        _show([(tenant, one) for one in now], "Nothing; what its owner says holds.", as_json=False)


def _show(found: list[tuple[str, Curated]], nothing: str, *, as_json: bool) -> None:
    if as_json:
        say_json([_as_json(slug, one) for slug, one in found])
    elif not found:
        say(nothing)
    else:
        rows = [(slug, one.course, one.field, _said(one), one.by.who, moment(one.by.at), one.by.why) for slug, one in found]
        say_table(("tenant", "course", "field", "value", "by", "since", "why"), rows)


def _said(one: Curated) -> object:
    """What was said, as people read it."""
    return moment(one.value * 1000) if one.field == FEATURED and isinstance(one.value, int) else one.value


def _as_json(slug: str, one: Curated) -> dict[str, object]:
    said = {"field": one.field, "value": one.value, "who": one.by.who, "why": one.by.why, "at": moment(one.by.at)}
    return {"tenant": slug, "course": one.course} | said
