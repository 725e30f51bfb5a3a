"""A centre is restored from the backup that docs/operations.md describes: database, key directory and settings, onto another place.

The commands and their options are those of the guide.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from syncd.store.engine import open_store, reading
from syncd.store.schema import metadata
from tests.unit.cli.conftest import Command

REPOSITORY = Path(__file__).resolve().parents[3]
GUIDE = (REPOSITORY / "docs/operations.md").read_text(encoding="utf-8")
# A careless dump spoils the first and the last; the collation of the new database the others.
TITLES = ("Pelatihan 😀 \U0001d4ab \\ ' \" ~|", "pelatihan ", "Pelatihan", "pélatihan", "baris\nkedua\tkolom")


@dataclass
class Backup:
    """What was saved in the night, and how it is brought to another machine; `stored` is what the store held then."""

    folder: Path
    stored: dict[str, set[tuple[object, ...]]]
    sites: dict[str, str]
    load: Callable[[Path], str | None]  # puts the database there; its address, where that is not a file beside the settings

    def restore(self, place: Path, *, keys: bool = True) -> Command:
        """The program on the new machine, with its settings and the database."""
        place.mkdir()
        if keys:
            shutil.copytree(self.folder / "keys", place / "keys")
        return Command(place, self.load(place))


@pytest.fixture
def server_with_titles(server):
    """The simulated sites, with titles that are easily damaged on the way."""
    for tenant in server.world.tenants.values():
        with tenant.lock:
            for title in TITLES:
                tenant.site.make_course(title, 1_760_000_000)
    return server


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def backup(request, syncd, joined, server_with_titles, tmp_path):
    """The sites have gone on since the backup, and the machine is lost."""
    syncd("sync", "--all")
    saved = tmp_path / "cadangan"
    saved.mkdir()
    shutil.copytree(syncd.config.parent / "keys", saved / "keys")
    stored = contents(syncd)
    load = request.getfixturevalue(f"saved_{request.param}")(saved)
    server_with_titles.world.step(30)
    syncd("sync", "--all")
    sites = {one["tenant"]: one["site"] for one in syncd.json("tenant", "list")}
    shutil.rmtree(syncd.config.parent / "keys")
    return Backup(saved, stored, sites, load)


@pytest.fixture
def store(request):
    """Where the lost machine kept its store: what the test's `backup` is of."""
    wanted = request.node.callspec.params.get("backup", "sqlite")
    return None if wanted == "sqlite" else request.getfixturevalue("mariadb").create_database("lost")


@pytest.fixture
def saved_sqlite(syncd):
    def save(folder):
        with sqlite3.connect(syncd.config.parent / "syncd.db") as live, sqlite3.connect(folder / "syncd.db") as copy:
            live.backup(copy)
        live.close()
        copy.close()
        return lambda place: shutil.copy(folder / "syncd.db", place) and None

    return save


@pytest.fixture
def saved_mariadb(mariadb):
    """By the guide's own command, into an empty database made by the guide's own statement."""

    def save(folder):
        file = folder / "asn_unggul.sql"
        mariadb.dump("lost", file, *_said(r"mariadb-dump (.+) asn_unggul \| gzip > asn_unggul\.sql\.gz$").split())

        def load(_place):
            collation = _said(r".*CREATE DATABASE asn_unggul CHARACTER SET utf8mb4 COLLATE (\w+);")
            mariadb.load(
                "restored", file, collation, *_said(r"gunzip -c asn_unggul\.sql\.gz \| mariadb (.+) asn_unggul$").split()
            )
            return mariadb.url("restored")

        return load

    return save


def _said(pattern):
    """What the guide says in this place."""
    [found] = set(re.findall(f"^ *{pattern}", GUIDE, re.MULTILINE))
    return found


def contents(command):
    """Every row of every table."""
    engine = open_store(command.store)
    with reading(engine) as conn:
        found = {table.name: {tuple(row) for row in conn.execute(select(table))} for table in metadata.sorted_tables}
    engine.dispose()
    return found


def test_after_a_restore_every_site_is_read_from_where_the_backup_was_and_proven_equal(backup, tmp_path):
    restored = backup.restore(tmp_path / "mesin-baru")
    restored("db", "upgrade")
    # Before anything is read again: what a proof would repair must not have been broken.
    assert contents(restored) == backup.stored
    assert {one["tenant"]: one["site"] for one in restored.json("tenant", "list")} == backup.sites
    restored("sync", "--all")
    restored("verify", "--all")
    assert {one["verified"] for one in restored.json("tenant", "list")} == {True}


def test_a_backup_without_the_keys_is_refused_with_what_is_missing_and_changes_no_site(backup, tmp_path):
    restored = backup.restore(tmp_path / "mesin-baru", keys=False)
    restored("sync", "--all", code=78)
    assert "backup" in restored.complaint
    assert {one["failures"] for one in restored.json("tenant", "list")} == {0}
