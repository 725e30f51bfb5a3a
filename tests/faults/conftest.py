"""What the fault tests share: one simulator, a lab for each test, and what staff are shown."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from syncd import clock
from syncd.store.engine import open_store
from syncd.sync.state import SyncOptions
from tests.faults.lab import Lab, Make, Simulator
from tests.faults.lives import Lives
from tests.faults.shown import compare
from tests.joined import JoinedWorld, small_server

BROKEN, WELL, CONSENTED = 1, 2, 3

_databases = itertools.count(1)


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def make_lab(simulator: Simulator, tmp_path: Path) -> Iterator[Make]:
    """Makes labs, on a SQLite file each unless told another store."""
    labs: list[Lab] = []

    def make(url: str | None = None, **options) -> Lab:
        engine = open_store(url or f"sqlite:///{tmp_path / f'{len(labs)}.db'}")
        labs.append(Lab(engine, simulator, **options))
        return labs[-1]

    yield make
    for lab in labs:
        lab.close()
        lab.engine.dispose()


@pytest.fixture(scope="session")
def pristine(simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lab, Path]:
    """A centre that has read its tenants whole, and the file of its store, to be copied."""
    file = tmp_path_factory.mktemp("pristine") / "store.db"
    engine = open_store(f"sqlite:///{file}")
    lab = Lab(engine, simulator).all_good()
    lab.close()
    engine.dispose()
    return lab, file


@pytest.fixture
def lab(pristine: tuple[Lab, Path], tmp_path: Path) -> Iterator[Lab]:
    """A centre that has read its tenants whole."""
    before, file = pristine
    copy = tmp_path / "store.db"
    shutil.copy(file, copy)
    engine = open_store(f"sqlite:///{copy}")
    lab = before.twin(engine)
    # The copied store may have been read longer ago than a tenant stays fresh.
    lab.sql("UPDATE tenant SET last_tried_at = :now, last_ok_at = :now, verified_at = :now", now=clock.now_ms())
    yield lab
    lab.close()
    engine.dispose()


@pytest.fixture
def mariadb_url(request: pytest.FixtureRequest) -> str:
    """An empty database on the private MariaDB server."""
    return request.getfixturevalue("mariadb").create_database(f"faults{next(_databases)}")


@pytest.fixture
def shown(simulator: Simulator) -> Iterator[Callable[[str], None]]:
    """Tells what LAN staff see of tenant 1 while the fault lasts; compared when the test ends with what was shown."""
    told: list[str] = []
    simulator.seen.clear()
    yield told.append
    for words in told:
        compare(words, simulator.seen)


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[JoinedWorld]:
    """Four tenants, joined by code, read and proven equal. Requests give up after three seconds, turns after ten."""
    with small_server() as server:
        world = JoinedWorld(server, tmp_path, total_timeout_s=3, options=SyncOptions(turn_budget_s=10, repair_after_s=0))
        for number in world.ids:
            assert world.sync(number).verified_equal
        yield world
        world.close()


@pytest.fixture(scope="session")
def lives(simulator: Simulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    """Begins and ends daemon processes."""
    with Lives(simulator.private_key, tmp_path_factory.mktemp("lives")) as lives:
        yield lives
