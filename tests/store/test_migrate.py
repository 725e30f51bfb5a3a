"""The tables are made once, whatever dies or runs beside it, and never by a program older than they are."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, event, inspect, text

from syncd import crashpoint
from syncd.errors import ConfigurationError
from syncd.store.engine import open_store, reading, transaction
from syncd.store.migrate import require_current, upgrade
from syncd.store.schema import metadata


@pytest.fixture
def empty(request, tmp_path, engine):
    """A database without tables, of the same make as `engine`."""
    if engine.dialect.name == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("mariadb").create_database("empty")
    fresh = open_store(url)
    yield fresh
    fresh.dispose()


def test_the_migrations_make_exactly_the_tables_of_the_schema(engine):
    with reading(engine) as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(empty):
    upgrade(empty)
    upgrade(empty)
    require_current(empty)


def test_two_processes_may_upgrade_at_once(empty):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: upgrade(empty), range(4)))
    require_current(empty)


@pytest.mark.mariadb
def test_mariadb_s_lock_is_given_back_only_after_the_version_was_committed(mariadb):
    empty = open_store(mariadb.create_database("empty"))
    free = []

    def look(_: Connection) -> None:
        with reading(empty) as other:
            free.append(other.execute(text("SELECT IS_FREE_LOCK('asn-unggul-schema')")).scalar())

    event.listen(empty, "commit", look)
    upgrade(empty)
    empty.dispose()
    assert free
    assert not any(free)


class _Died(BaseException):
    pass


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_a_migration_that_died_is_finished_by_the_next_one(empty, monkeypatch, table):
    def die(name):
        if name == f"migration:{table}":
            raise _Died

    monkeypatch.setattr(crashpoint, "hook", die)
    with pytest.raises(_Died):
        upgrade(empty)
    with pytest.raises(ConfigurationError, match="syncd db upgrade"):
        require_current(empty)
    monkeypatch.setattr(crashpoint, "hook", None)
    upgrade(empty)
    require_current(empty)
    assert set(inspect(empty).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_program_refuses_tables_newer_than_itself(empty):
    upgrade(empty)
    with transaction(empty) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refusing in (require_current, upgrade):
        with pytest.raises(ConfigurationError, match="newer than this program"):
            refusing(empty)


def test_an_empty_database_is_sent_to_the_upgrade_command(empty):
    with pytest.raises(ConfigurationError, match="syncd db upgrade"):
        require_current(empty)
