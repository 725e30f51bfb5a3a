"""Whatever a database's connection comes to is an outage with its cure in one sentence; a mistake of our own never is."""

import os
import signal
import socket
import threading

import pymysql
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError, ProgrammingError

from syncd import clock
from syncd.errors import StoreUnavailableError
from syncd.store import leases, outage
from syncd.store.engine import open_store, reading, run_transaction, transaction
from syncd.store.migrate import upgrade
from syncd.store.schema import tenant as tenant_table
from tests.mariadb_server import private_server
from tests.store.conftest import add_tenant

mariadb_only = pytest.mark.mariadb
# The driver leaves sockets of refused connections to Python's collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def own_server():
    """A server of this module's own, for it is stopped, filled up and locked."""
    with private_server("--max-connections=10") as server:
        yield server


def of_statement(code, kind=OperationalError):
    return kind("SELECT 1", {}, pymysql.err.OperationalError(code, "something"))


@pytest.mark.parametrize("code", [1047, 1129, 4151, 1290, 1836, 3159, 1927, 3024, 9999])
def test_a_statement_a_server_refuses_for_a_reason_nobody_listed_is_an_outage(code):
    assert outage.is_unavailable(of_statement(code))


@pytest.mark.parametrize("code", [1054, 1052, 1292, 1366, 4025])
def test_what_is_wrong_with_our_sql_or_values_is_none(code):
    assert not outage.is_unavailable(of_statement(code))
    assert not outage.is_unavailable(of_statement(1064, ProgrammingError))


@pytest.mark.parametrize("kind", [OperationalError, InternalError, ProgrammingError])
@pytest.mark.parametrize("code", [1054, 1049, 1193, 9999])
def test_what_happens_without_a_statement_is_the_connections_whatever_it_is_called(code, kind):
    assert outage.is_unavailable(kind(None, None, pymysql.err.OperationalError(code, "something")))


@pytest.mark.parametrize(
    ("code", "cure"), [(1129, "flush-hosts"), (1047, "cluster"), (4151, "ACCOUNT UNLOCK"), (1049, "CREATE DATABASE")]
)
def test_the_sentence_says_how_to_mend_it(code, cure):
    sentence = outage.sentence(of_statement(code))
    assert cure in sentence
    assert "\n" not in sentence


@mariadb_only
def test_a_database_that_does_not_exist_is_an_outage_with_its_cure(own_server):
    with pytest.raises(StoreUnavailableError, match="CREATE DATABASE"):
        open_store(own_server.url("nobody_made_it"))


@mariadb_only
def test_a_server_full_of_connections_is_an_outage_and_over_when_there_is_room(own_server):
    url = own_server.create_database("full")
    held = []
    try:
        with pytest.raises(pymysql.err.Error):
            held.extend(own_server.connect() for _ in range(30))
        with pytest.raises(StoreUnavailableError, match="max_connections"):
            open_store(url)
    finally:
        for one in held:
            one.close()
    open_store(url).dispose()


@mariadb_only
def test_a_locked_account_is_an_outage_with_its_cure(own_server):
    own_server.create_database("locked")
    own_server.execute("CREATE OR REPLACE USER reader@localhost ACCOUNT LOCK", "GRANT ALL ON locked.* TO reader@localhost")
    url = own_server.url("locked").replace("root@", "reader@")
    with pytest.raises(StoreUnavailableError, match="ACCOUNT UNLOCK"):
        open_store(url)
    own_server.execute("ALTER USER reader@localhost ACCOUNT UNLOCK")
    open_store(url).dispose()


@mariadb_only
def test_something_else_than_a_database_at_its_address_is_an_outage(tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()

        def answer():
            for _ in range(3):
                other, _address = listener.accept()
                other.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                other.close()

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(StoreUnavailableError):
            open_store(f"mysql+pymysql://root@localhost/x?unix_socket={tmp_path / 's'}", patience_s=2)


@mariadb_only
def test_a_server_that_hangs_is_an_outage_within_the_patience_of_the_asker(own_server):
    engine = open_store(own_server.create_database("hanging"), patience_s=1)
    os.kill(own_server.pid, signal.SIGSTOP)
    began = clock.monotonic()
    try:
        with pytest.raises(StoreUnavailableError), reading(engine) as conn:
            conn.execute(text("SELECT 1"))
        # Asking whether the kept connection lives, and making a new one: a second each.
        assert clock.monotonic() - began < 10
    finally:
        os.kill(own_server.pid, signal.SIGCONT)
    assert run_transaction(engine, lambda conn: conn.execute(text("SELECT 1")).scalar()) == 1
    engine.dispose()


@mariadb_only
def test_a_server_whose_tables_are_locked_for_a_backup_is_an_outage_and_no_mistake(own_server):
    engine = open_store(own_server.create_database("backup"), patience_s=2)
    upgrade(engine)
    own_server.execute("SET GLOBAL read_only = 1")
    own_server.execute("CREATE OR REPLACE USER writer@localhost", "GRANT ALL ON backup.* TO writer@localhost")
    other = open_store(own_server.url("backup").replace("root@", "writer@"), patience_s=2)
    try:
        with pytest.raises(StoreUnavailableError, match="read-only"):
            add_tenant(other)
    finally:
        own_server.execute("SET GLOBAL read_only = 0")
    add_tenant(other)
    other.dispose()
    engine.dispose()


def test_too_many_variables_on_sqlite_are_a_mistake_of_ours(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    upgrade(engine)
    with pytest.raises(DBAPIError, match="too many SQL variables"), reading(engine) as conn:
        conn.execute(select(tenant_table.c.id).where(tenant_table.c.id.in_(range(300_000))))
    engine.dispose()


def test_a_file_that_is_no_database_or_cannot_be_made_is_an_outage(tmp_path):
    (tmp_path / "text.db").write_text("not a database " * 100)
    for path in (tmp_path / "text.db", tmp_path / "no folder" / "store.db"):
        with pytest.raises(StoreUnavailableError):
            upgrade(open_store(f"sqlite:///{path}"))


def test_a_row_that_breaks_a_rule_of_the_tables_is_a_mistake(engine):
    row = add_tenant(engine)
    with pytest.raises(DBAPIError) as caught, transaction(engine) as conn:
        conn.execute(
            insert(tenant_table).values(slug=row.slug, name="", agency="", url="", joined_at=1, next_sync_at=1, streams_on="")
        )
    assert not isinstance(caught.value, StoreUnavailableError)


@mariadb_only
def test_the_row_lock_of_a_process_that_was_stopped_ends_with_its_lease(own_server, monkeypatch):
    """The server ends a transaction in which nothing happens; here after two seconds."""
    monkeypatch.setattr("syncd.store.engine._IDLE_S", 2)
    engine = open_store(own_server.create_database("frozen"))
    upgrade(engine)
    tenant = add_tenant(engine)
    mine = run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "frozen", 1))
    own_server.execute(f"UPDATE frozen.tenant SET lease_until = 1 WHERE id = {tenant.id}")
    frozen, thawed, late = threading.Event(), threading.Event(), []

    def freeze():
        try:
            with transaction(engine) as conn:
                leases.check_fence(conn, mine.lease)
                frozen.set()
                thawed.wait(60)
                conn.execute(tenant_table.update().values(php="of the frozen"))
        except StoreUnavailableError as error:
            late.append(error)

    thread = threading.Thread(target=freeze)
    thread.start()
    assert frozen.wait(60)
    began = clock.monotonic()
    # Nobody waits for the lock meanwhile.
    assert run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "other", 1)) is None
    assert clock.monotonic() - began < 2
    end = clock.monotonic() + 60
    while (won := run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "other", 1))) is None:
        assert clock.monotonic() < end
        threading.Event().wait(0.2)
    assert won.lease.owner == "other"
    thawed.set()
    thread.join()
    assert late
    with reading(engine) as conn:
        assert conn.execute(select(tenant_table.c.php)).scalar() != "of the frozen"
    engine.dispose()
