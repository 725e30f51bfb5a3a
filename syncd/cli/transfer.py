"""`syncd tenant export|import`: the registry as a file, to move a centre or rebuild a lost one. Reads and writes the registry."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from syncd.cli.exits import Exit, complain
from syncd.cli.output import Json, say, say_json, tracked
from syncd.cli.runtime import runtime
from syncd.errors import ConfigurationError, JoinRefusedError
from syncd.keys import KeySet, sha256_hex
from syncd.model.kinds import MAX_ID
from syncd.model.tenant import Pause, TenantRow
from syncd.store import joins, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading, transaction
from syncd.store.invites import Invite
from syncd.store.joins import SLUG_LENGTH, Applicant
from syncd.store.owner_code import CODE

_FORMAT = 1
_Text = Annotated[str, Field(min_length=1, max_length=255)]
_Version = Annotated[str, Field(min_length=1, max_length=40)]


class _Entry(BaseModel):
    """One tenant as the file names it. What older files lack keeps what its site and LAN rely on."""

    model_config = ConfigDict(strict=True)

    name: _Text
    agency: _Text
    url: _Text
    site: str = Field(pattern="^[0-9a-f]{32}$")
    jwks: str
    plugin: int = Field(ge=0, le=MAX_ID)
    release: _Version
    moodle: _Version
    tenant: str | None = Field(default=None, pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=SLUG_LENGTH)
    paused_by: Literal["lan"] | None = None
    agency_code: str | None = Field(default=None, pattern=CODE)

    @field_validator("jwks")
    @classmethod
    def _is_key_set(cls, document: str) -> str:
        KeySet.parse(document)
        return document


class _Registry(BaseModel):
    """The file."""

    format: int
    centre: str
    tenants: list[_Entry]


def export(context: typer.Context) -> None:
    """Write all joined tenants with their pinned keys as JSON. It holds no secret and no learner."""
    with reading(runtime(context).engine) as conn:
        found = [row for row in tenants.list_tenants(conn) if row.site and row.jwks]
    centre = runtime(context).settings.centre.url
    rows = [_entry(row).model_dump() for row in found]
    say_json({"format": _FORMAT, "centre": centre, "tenants": rows})


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file that `syncd tenant export` wrote.")],
    as_json: Json = False,
) -> None:
    """Add the tenants of a file; the centre then reads their data anew.

    The centre must have the keys and the address it had, or the tenants will not know it. Tenants that are known already
    stay as they are; a tenant that contradicts what is known is refused.
    """
    engine = runtime(context).engine
    entries = _read(file, runtime(context).settings.centre.url)
    taken, refused = 0, []
    for entry in tracked(entries, "Taking over", len(entries)):
        try:
            with transaction(engine) as conn:
                row = joins.join(
                    conn, Invite(None, entry.name, entry.agency), _applicant(entry), database_now_ms(conn), entry.tenant
                )
                if entry.paused_by is not None:
                    tenants.pause(conn, row.id, Pause.LAN)
                if entry.agency_code is not None:
                    tenants.note_agency_code(conn, row.id, entry.agency_code)
            taken += 1
        except JoinRefusedError as error:
            refused.append({"url": entry.url, "why": error.detail})
    if as_json:
        say_json({"taken": taken, "refused": refused})
    else:
        say(f"{taken} tenants taken over, {len(refused)} refused.")
        for one in refused:
            complain(f"{one['url']}: {one['why']}")
    if refused:
        raise typer.Exit(Exit.PARTLY)


def _read(file: Path, centre: str) -> list[_Entry]:
    try:
        found = _Registry.model_validate_json(file.read_bytes())
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in problem["loc"]) or "the document"
        raise ConfigurationError(f"{file} is not a file that `syncd tenant export` wrote: {where}: {problem['msg']}.") from None
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read ({type(error).__name__}).") from None
    if found.format != _FORMAT:
        raise ConfigurationError(f"{file} is not of format {_FORMAT}")
    if found.centre != centre:
        raise ConfigurationError(f"{file} belongs to the centre {found.centre}; this one is {centre} (setting centre.url)")
    return found.tenants


def _entry(row: TenantRow) -> _Entry:
    return _Entry.model_construct(
        name=row.name,
        agency=row.agency,
        url=row.url,
        site=str(row.site),
        jwks=str(row.jwks),
        plugin=row.plugin or 0,
        release=row.release or "?",
        moodle=row.moodle or "?",
        tenant=row.slug,
        paused_by="lan" if row.paused_by is Pause.LAN else None,
        agency_code=row.agency_code,
    )


def _applicant(entry: _Entry) -> Applicant:
    return Applicant(
        site=entry.site,
        url=entry.url,
        jwks=entry.jwks,
        jwks_sha256=sha256_hex(entry.jwks.encode()),
        plugin=entry.plugin,
        release=entry.release,
        moodle=entry.moodle,
        # Not part of what is known about a tenant; the next handshake says it.
        php="",
    )
