"""Every store test runs on SQLite and on a private MariaDB."""

import itertools
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from syncd.model.tenant import Lease, TenantRow
from syncd.store import leases
from syncd.store.engine import open_store, run_transaction, transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant, join
from syncd.store.migrate import upgrade
from syncd.store.schema import metadata
from syncd.sync.state import Turn
from tests.mariadb_server import MariadbServer, private_server, why_unavailable
from tests.store.centre import Centre

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def mariadb():
    if reason := why_unavailable():
        pytest.skip(reason)
    with private_server() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_engine(mariadb: MariadbServer):
    engine = open_store(mariadb.create_database("store"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with current tables, to be copied: making the tables takes longer than most tests."""
    file = tmp_path_factory.mktemp("store") / "empty.db"
    engine = open_store(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()  # the last connection writes everything into the one file
    return file


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def engine(request: pytest.FixtureRequest, tmp_path: Path):
    """An empty, current store."""
    if request.param == "mariadb":
        engine = request.getfixturevalue("mariadb_engine")
        with transaction(engine) as conn:
            for table in reversed(metadata.sorted_tables):
                conn.execute(table.delete())
        yield engine
    else:
        file = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("empty_store"), file)
        engine = open_store(f"sqlite:///{file}")
        yield engine
        engine.dispose()


def add_tenant(engine: Engine, name: str = "Balai Uji", now: int = 1_000) -> TenantRow:
    """A joined tenant with made-up identity."""
    number = next(_numbers)
    applicant = Applicant(
        site=f"{number:032x}",
        url=f"https://t{number}.example",
        jwks='{"keys":[]}',
        jwks_sha256="0" * 64,
        plugin=1,
        release="1.0",
        moodle="4.5",
        php="8.2",
    )
    with transaction(engine) as conn:
        return join(conn, Invite(None, f"{name} {number}", "Badan Uji"), applicant, now)


@pytest.fixture
def tenant(engine: Engine) -> TenantRow:
    return add_tenant(engine)


@pytest.fixture
def lease(engine, tenant) -> Lease:
    return run_transaction(engine, lambda conn: leases.claim(conn, tenant.id, "daemon-1", 1)).lease


@pytest.fixture
def other(engine, lease) -> Lease:
    """That of another tenant."""
    second = add_tenant(engine)
    return run_transaction(engine, lambda conn: leases.claim(conn, second.id, "daemon-1", 1)).lease


@pytest.fixture
def centre(engine: Engine, tenant: TenantRow) -> Centre:
    """The centre's side of a test about one tenant."""
    return Centre(engine, tenant)


@pytest.fixture
def later(monkeypatch):
    """Move the clock turns go by."""
    shift = [0]
    real = Turn.now_ms
    monkeypatch.setattr(Turn, "now_ms", lambda turn: real(turn) + shift[0])

    def move(seconds: int) -> None:
        shift[0] += seconds * 1000

    return move
