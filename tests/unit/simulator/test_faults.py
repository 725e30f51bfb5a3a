"""Every fault changes what the centre receives, and only while it lasts. Over real sockets, on loopback."""

import json
import zlib
from http.client import HTTPConnection, HTTPException, IncompleteRead
from urllib.parse import urlsplit

import pytest
from tests.contract.centre import FEED, Centre

from syncd.simulator.faults import BOMB_BYTES, FAULTS
from syncd.simulator.incidents import INCIDENTS
from syncd.simulator.server import SimulatorServer
from syncd.simulator.tenant import Centre as PinnedCentre
from syncd.simulator.world import World

SNAPSHOT = {"operation": "snapshot", "stream": "catalogue", "kind": "course", "after": 0, "limit": 5000}
DIGEST = {"operation": "digest", "stream": "catalogue", "buckets": False}
ON_THE_WIRE = {"refuse", "hang", "drip", "cut", "cut_gzip", "double_gzip", "gzip_bomb"}
COPES = {"clock_drift", "crossed_answer", "out_of_order"}  # nothing to see in a single snapshot


@pytest.fixture(scope="module")
def server():
    with SimulatorServer(lambda base_url: World(seed=1, tenants=2, base_url=base_url, mean_courses=5)) as server:
        yield server


@pytest.fixture
def tenant(server):
    tenant = server.world.tenants[1]
    yield tenant
    tenant.fault = None
    tenant.paused = False


@pytest.fixture
def centre(tenant):
    centre = Centre(tenant.url)
    tenant.centre = PinnedCentre(centre.url, centre.jwks)
    return centre


def _raw(centre, timeout=5):
    parts = urlsplit(centre.tenant_url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    headers = {"Authorization": centre.token(), "Accept-Encoding": "gzip"}
    connection.request("POST", parts.path + FEED, centre.request(SNAPSHOT), headers)
    return connection.getresponse()


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - ON_THE_WIRE - COPES))
def test_a_fault_is_not_a_good_answer_and_ends_when_it_is_switched_off(tenant, centre, name):
    good = centre.snapshot("catalogue", "course")
    centre.ask(SNAPSHOT, DIGEST)
    tenant.fault = FAULTS[name]
    try:
        _handshake, (page, digest) = centre.ask(SNAPSHOT, DIGEST)
        rows = page.rows["course"]["rows"]
        agrees = digest.rows["course"]["count"] == len(good) and digest.rows["course"]["high"] > 7
        assert page.table("course") != good or len(rows) != len(good) or not agrees or page.tail["more"]
    except (AssertionError, ValueError, LookupError, TypeError, RecursionError) as error:
        refused = error
        assert refused is not None
    tenant.fault = None
    assert centre.snapshot("catalogue", "course") == good
