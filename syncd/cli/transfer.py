"""`syncd tenant export|import`: the registry as a file, to move a centre or rebuild a lost one. Reads and writes the registry."""

import json
from pathlib import Path
from typing import Annotated

import typer

from syncd import clock
from syncd.cli.exits import Exit, complain
from syncd.cli.output import Json, say, say_json, tracked
from syncd.cli.runtime import runtime
from syncd.errors import ConfigurationError, JoinRefusedError
from syncd.keys import KeySet, sha256_hex
from syncd.store import joins, tenants
from syncd.store.engine import reading, transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant

_FORMAT = 1
_MEMBERS = ("name", "agency", "url", "site", "jwks", "plugin", "release", "moodle")


def export(context: typer.Context) -> None:
    """Write all joined tenants with their pinned keys as JSON. It holds no secret and no learner."""
    with reading(runtime(context).engine) as conn:
        found = [row for row in tenants.list_tenants(conn) if row.site and row.jwks]
    centre = runtime(context).settings.centre.url
    rows = [{name: getattr(row, name) for name in _MEMBERS} for row in found]
    say_json({"format": _FORMAT, "centre": centre, "tenants": rows})


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file that `syncd tenant export` wrote.")],
    as_json: Json = False,
) -> None:
    """Take over tenants from a file; their data is then read from them afresh.

    The centre must have the keys and the address it had, or the tenants will not know it. Tenants that are known already
    stay as they are; one that contradicts what is known is refused.
    """
    engine = runtime(context).engine
    document = _read(file, runtime(context).settings.centre.url)
    taken, refused = 0, []
    for entry in tracked(document, "Taking over", len(document)):
        try:
            with transaction(engine) as conn:
                joins.join(conn, Invite(None, str(entry["name"]), str(entry["agency"])), _applicant(entry), clock.now_ms())
            taken += 1
        except JoinRefusedError as error:
            refused.append({"url": entry["url"], "why": error.detail})
    if as_json:
        say_json({"taken": taken, "refused": refused})
    else:
        say(f"{taken} tenants taken over, {len(refused)} refused.")
        for one in refused:
            complain(f"{one['url']}: {one['why']}")
    if refused:
        raise typer.Exit(Exit.PARTLY)


def _read(file: Path, centre: str) -> list[dict[str, object]]:
    try:
        document = json.loads(file.read_bytes())
        entries = document["tenants"]
        known = document["format"] == _FORMAT and all(set(_MEMBERS) <= entry.keys() for entry in entries)
        for entry in entries:
            KeySet.parse(entry["jwks"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{file} is not a file that `syncd tenant export` wrote: {error}") from None
    if not known:
        raise ConfigurationError(f"{file} is not of format {_FORMAT}")
    if document["centre"] != centre:
        raise ConfigurationError(f"{file} belongs to the centre {document['centre']}; this one is {centre} (setting centre.url)")
    return list(entries)


def _applicant(entry: dict[str, object]) -> Applicant:
    jwks = str(entry["jwks"])
    return Applicant(
        site=str(entry["site"]),
        url=str(entry["url"]),
        jwks=jwks,
        jwks_sha256=sha256_hex(jwks.encode()),
        plugin=int(str(entry["plugin"])),
        release=str(entry["release"]),
        moodle=str(entry["moodle"]),
        # Not part of what is known about a tenant; the next handshake says it.
        php="",
    )
