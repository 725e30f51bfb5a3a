"""A joined world, read once, for each test."""

import pytest

from syncd.turn import SyncOptions
from tests.joined import JoinedWorld, small_server

BROKEN, WELL, CONSENTED = 1, 2, 3


@pytest.fixture
def joined(tmp_path):
    """Four tenants, read and proven equal. Requests give up after a second, turns after five."""
    with small_server() as server:
        world = JoinedWorld(server, tmp_path, total_timeout_s=1, options=SyncOptions(turn_budget_s=5, repair_after_s=0))
        for number in world.ids:
            assert world.sync(number).verified_equal
        yield world
        world.close()
