"""The store refuses a database that would lose characters, and replays what the database undid."""

import gc
import threading
import warnings

import pymysql
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from syncd.errors import ConfigurationError, StoreUnavailableError
from syncd.store.dbclock import DatabaseNow
from syncd.store.engine import open_store, reading, run_transaction, transaction
from syncd.store.schema import tenant as tenant_table
from tests.mariadb_server import private_server
from tests.store.conftest import add_tenant


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "postgresql://x/y", "mysql://x/y", "mysql+pymysql:/x"])
def test_an_unusable_address_is_refused_with_one_sentence_that_does_not_repeat_it(url):
    with pytest.raises(ConfigurationError, match=r"store\.url") as caught:
        open_store(url)
    assert "://x" not in str(caught.value)


@pytest.mark.mariadb
def test_a_database_that_loses_characters_is_refused_with_the_cure(mariadb):
    for collation in ("latin1_swedish_ci", "utf8mb4_general_ci"):
        with pytest.raises(ConfigurationError, match="ALTER DATABASE `wrong` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"):
            open_store(mariadb.create_database("wrong", collation))


@pytest.mark.mariadb
@pytest.mark.parametrize(
    ("setting", "value", "cure"),
    [("sql_mode", "''", "STRICT_TRANS_TABLES"), ("max_allowed_packet", "1048576", "max_allowed_packet=64M")],
)
def test_a_server_that_cuts_values_or_pages_is_refused_with_the_cure(mariadb, setting, value, cure):
    url = mariadb.create_database("setting")
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(f"SELECT @@global.{setting}")
        before = cursor.fetchone()[0]
    mariadb.execute(f"SET GLOBAL {setting} = {value}")
    try:
        with pytest.raises(ConfigurationError, match=cure):
            open_store(url)
    finally:
        mariadb.execute(f"SET GLOBAL {setting} = {before!r}")


@pytest.fixture
def refused_connections():
    """The driver leaves closing the socket of a refused connection to Python's collector: let it be here, not in another test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.mariadb
def test_a_server_that_is_away_is_not_a_configuration_error(tmp_path, refused_connections):
    with pytest.raises(StoreUnavailableError):
        open_store(f"mysql+pymysql://root@localhost/x?unix_socket={tmp_path / 'none'}")


@pytest.mark.mariadb
def test_a_server_that_was_killed_is_back_without_a_new_engine(refused_connections):
    with private_server() as server:
        engine = open_store(server.create_database("store"))
        with reading(engine) as conn:
            assert conn.execute(text("SELECT 1")).scalar() == 1
        server.kill()
        with pytest.raises(StoreUnavailableError), reading(engine) as conn:
            conn.execute(text("SELECT 1"))
        server.start()
        assert run_transaction(engine, lambda conn: conn.execute(text("SELECT 1")).scalar()) == 1
        engine.dispose()


@pytest.mark.mariadb
def test_a_connection_that_was_cut_in_a_transaction_has_it_run_again_from_the_start(mariadb_engine, mariadb):
    runs = []

    def work(conn):
        runs.append(conn.execute(text("SELECT CONNECTION_ID()")).scalar())
        if len(runs) == 1:
            mariadb.execute(f"KILL {runs[0]}")
        return conn.execute(text("SELECT 7")).scalar()

    assert run_transaction(mariadb_engine, work) == 7
    assert len(set(runs)) == 2


def test_work_is_run_again_as_a_whole_after_what_the_database_undid(engine):
    add_tenant(engine)
    tries = []

    def work(conn):
        conn.execute(tenant_table.update().values(failures=tenant_table.c.failures + 1))
        tries.append(1)
        if len(tries) < 4:
            raise OperationalError("", None, pymysql.OperationalError([1213, 1205, 2013][len(tries) - 1], "undone"))

    run_transaction(engine, work)
    with reading(engine) as conn:
        assert conn.execute(select(tenant_table.c.failures)).scalar() == 1


def test_after_five_tries_the_store_is_unavailable(engine):
    tries = []

    def work(conn):
        tries.append(1)
        raise OperationalError("", None, pymysql.OperationalError(1213, "deadlock"))

    with pytest.raises(StoreUnavailableError):
        run_transaction(engine, work)
    assert len(tries) == 5


@pytest.mark.mariadb
def test_two_writers_that_cross_both_get_through(mariadb_engine):
    """A real deadlock: each locks one row and then wants the other's."""
    one, two = add_tenant(mariadb_engine), add_tenant(mariadb_engine)
    both_hold = threading.Barrier(2)
    tries = {one.id: 0, two.id: 0}

    def cross(first, second):
        def work(conn):
            tries[first.id] += 1
            bump(conn, first)
            if tries[first.id] == 1:
                both_hold.wait()
            bump(conn, second)

        run_transaction(mariadb_engine, work)

    def bump(conn, tenant):
        conn.execute(tenant_table.update().where(tenant_table.c.id == tenant.id).values(failures=tenant_table.c.failures + 1))

    threads = [threading.Thread(target=cross, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(tries.values()) == [1, 2]
    with reading(mariadb_engine) as conn:
        found = select(tenant_table.c.failures).where(tenant_table.c.id.in_([one.id, two.id]))
        assert list(conn.execute(found).scalars()) == [2, 2]


def test_a_mistake_of_our_own_is_not_called_an_outage(engine):
    with pytest.raises(Exception, match=r"(?i)no such|doesn't exist") as caught, reading(engine) as conn:
        conn.execute(text("SELECT * FROM no_such_table"))
    assert not isinstance(caught.value, StoreUnavailableError)


def test_an_error_does_not_quote_the_rows(engine):
    with pytest.raises(DBAPIError) as caught, reading(engine) as conn:
        conn.execute(text("SELECT * FROM no_such_table WHERE learner = :learner"), {"learner": "sub:rahasia"})
    assert "rahasia" not in str(caught.value)


def test_the_databases_clock_is_epoch_milliseconds(engine):
    with reading(engine) as conn:
        first, second = conn.execute(select(DatabaseNow())).scalar(), conn.execute(select(DatabaseNow())).scalar()
    assert 1_700_000_000_000 < first <= second < first + 60_000


def test_readers_do_not_wait_for_a_writer(engine):
    add_tenant(engine)
    with transaction(engine) as writer:
        writer.execute(tenant_table.update().values(failures=9))
        with reading(engine) as conn:
            assert conn.execute(select(func.max(tenant_table.c.failures))).scalar() == 0
