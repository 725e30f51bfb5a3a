"""Rows B and K11: the central database dies, refuses, hangs or was set up wrongly."""

import contextlib
import signal
import threading
from collections.abc import Iterator

import pymysql
import pytest
from sqlalchemy import event, text

from syncd import crashpoint
from syncd.errors import ConfigurationError, StoreUnavailableError
from syncd.store.engine import open_store, reading
from syncd.store.migrate import require_current, upgrade
from tests.faults.lab import BROKEN, Lab
from tests.mariadb_server import MariadbServer, private_server

pytestmark = pytest.mark.mariadb


@pytest.fixture(autouse=True)
def _no_hook() -> Iterator[None]:
    yield
    crashpoint.hook = None


@pytest.fixture
def lab(make_lab, mariadb_url) -> Lab:
    """A centre on MariaDB that has read its tenants whole."""
    return make_lab(mariadb_url).all_good()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # of a driver cut off
@pytest.mark.parametrize("instant", ["before commit", "during commit"])
def test_B01_a_server_killed_around_a_commit_loses_nothing_whether_the_commit_happened_or_not(make_lab, instant):
    # Every commit must be on the disk when it is confirmed, as in operation; the tests' usual server is less careful.
    with private_server("--innodb-flush-log-at-trx-commit=1") as server:
        lab = make_lab(server.create_database("killed")).all_good()
        for time in range(4):
            lab.change(time)
            returned = _kill_at_commit(server, time + 1, during=instant == "during commit")
            with contextlib.suppress(StoreUnavailableError):
                lab.sweep()
            crashpoint.hook = None
            assert returned.wait(60)
            lab.bury()
        lab.without_a_human()
        lab.engine.dispose()


def _kill_at_commit(server: MariadbServer, nth: int, *, during: bool) -> threading.Event:
    """The server dies at the n-th commit, or races with it, and comes back: then the event is set."""
    left, returned = nth, threading.Event()

    def die_and_return() -> None:
        server.kill()
        server.start()
        returned.set()

    def hook(name: str) -> None:
        nonlocal left
        if name != "before commit":
            return
        left -= 1
        if left == 0:
            if during:
                threading.Thread(target=die_and_return).start()
            else:
                die_and_return()

    crashpoint.hook = hook
    return returned


def _codes(lab: Lab) -> list[int]:
    """The errors of the database from now on, as they come."""
    codes: list[int] = []

    @event.listens_for(lab.engine, "handle_error")
    def note(context) -> None:
        codes.append(context.original_exception.args[0])

    return codes


@pytest.fixture
def operator(lab, mariadb) -> Iterator["pymysql.Connection"]:
    """Somebody who works in the database by hand."""
    connection = mariadb.connect(lab.engine.url.database)
    yield connection
    connection.close()


def test_B02_a_deadlock_undoes_the_page_and_the_page_is_stored_again(lab, operator, shown):
    shown("fresh")
    lab.change("before")
    codes = _codes(lab)
    with operator.cursor() as cursor:
        operator.begin()
        # Heavier than the turn's transaction: the database undoes the lighter one.
        for kind in ("enrolment", "completion", "course"):
            cursor.execute(f"UPDATE `{kind}` SET changed_at = changed_at + 1")
        turn = threading.Thread(target=lab.turn)
        turn.start()
        _until_someone_waits(lab)
        cursor.execute("UPDATE tenant SET php = php WHERE id = %s", (lab.keys[BROKEN],))
        operator.rollback()
    turn.join()
    assert 1213 in codes
    lab.sweep()
    lab.assert_equal()


def test_B03_a_lock_wait_that_undoes_one_statement_only_undoes_the_whole_page(lab, operator, shown):
    shown("fresh")

    @event.listens_for(lab.engine, "checkout")
    def impatient(dbapi, _record, _proxy) -> None:
        with dbapi.cursor() as cursor:
            cursor.execute("SET SESSION innodb_lock_wait_timeout = 1")

    lab.engine.dispose()
    lab.change("before")
    lab.broken.site.rename_course(next(lab.broken.site.tables["course"].ids()), "Judul yang menunggu kunci")
    codes = _codes(lab)

    @event.listens_for(lab.engine, "handle_error")
    def let_go(context) -> None:
        operator.rollback()

    with operator.cursor() as cursor:
        operator.begin()
        cursor.execute("SELECT id FROM course WHERE tenant_id = %s FOR UPDATE", (lab.keys[BROKEN],))
    lab.turn()
    operator.rollback()
    assert 1205 in codes
    lab.sweep()
    assert "differs" not in lab.notes()
    lab.assert_equal()


def _until_someone_waits(lab: Lab) -> None:
    for _ in range(100):
        waiting = lab.ask_sql("SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
        if waiting:
            return
        # InnoDB answers from a copy that it renews only after nobody asked for 0.1 s: who asks more often sees the first for ever.
        threading.Event().wait(0.2)
    raise AssertionError("no transaction came to wait for the lock")


@pytest.mark.parametrize("collation", ["latin1_swedish_ci", "utf8mb4_general_ci"])
def test_B06_a_database_that_loses_characters_is_refused_with_the_command_that_mends_it(mariadb, collation):
    url = mariadb.create_database("latin", collation)
    with pytest.raises(ConfigurationError, match="ALTER DATABASE `latin` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin") as refused:
        open_store(url)
    assert "\n" not in str(refused.value)
    mariadb.execute("ALTER DATABASE `latin` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
    open_store(url).dispose()


def test_B06_a_server_that_cuts_values_silently_is_refused(mariadb):
    url = mariadb.create_database("lax")
    mariadb.execute("SET GLOBAL sql_mode = ''")
    try:
        with pytest.raises(ConfigurationError, match="sql_mode"):
            open_store(url)
    finally:
        mariadb.execute("SET GLOBAL sql_mode = DEFAULT")
    open_store(url).dispose()


def test_B09_connections_that_were_dropped_while_idle_are_replaced_without_a_lost_page(lab, mariadb, shown):
    shown("fresh")
    for time in range(3):
        lab.change(time)
        with mariadb.connect() as root, root.cursor() as cursor:
            cursor.execute("SELECT id FROM information_schema.processlist WHERE db = %s", (lab.engine.url.database,))
            for (number,) in cursor.fetchall():
                cursor.execute(f"KILL {number}")
        lab.sweep()
        lab.assert_equal()
    assert set(lab.outcomes()) == {"ok"}


@pytest.fixture(params=["sqlite", "mariadb"])
def empty(request, tmp_path):
    """The URL of a database without tables."""
    return f"sqlite:///{tmp_path / 'empty.db'}" if request.param == "sqlite" else request.getfixturevalue("mariadb_url")


def test_K11_a_migration_killed_at_every_point_in_turn_is_finished_by_the_next(make_lab, lives, empty):
    lab = make_lab()
    died = 0
    while (status := lives.wait(lives.begin(lab, "upgrade", at=died + 1, store=empty))) != 0:
        assert status == -signal.SIGKILL
        died += 1
    assert died > 5
    engine = open_store(empty)
    require_current(engine)
    upgrade(engine)
    require_current(engine)
    engine.dispose()


def test_K11_two_processes_may_migrate_at_once(make_lab, lives, empty):
    lab = make_lab()
    pids = [lives.begin(lab, "upgrade", store=empty) for _ in range(3)]
    assert [lives.wait(pid) for pid in pids] == [0, 0, 0]
    engine = open_store(empty)
    require_current(engine)
    engine.dispose()


def test_K11_an_older_program_refuses_newer_tables(empty):
    engine = open_store(empty)
    upgrade(engine)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer than this program"):
        require_current(engine)
    with reading(engine) as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()
