"""The independent tenant keeps the contract: the suite of tests/contract, run against it."""

import pytest

from tests.contract.centre import Centre
from tests.contract.suite_feed import *  # noqa: F403 - the suite's tests run here with the fixtures below
from tests.contract.suite_guard import *  # noqa: F403
from tests.contract.suite_history import *  # noqa: F403
from tests.independent.adapter import IndependentTenant
from tests.independent.tenant.server import Tenant
from tests.independent.tenant.site import Site


@pytest.fixture(scope="module")
def running():
    tenant = Tenant()
    yield tenant
    tenant.close()


@pytest.fixture
def tenant(running):
    """A tenant without content."""
    running.site, running.paused, running.keys = Site(), False, running.keys[:1]
    return IndependentTenant(running)


@pytest.fixture
def centre(tenant):
    """A new centre for each test, trusted by the site, with all streams on."""
    centre = Centre(tenant.url)
    tenant.pin_centre(centre.url, centre.jwks)
    tenant.set_streams("catalogue", "learning", "badges", "ratings")
    return centre
