"""A thousand sign-ins of canaries: afterwards every byte of the database, the data folder and the logs is searched for what must not be there."""

import base64
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest

from tests.sso.browser import Browser
from tests.sso.people import Person, person
from tests.sso.world import CONFIG, DATABASE_SESSIONS, MANY_REQUESTS, Tenant, World, world

SIGN_INS = 1000
# A number that shares no factor with those below, so that everything happens to everybody.
PEOPLE = 97
THREADS = 4
# Not the names of the world that the other tests share: a site's name is its database's.
FILES, DATABASE = "berkas", "basisdata"
# Every so many sign-ins something else happens beside: a page is read, a token was forged, the issuer ends the session.
PAGES, FORGED, ENDED = 40, 50, 20


@pytest.fixture(scope="module")
def used(mariadb, tmp_path_factory) -> Iterator[tuple[World, list[Person]]]:
    """Two sites after the sign-ins; `DATABASE` keeps its sessions in its database. And the people."""
    with world(mariadb, tmp_path_factory.mktemp("kenari"), (FILES, DATABASE), MANY_REQUESTS) as made:
        made.tenants[DATABASE].site.write_config(CONFIG + MANY_REQUESTS + DATABASE_SESSIONS)
        people = [person(given_name=f"Kenariuji{n:03d}", family_name=f"Emasuji{n:03d}") for n in range(PEOPLE)]
        turns = list(zip(range(SIGN_INS), cycle(people), strict=False))
        with ThreadPoolExecutor(THREADS) as pool:
            arrived = sum(pool.map(lambda turn: _sign_in(made, *turn), turns))
        assert arrived == SIGN_INS - SIGN_INS // FORGED
        yield made, people


def _sign_in(made: World, turn: int, somebody: Person) -> bool:
    tenant = made.tenants[DATABASE if turn % 3 == 0 else FILES]
    with Browser(made.trusted) as browser:
        sid = browser.sign_in_at(made.issuer, somebody)
        answer = browser.get(tenant.login, stop_before="/callback.php").url
        if turn % FORGED == FORGED - 1:
            # The token is the issuer's, but the answer says that another issuer gave it: refused, and forgotten.
            browser.get(answer.replace("iss=", "iss=x"))
            return False
        browser.get(answer, hops=1)
        signed_in = tenant.who(browser) == tenant.account(somebody.subject) != 0
        if turn % PAGES == 0:
            browser.get(f"{tenant.url}/user/profile.php")
        if turn % ENDED == 0:
            tenant.told(session=sid)
        return signed_in


def _sessions(tenant: Tenant) -> bytes:
    """What the sessions in the database hold: Moodle keeps it in base64."""
    rows = tenant.site.rows("SELECT sessdata FROM mdl_sessions WHERE sessdata IS NOT NULL")
    return b"\n".join(base64.b64decode(data) for (data,) in rows if data)


def _found(words: set[str], places: list[Path]) -> set[str]:
    """Which of the words are somewhere in the files and folders, each byte of which is read."""
    patterns = places[0].parent / "patterns"
    patterns.write_text("\n".join(sorted(words)) + "\n")
    command = ["grep", "-rahoF", "-f", str(patterns), *map(str, places)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    assert ended.returncode in (0, 1), ended.stderr
    return set(ended.stdout.split("\n")) - {""}


@pytest.fixture(scope="module")
def traces(used, tmp_path_factory) -> list[Path]:
    """Everything that was written at the sites: dumps, data folders, sessions in the clear, logs of web server and PHP."""
    made, _ = used
    folder, places = tmp_path_factory.mktemp("jejak"), []
    for name, tenant in made.tenants.items():
        tenant.site.dump(folder / f"{name}.sql")
        (folder / f"{name}.sessions").write_bytes(_sessions(tenant))
        places += [folder / f"{name}.sql", folder / f"{name}.sessions", tenant.site.dataroot]
    return [*places, *sorted(made.folder.glob("*.log"))]


def test_no_token_is_anywhere(used, traces):
    made, _ = used
    tokens = made.issuer.issued | made.issuer.received
    assert len(tokens) >= 3 * SIGN_INS
    # Each part by itself: a token that was cut or decoded in part is one too.
    parts = {part for token in tokens for part in token.split(".") if len(part) >= 40 and not part.startswith("eyJhbGciOi")}
    assert _found(parts, traces) == set()


def test_the_search_finds_what_is_there(used, traces):
    _, people = used
    names = {somebody.claims["given_name"] for somebody in people}
    assert _found(names, traces) == names
    ((sessions,),) = used[0].tenants[DATABASE].site.rows("SELECT COUNT(*) FROM mdl_sessions WHERE LENGTH(sessdata) > 0")
    assert sessions > 100


def test_a_nip_is_in_the_database_only_in_the_rows_of_its_locked_field(used, tmp_path):
    made, people = used
    nips = {somebody.claims["nip"] for somebody in people}
    for name, tenant in made.tenants.items():
        sql = "SELECT d.data, f.locked FROM mdl_user_info_data d JOIN mdl_user_info_field f ON f.id = d.fieldid WHERE f.shortname = 'asn_nip'"
        kept = tenant.site.rows(sql)
        assert {data for data, _ in kept} <= nips
        assert {locked for _, locked in kept} == {1}
        tenant.site.dump(tmp_path / f"{name}.sql")
        holding, table = set(), ""
        for line in (tmp_path / f"{name}.sql").read_text(errors="replace").splitlines():
            table = line.split("`")[1] if line.startswith("INSERT INTO") else table
            holding |= {table} if any(nip in line for nip in nips) else set()
        assert holding == {"mdl_user_info_data"}


def test_no_name_address_or_nip_is_in_a_log(used, tmp_path):
    made, people = used
    names = {str(somebody.claims[claim]) for somebody in people for claim in ("nip", "given_name", "family_name", "email")}
    log = tmp_path / "moodle.log"
    with log.open("w") as written:
        for tenant in made.tenants.values():
            for row in tenant.site.rows("SELECT eventname, other, ip FROM mdl_logstore_standard_log"):
                # Moodle's own events about a new account name its user name; ours is made of a digest.
                written.write(" ".join(map(str, row)) + "\n")
    assert _found(names, [log, *sorted(made.folder.glob("*.log"))]) == set()


def test_a_nip_is_in_no_session_and_in_no_cache(used, traces):
    made, people = used
    nips = {somebody.claims["nip"] for somebody in people}
    kept = [place for place in traces if place.suffix != ".sql"]
    assert _found(nips, kept) == set()
    assert made.complaints() == []
