"""The plugin in a real Moodle keeps the contract: the suite of tests/contract, run against a site."""

import pytest

from tests.contract.centre import Centre
from tests.contract.suite_feed import *  # noqa: F403 - the suite's tests run here with the fixtures below
from tests.contract.suite_guard import *  # noqa: F403
from tests.contract.suite_history import *  # noqa: F403
from tests.e2e.moodle_tenant import MoodleTenant


@pytest.fixture
def tenant(sites, tmp_path):
    """A site of its own; what earlier tests left on it does no harm."""
    return MoodleTenant(sites["kontrak"], tmp_path)


@pytest.fixture
def centre(tenant):
    """A new centre for each test, trusted by the site, with all streams on."""
    centre = Centre(tenant.url)
    tenant.pin_centre(centre.url, centre.jwks)
    tenant.set_streams("catalogue", "learning", "badges", "ratings")
    return centre
