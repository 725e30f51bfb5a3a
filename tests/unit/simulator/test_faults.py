"""Every fault does to the centre's own client what its table says, and only while it lasts. Over real sockets, on loopback."""

from ipaddress import ip_network

import pytest

from syncd.errors import Code, TenantError
from syncd.keys import Signer, sha256_hex
from syncd.model.tenant import TenantAddress
from syncd.model.wire import ChangesAsk, ChangesPage, Cursor, DigestAsk, SnapshotAsk
from syncd.poll.address import AddressPolicy
from syncd.poll.client import FeedClient
from syncd.poll.transport import TransportOptions
from syncd.simulator.faults import FAULTS
from syncd.simulator.incidents import INCIDENTS
from syncd.simulator.server import SimulatorServer
from syncd.simulator.tenant import Centre
from syncd.simulator.world import World

CENTRE = "http://127.0.0.1:9/pusat"
START = Cursor(0, "")
CHANGES = ChangesAsk("catalogue", START)
SNAPSHOT = SnapshotAsk("catalogue", "course")
DIGEST = DigestAsk("catalogue", buckets=True)
ALL = (CHANGES, SNAPSHOT, DIGEST)
# Found where rows are read, not where the answer is proven.
FOUND_LATER = {name for name, fault in FAULTS.items() if fault.shown is Code.SCHEMA_DRIFT}


@pytest.fixture(scope="module")
def server():
    with SimulatorServer(lambda base_url: World(seed=1, tenants=2, base_url=base_url, mean_courses=5)) as server:
        yield server


@pytest.fixture
def tenant(server, signer):
    tenant = server.world.tenants[1]
    tenant.reset()
    tenant.centre = Centre(CENTRE, signer.jwks_document().decode())
    for number in range(3):
        tenant.site.make_course(f"Pelatihan {number}", 1)
    yield tenant
    tenant.fault = None


@pytest.fixture(scope="module")
def signer():
    return Signer.generate(CENTRE)


@pytest.fixture
def clients(signer):
    """Clients by the seconds they wait: few for tenants that never end, many where a loaded machine must not decide."""
    made = []

    def client(total_timeout_s=30):
        options = TransportOptions(
            policy=AddressPolicy((ip_network("127.0.0.0/8"),), frozenset()), connect_timeout_s=5, total_timeout_s=total_timeout_s
        )
        made.append(FeedClient(signer, CENTRE, options))
        return made[-1]

    yield client
    for one in made:
        one.close()


@pytest.fixture
def client(clients):
    return clients()


def _address(tenant):
    return TenantAddress(1, "satu", tenant.url, tenant.site_id, tenant.jwks, sha256_hex(tenant.jwks.encode()))


def _rows(page):
    return page.rows["course"].rows


@pytest.mark.parametrize("name", sorted(name for name, fault in FAULTS.items() if fault.shown and name not in FOUND_LATER))
def test_a_fault_is_refused_with_its_code_and_ends_when_it_is_switched_off(clients, client, tenant, name):
    address = _address(tenant)
    client.ask(address, ALL)
    tenant.fault = FAULTS[name]
    hasty = clients(1) if FAULTS[name].shown is Code.SLOW else client
    with pytest.raises(TenantError) as refused:
        hasty.ask(address, ALL)
    assert refused.value.code is FAULTS[name].shown
    tenant.fault = None
    assert len(_rows(client.ask(address, ALL).pages[1])) == 3


def test_a_rate_limited_tenant_says_when_to_come_back(client, tenant):
    tenant.fault = FAULTS["rate_limited"]
    with pytest.raises(TenantError) as refused:
        client.ask(_address(tenant), ())
    assert refused.value.retry_after_s == 120


def test_a_drifting_clock_is_seen_and_forgiven(client, tenant):
    tenant.fault = FAULTS["clock_drift"]
    assert 40 <= client.ask(_address(tenant), ()).clock_skew_s <= 50


def test_duplicate_rows_come_twice(client, tenant):
    tenant.fault = FAULTS["duplicate_rows"]
    page = client.ask(_address(tenant), (SNAPSHOT,)).pages[0]
    assert [row[0] for row in _rows(page)] == [1, 1, 2, 2, 3, 3]
    assert page.count == 6


def test_changes_out_of_order_come_newest_first(client, tenant):
    tenant.fault = FAULTS["out_of_order"]
    changes, snapshot, _digest = client.ask(_address(tenant), ALL).pages
    assert [row[0] for row in _rows(changes)] == [3, 2, 1]
    assert [row[0] for row in _rows(snapshot)] == [1, 2, 3]


@pytest.mark.parametrize(("name", "columns"), [("missing_column", 17), ("unknown_column", 19), ("wrong_type", 18)])
def test_faults_of_columns_change_the_columns(client, tenant, name, columns):
    tenant.fault = FAULTS[name]
    page = client.ask(_address(tenant), (SNAPSHOT,)).pages[0]
    assert {len(row) for row in [page.rows["course"].columns, *_rows(page)]} == {columns}
    assert (_rows(page)[0][-1] == "kemarin") is (name == "wrong_type")


def test_an_empty_snapshot_is_an_empty_site_in_every_page(client, tenant):
    tenant.fault = FAULTS["empty_snapshot"]
    changes, snapshot, digest = client.ask(_address(tenant), ALL).pages
    assert changes.reason == "history"
    again = client.ask(_address(tenant), (ChangesAsk("catalogue", changes.log),)).pages[0]
    assert (isinstance(again, ChangesPage), again.count) == (True, 0)
    assert (snapshot.count, snapshot.more) == (0, False)
    assert digest.digests["course"]["count"] == 0


def test_endless_more_always_moves_on(client, tenant):
    tenant.fault = FAULTS["endless_more"]
    after = 0
    for _ in range(5):
        page = client.ask(_address(tenant), (SnapshotAsk("catalogue", "course", after),)).pages[0]
        assert page.more
        assert page.to > after
        after = page.to


def test_a_lying_digest_differs_from_the_truth(client, tenant):
    truth = client.ask(_address(tenant), (DIGEST,)).pages[0].digests
    tenant.fault = FAULTS["lying_digest"]
    assert client.ask(_address(tenant), (DIGEST,)).pages[0].digests != truth


def test_every_fault_says_what_it_does():
    assert all(fault.says and fault.name == name for name, fault in FAULTS.items())


def test_after_a_reset_the_tenant_is_empty_and_has_a_new_epoch(client, tenant):
    before = client.ask(_address(tenant), ()).handshake.epoch
    INCIDENTS["reset"](tenant)
    answer = client.ask(_address(tenant), (SNAPSHOT,))
    assert answer.handshake.epoch != before
    assert answer.handshake.log == START
    assert answer.pages[0].count == 0


def test_a_key_is_rotated_by_publishing_switching_and_retiring(client, tenant):
    old = _address(tenant)
    INCIDENTS["publish_key"](tenant)
    answer = client.ask(old, ())
    announced = answer.jwks_sha256
    assert announced != old.jwks_sha256
    document = client.refresh_jwks(old, announced, answer.seal)
    new = _address(tenant)
    assert (document, announced) == (new.jwks, new.jwks_sha256)
    INCIDENTS["switch_key"](tenant)
    client.ask(new, ())
    INCIDENTS["retire_key"](tenant)
    client.ask(new, ())
    with pytest.raises(TenantError):
        client.ask(old, ())


def test_a_poisoned_site_reports_the_digest_of_what_it_sends(client, tenant):
    before = client.ask(_address(tenant), (DIGEST,)).pages[0].digests
    INCIDENTS["poison_row"](tenant)
    snapshot, digest = client.ask(_address(tenant), (SNAPSHOT, DIGEST)).pages
    assert [row[0] for row in _rows(snapshot) if "\x07" in row[1]] == [1]
    assert digest.digests["course"]["high"] != before["course"]["high"]
    INCIDENTS["poison_all"](tenant)
    assert all("\x07" in row[1] for row in _rows(client.ask(_address(tenant), (SNAPSHOT,)).pages[0]))
