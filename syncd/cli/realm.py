"""`syncd realm …`: shows or makes what the reviewed text changes at Keycloak. Reads the registry; writes at Keycloak."""

import fcntl
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Annotated

import typer

from syncd.cli.exits import Exit, complain
from syncd.cli.output import Json, say, say_json
from syncd.cli.runtime import Runtime, runtime
from syncd.errors import KeycloakRefusedError, KeycloakUnavailableError, LeaseLostError
from syncd.keycloak.api import RealmApi
from syncd.keycloak.checking import lacks_mail_server
from syncd.keycloak.connection import Account, answers, open_admin, open_bootstrap, require_realm
from syncd.keycloak.item import Act
from syncd.keycloak.reconcile import Done, extras, reconcile
from syncd.keycloak.text import Values, read_text
from syncd.store import tenants
from syncd.store.engine import reading

app = typer.Typer(
    help="Write the realm's reviewed text to Keycloak, and show what differs.",
    no_args_is_help=True,
    epilog="Exit codes: as everywhere; 1 where `plan` or `check` found something, 3 where `apply` made some changes only.",
)
Prune = Annotated[bool, typer.Option("--prune", help="Also delete our own clients and groups that the text no longer declares.")]
_LINE = 73
_WIDTH = 80
_PATIENCE_S = 120


@app.command()
def plan(context: typer.Context, prune: Prune = False, as_json: Json = False) -> None:
    """Show what `apply` would do; write nothing."""
    _run(runtime(context), write=False, prune=prune, as_json=as_json)


@app.command()
def apply(context: typer.Context, prune: Prune = False, as_json: Json = False) -> None:
    """Make Keycloak equal to the text and the registry of tenants. Safe to repeat."""
    _run(runtime(context), write=True, prune=prune, as_json=as_json)


@app.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """Say whether Keycloak still equals the text: show each difference, what nobody declared, and a missing mail server."""
    _run(runtime(context), write=False, prune=True, whole=True, as_json=as_json)


def _run(run: Runtime, *, write: bool, prune: bool, as_json: bool, whole: bool = False) -> None:
    done: list[Done] = []
    broken: Exception | None = None
    lacks: str | None = None
    try:
        with _alone(run):
            api, every = _reconciled(run, write=write, prune=prune, whole=whole)
            # Asked first: of a realm that does not exist it says so, and nothing else of it can be asked.
            lacks = lacks_mail_server(run.settings.keycloak, api) if whole else None
            done.extend(every)
    except (KeycloakUnavailableError, KeycloakRefusedError) as error:
        if not write or not any(one.item.act is not Act.OK for one in done):
            raise
        broken = error
    changes = [one for one in done if one.item.act is not Act.OK]
    ok = len(done) - len(changes)
    if as_json:
        found = {"reads": api.reads, "writes": api.writes, "ok": ok, "changes": [_as_json(one) for one in changes]}
        say_json(found | ({"lacks": lacks} if whole else {}))
    else:
        _say_changes(changes, write=write, ok=ok)
        for line in textwrap.wrap(lacks or "", _WIDTH, break_long_words=False, break_on_hyphens=False):
            say(line)
    if broken:
        complain(f"{broken} The rest was not tried: run the same again.")
    if broken or any(one.error for one in changes):
        raise typer.Exit(Exit.PARTLY)
    if lacks or (changes and not write):
        raise typer.Exit(Exit.FAILED)


def _reconciled(run: Runtime, *, write: bool, prune: bool, whole: bool) -> tuple[RealmApi, Iterator[Done]]:
    given = run.settings.keycloak
    require_realm(given)
    section = given.model_copy(update={"timeout_s": max(given.timeout_s, _PATIENCE_S)}) if write else given
    # A realm that is served without TLS, which only loopback is, may have tenants without TLS.
    without_tls = str(section.url).startswith("http://")
    values: Values = {"realm": str(section.realm), "centre": run.settings.centre.url, "http_allowed": without_tls}
    text = read_text(section.realm_dir, values)
    with reading(run.engine) as conn:
        known = [tenant for tenant in tenants.list_tenants(conn) if tenant.site is not None]
    # First it must answer at all. Then: a server that has just begun takes long to make a realm, and nobody waits at a page.
    answers(given)
    # The first administrator makes the realm in which the centre's own account then lives.
    api = RealmApi(open_bootstrap(section) if section.admin_user else open_admin(section, run.keys, Account.REALM))
    compared = reconcile(section, api, text, known, write=write, prune=prune)
    return api, chain(compared, extras(section, api, text, known)) if whole else compared


@contextmanager
def _alone(run: Runtime) -> Iterator[None]:
    """One run at a time on this machine."""
    keys_dir = run.settings.centre.keys_dir
    _ = run.keys  # without them nothing is done
    with (keys_dir / ".realm.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LeaseLostError("another `syncd realm` is at work; try again when it has ended.") from None
        yield


def _say_changes(changes: list[Done], *, write: bool, ok: int) -> None:
    for one in changes:
        say(f"{'failed' if one.error else one.item.act:<7}{one.item.kind} {one.item.name}")
        for each in one.item.differences:
            live, wanted = _shown(each.live), _shown(each.wanted)
            line = f"{each.path}: {live} -> {wanted}"
            _say_below(*([line] if len(line) <= _LINE else [f"{each.path}:", f"  live    {live}", f"  wanted  {wanted}"]))
        if one.error:
            _say_below(one.error)
    failed = sum(1 for one in changes if one.error)
    if not changes:
        say(f"In sync: {ok} objects are as the text wants them.")
    elif write:
        say(f"{len(changes) - failed} changes made, {failed} failed, {ok} objects were right.")
    else:
        extra = sum(one.item.act is Act.EXTRA for one in changes)
        if len(changes) > extra:
            say(f"{len(changes) - extra} objects differ, {ok} are right. To make them right: syncd realm apply")
        if extra:
            say(f"{extra} are there and nobody declared them.")
            say("Remove each in Keycloak's console, or declare it in the text.")


def _say_below(*lines: str) -> None:
    """Prints what belongs to the object named above in 80 columns, without cutting anything off."""
    for line in lines:
        for part in textwrap.wrap(line, _LINE, subsequent_indent="          " if line.startswith(" ") else "  "):
            say(f"       {part}")


def _shown(value: object) -> str:
    if value is None or value == []:
        return "(nothing)"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _as_json(one: Done) -> dict[str, object]:
    return {
        "act": one.item.act,
        "kind": one.item.kind,
        "name": one.item.name,
        "differences": [{"path": each.path, "live": each.live, "wanted": each.wanted} for each in one.item.differences],
        "error": one.error,
    }
