"""The clocks of tenants are wrong by an hour, half a day, a year, alone and together with the daemon's and the database's."""

import pytest

from tests.faults.clock_combinations import OFFSETS_S, SMALL, SOME, TENANTS_S, Clocks
from tests.faults.lives import Lives
from tests.faults.wall import WHY_NOT, Clock
from tests.mariadb_server import private_server

pytestmark = pytest.mark.skipif(WHY_NOT is not None, reason=str(WHY_NOT))


def test_tenants_and_daemon_with_clocks_of_their_own_are_read_or_named_and_all_is_well_when_they_are_set(
    make_lab, simulator, tmp_path
):
    wall = Clock(tmp_path / "offset")
    lab = make_lab(size=SMALL, numbers=TENANTS_S).all_good()
    with Lives(simulator.private_key, tmp_path, wall.environment) as lives:
        lives.begin(lab, "daemon")
        Clocks(lab, wall).try_all((offset, offset) for offset in OFFSETS_S)


@pytest.mark.mariadb
def test_a_database_with_a_clock_of_its_own_beside_them_lets_no_tenant_be_blamed(make_lab, simulator, tmp_path):
    wall, database = Clock(tmp_path / "offset"), Clock(tmp_path / "database")
    with (
        private_server(environment=database.environment) as server,
        Lives(simulator.private_key, tmp_path, wall.environment) as lives,
    ):
        lab = make_lab(server.create_database("clocks"), size=SMALL, numbers=TENANTS_S).all_good()
        lives.begin(lab, "daemon")
        Clocks(lab, wall, database).try_all(SOME)
