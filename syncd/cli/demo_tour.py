"""What the demo shows of the marketplace: a search, a facet, and ratings that change an order, as the API answers them."""

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from syncd.cli.output import say
from syncd.cli.runtime import Runtime
from syncd.cli.selection import selected
from syncd.cli.simulator import ask_simulator
from syncd.cli.sync import read_tenants
from syncd.index.build import rebuild
from syncd.index.follow import Follower
from syncd.model.person import Person
from syncd.ratings import keep
from syncd.serve.pages.portal.saying import SAYINGS
from syncd.serve.pages.portal.standing import sentences
from syncd.store import directory, people, standings, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction

# What the demo looks for, and how it narrows that: agencies of every sort teach it.
_WORDS, _FACET, _VALUE = "pengelolaan", "minutes", "10"
_SHOWN = 3
_RATERS, _AGENCIES = 40, 8
_TIMEOUT_S = 60
_STATUS = "pns"


def look_around(run: Runtime, centre: str) -> None:
    """One search and one facet."""
    keep.bring(run.engine)
    rebuild(run.engine, run.settings.index.folder)
    for choices, what in (({}, ""), ({_FACET: _VALUE}, f", {_FACET} at most {_VALUE}")):
        found = _offerings(centre, {"q": _WORDS, "limit": _SHOWN, **choices})
        agencies = found["facets"]["agency"]
        say(f'   "{_WORDS}"{what}: {found["total"]} courses of {len(agencies["values"]) + agencies["more"]} agencies')
        for hit in found["hits"]:
            say(f"      {hit['title']} ({hit['agency']})")


def rate(run: Runtime, centre: str, simulator: str) -> bool:
    """People of other agencies rate the second of the most popular courses; whether it has another place then."""
    before = _popular(centre)
    say("   Before:")
    _say(before)
    target = before[1]
    with transaction(run.engine) as conn:
        now = database_now_ms(conn)
        owner = tenants.by_slug(conn, target["tenant"])
        # The realm would know both: whose the tenant is, and where the people work.
        tenants.note_agency_code(conn, owner.id, "DEMO")
    number = int(str(target["address"]).removeprefix(f"{simulator}/s/").partition("/")[0])
    wanted = {"course": target["course"], "stars": 5, "people": _RATERS, "when": now // 1000}
    raters = ask_simulator(simulator, f"s/{number}/rate", wanted)["people"]
    with transaction(run.engine) as conn:
        directory.lock(conn)
        known = [
            Person(one.removeprefix("sub:"), f"LAIN-{place % _AGENCIES}", None, _STATUS, enabled=True)
            for place, one in enumerate(raters)
        ]
        people.take(conn, known, {_STATUS}, now)
    list(read_tenants(run, selected(run.engine, [target["tenant"]], everyone=False), prove=False))
    keep.bring(run.engine)
    Follower(run.engine, run.settings.index.folder).once()
    say(f"   {len(raters)} people of {_AGENCIES} other agencies complete “{target['title']}” and give it 5 stars. After:")
    after = _popular(centre)
    _say(after)
    with reading(run.engine) as conn:
        standing = standings.of_tenant(conn, owner.id).at(target["course"])
    for language in ("id", "en"):
        saying = SAYINGS[language]
        say(f"   {saying.words['why']} {' '.join(sentences(standing, saying))}")
    return [_key(one) for one in after] != [_key(one) for one in before]


def _popular(centre: str) -> list[dict[str, Any]]:
    hits: list[dict[str, Any]] = _offerings(centre, {"sort": "popular", "limit": _SHOWN})["hits"]
    return hits


def _say(hits: list[dict[str, Any]]) -> None:
    for place, hit in enumerate(hits, 1):
        rating = hit["rating"]
        stars = (
            f"{rating['mean']} stars of {rating['count']} ratings" if rating["shown"] else f"ratings so far: {rating['count']}"
        )
        say(f"      {place}. {hit['title']} ({hit['agency']}): {stars}, popularity {hit['popularity']}")


def _key(hit: dict[str, Any]) -> tuple[str, int]:
    return str(hit["tenant"]), int(hit["course"])


def _offerings(centre: str, query: dict[str, object]) -> dict[str, Any]:
    with urlopen(f"{centre}/api/v1/offerings?{urlencode(query)}", timeout=_TIMEOUT_S) as response:  # noqa: S310 - loopback
        found: dict[str, Any] = json.load(response)
    return found
