"""`syncd search`: looks for courses as the marketplace does, on a terminal. Reads the index, not the store."""

from dataclasses import asdict
from typing import Annotated

import typer

from syncd.cli.output import Json, say, say_json
from syncd.cli.runtime import runtime
from syncd.errors import QuestionRefusedError
from syncd.index import facets
from syncd.index.cursor import MAX_SEEN
from syncd.index.explain import Reason
from syncd.index.question import Question, Sort
from syncd.index.search import Found, Hit, Search
from syncd.index.snippet import Part

Values = list[str] | None
_MOST_SHOWN = 8


def search(  # noqa: PLR0913, PLR0917 - an option for each facet people use most; `--choose` for the others
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Words to look for; none: everything.")] = "",
    agency: Annotated[Values, typer.Option(help="Only courses of this agency. All such options can be repeated.")] = None,
    minutes: Annotated[Values, typer.Option(help=f"Only as long: {', '.join(facets.CLOSED['minutes'])}.")] = None,
    competency: Annotated[Values, typer.Option(help=f"Only {', '.join(facets.CLOSED['competency'])}.")] = None,
    choose: Annotated[Values, typer.Option(metavar="FACET=VALUE", help=f"Any facet: {', '.join(facets.NAMES)}.")] = None,
    of_agency: Annotated[str | None, typer.Option(help="Also what is offered to this agency's own people only.")] = None,
    sort: Annotated[Sort, typer.Option(help="In which order.")] = Sort.RELEVANCE,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Hits of a page.")] = 10,
    cursor: Annotated[str | None, typer.Option(help="Go on where an earlier page ended.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each hit is where it is.")] = False,
    as_json: Json = False,
) -> None:
    """Look for courses: hits in order, with counts of what they can be narrowed by."""
    choices = _choices(choose) | {
        name: tuple(values) for name, values in (("agency", agency), ("minutes", minutes), ("competency", competency)) if values
    }
    question = Question(text, choices, sort, cursor, limit, of_agency)
    asked = Search(runtime(context).settings.index.folder)
    try:
        found = asked.find(question)
        reasons = {hit.key: asked.explain(question, hit.key) for hit in found.hits} if explain else {}
    finally:
        asked.close()
    if as_json:
        say_json(_as_json(found, reasons))
    elif question.is_wordless:
        say("There is no word in this to look for; write words, or leave them out to see everything.")
    else:
        _say(found, reasons)


def _choices(texts: Values) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text in texts or ():
        name, separator, value = text.partition("=")
        if not separator:
            raise QuestionRefusedError("choices", "A choice is written FACET=VALUE, for example level=dasar.")
        found[name] = (*found.get(name, ()), value)
    return found


def _as_json(found: Found, reasons: dict[str, list[Reason]]) -> dict[str, object]:
    hits = []
    for hit in found.hits:
        shown = asdict(hit)
        if hit.key in reasons:
            shown["reasons"] = [asdict(one) for one in reasons[hit.key]]
        hits.append(shown)
    return asdict(found) | {"hits": hits}


def _say(found: Found, reasons: dict[str, list[Reason]]) -> None:
    say(f"{found.total} courses.")
    if found.meant:
        say(f"Nothing is called so; shown is: {found.meant}")
    for hit in found.hits:
        say(f"\n{_marked(hit.title)}")
        say(f"   {_facts(hit)}")
        if hit.summary:
            say(f"   {_marked(hit.summary)}")
        for one in reasons.get(hit.key, []):
            say(f"   {one.worth:7.3f}  {one.form} in {one.field}, as in {one.courses} courses")
    say()
    for name, values in (found.facets or {}).items():
        shown = [f"{value} {count}" for value, count in values.items() if count]
        if shown:
            more = f", and {len(shown) - _MOST_SHOWN} more" if len(shown) > _MOST_SHOWN else ""
            say(f"{name}: {', '.join(shown[:_MOST_SHOWN])}{more}")
    if found.cut:
        say(f"\nThe pages end here, after {MAX_SEEN} courses; narrow the question.")
    if found.cursor:
        say(f"\nMore: --cursor {found.cursor}")


def _facts(hit: Hit) -> str:
    course, card = hit.card.course, hit.card
    minutes = None if course["minutes"] is None else f"{course['minutes']} min"
    credited = None if course["jp_hundredths"] is None else f"{course['jp_hundredths'] / 100:g} JP"
    owner = (card.agency, card.name if card.name != card.agency else None)
    facts = (*owner, minutes, credited, course["competency"], course["level"], "badge" if card.badge else None)
    return " · ".join(filter(None, facts))


def _marked(parts: tuple[Part, ...]) -> str:
    return "".join(f"[{part.text}]" if part.hit else part.text for part in parts)
