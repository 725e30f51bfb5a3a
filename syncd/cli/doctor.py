"""`syncd doctor`: checks everything syncd needs; every finding says what to do. Changes nothing."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from syncd import clock
from syncd.cli.exits import Exit, exit_of
from syncd.cli.output import Json, age, say_json, say_table
from syncd.cli.runtime import Runtime, runtime
from syncd.cli.selection import each, selected
from syncd.errors import ConfigurationError, SyncdError, TenantError
from syncd.health.realm import realm_health
from syncd.health.sentences import sentence as sentence_of
from syncd.index.folder import REBUILD
from syncd.index.stems import SYSTEM, has_system_dictionary
from syncd.keycloak.api import RealmApi
from syncd.keycloak.checking import lacks_mail_server
from syncd.keycloak.connection import Account, open_admin
from syncd.keycloak.people import RealmPeople
from syncd.model.tenant import TenantRow
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import reading
from syncd.store.migrate import require_current
from syncd.store.tenants import address_of

_MIN_FREE_BYTES = 2**30
_MIN_FREE_SHARE = 0.05
_MAX_CLOCK_MS = 2000
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `code` is the exit code it leads to."""

    subject: str
    code: Exit
    says: str


def doctor(
    context: typer.Context,
    tenants: Annotated[bool, typer.Option("--tenants", help="Also ask every tenant for its handshake.")] = False,
    as_json: Json = False,
) -> None:
    """Check settings, store, keys, clock and disk, and say how to correct what is wrong."""
    run = runtime(context)
    findings = [_examined(subject, look, run) for subject, look in _LOOKS.items()]
    if tenants and findings[0].code is Exit.OK and findings[1].code is Exit.OK:
        findings.extend(_tenants(run))
    if as_json:
        say_json([{"subject": one.subject, "ok": one.code is Exit.OK, "says": one.says} for one in findings])
    else:
        say_table(("", "subject", "finding"), [("ok" if not one.code else "!!", one.subject, one.says) for one in findings])
    worst = max((one.code for one in findings), default=Exit.OK)
    if worst:
        raise typer.Exit(worst)


def _examined(subject: str, look: Callable[[Runtime], str], run: Runtime) -> Finding:
    try:
        return Finding(subject, Exit.OK, look(run))
    except SyncdError as error:
        return Finding(subject, exit_of(error), str(error))


def _settings(run: Runtime) -> str:
    return f"they can be used; this centre is {run.settings.centre.url}"


def _store(run: Runtime) -> str:
    require_current(run.unchecked_engine)
    return f"{run.unchecked_engine.dialect.name}, tables at this program's version"


def _keys(run: Runtime) -> str:
    return f"key set {run.keys.jwks_sha256()[:12]}… in {run.settings.centre.keys_dir}; keep a copy of that directory"


def _clock(run: Runtime) -> str:
    with reading(run.unchecked_engine) as conn:
        before = clock.now_ms()
        there = database_now_ms(conn)
    off = there - before
    if abs(off) > _MAX_CLOCK_MS:
        raise ConfigurationError(
            f"the database's clock differs by {off / 1000:.0f} s; let both machines follow the same time server"
        )
    return "the database's clock agrees"


def _disk(run: Runtime) -> str:
    file = run.settings.store.url.removeprefix(_SQLITE)
    place = Path(file).resolve().parent if file != run.settings.store.url else Path.cwd()
    usage = shutil.disk_usage(place)
    free = f"{usage.free / 2**30:.1f} GiB free in {place}"
    if usage.free < max(_MIN_FREE_BYTES, usage.total * _MIN_FREE_SHARE):
        raise SyncdError(f"{free}; make room before the disk is full")
    return free


def _search(_run: Runtime) -> str:
    if has_system_dictionary():
        return "the dictionary of Indonesian is there"
    return f"without {SYSTEM}.dic it joins fewer words (Debian: apt install hunspell-id, then: {REBUILD})"


def _realm(run: Runtime) -> str:
    section = run.settings.keycloak
    if section.url is None:
        return "this centre has none; people sign in on each tenant"
    RealmPeople(section, run.keys).disabled(0, 1)
    with reading(run.engine) as conn:
        health = realm_health(conn, database_now_ms(conn))
    if lacks := lacks_mail_server(section, RealmApi(open_admin(section, run.keys, Account.REALM))):
        raise ConfigurationError(lacks)
    # That Keycloak did not answer before is over, now that it does.
    if wrong := [sentence for sentence in health.sentences("en") if sentence != sentence_of("ISSUER_DOWN", "en")]:
        raise SyncdError(" ".join(wrong))
    return f"{section.issuer} answers, and the centre's account may read people"


_LOOKS: dict[str, Callable[[Runtime], str]] = {
    "settings": _settings,
    "store": _store,
    "keys": _keys,
    "clock": _clock,
    "disk": _disk,
    "search": _search,
    "realm": _realm,
}


def _tenants(run: Runtime) -> Iterator[Finding]:
    rows = selected(run.engine, None, everyone=True)

    def look(row: TenantRow) -> Finding:
        started = clock.monotonic()
        try:
            answer = run.client.ask(address_of(row), ())
        except TenantError as error:
            return Finding(row.slug, Exit.PARTLY, str(error))
        took = round((clock.monotonic() - started) * 1000)
        on = ", ".join(answer.handshake.streams) or "nothing"
        skew = f"; its clock is {age(abs(answer.clock_skew_s))} off" if abs(answer.clock_skew_s) > _MAX_CLOCK_MS // 1000 else ""
        return Finding(row.slug, Exit.OK, f"answers in {took} ms, plugin {answer.handshake.release}, open: {on}{skew}")

    yield from each(rows, look, run.settings.poll.workers, "Asking tenants")
