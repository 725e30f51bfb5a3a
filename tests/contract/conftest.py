"""One fixture: a tenant under test and a centre it trusts."""

import pytest

from syncd.simulator.server import SimulatorServer
from syncd.simulator.world import World
from tests.contract.centre import Centre
from tests.contract.simulated import SimulatedTenant


@pytest.fixture(scope="session")
def simulator():
    with SimulatorServer(lambda base_url: World(seed=1, tenants=1, base_url=base_url)) as server:
        yield server


@pytest.fixture
def tenant(simulator):
    """A tenant without content, all streams on. `tests/e2e` overrides this fixture to run the suite on a real Moodle."""
    return SimulatedTenant(simulator)


@pytest.fixture
def centre(tenant):
    centre = Centre(tenant.url)
    tenant.pin_centre(centre.url, centre.jwks)
    tenant.set_streams("catalogue", "learning", "badges", "ratings")
    return centre
