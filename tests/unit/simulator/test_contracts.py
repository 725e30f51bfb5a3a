"""The centre's own client and tenants of all versions of the contract, over real sockets, on loopback."""

from ipaddress import ip_network

import pytest

from syncd.errors import Code, TenantError
from syncd.keys import Signer, sha256_hex
from syncd.model.kinds import COURSE
from syncd.model.tenant import TenantAddress
from syncd.model.wire import CONTRACTS, NEWEST, DigestAsk, SnapshotAsk
from syncd.poll.address import AddressPolicy
from syncd.poll.client import FeedClient
from syncd.poll.transport import TransportOptions
from syncd.simulator.faults import Fault
from syncd.simulator.server import SimulatorServer
from syncd.simulator.tenant import Centre
from syncd.simulator.world import World
from syncd.validate.digest import validate_digest

CENTRE = "http://127.0.0.1:9/pusat"
ASKS = (SnapshotAsk("catalogue", "course"), DigestAsk("catalogue", buckets=True))


@pytest.fixture(scope="module")
def server():
    with SimulatorServer(lambda base_url: World(seed=1, tenants=1, base_url=base_url, mean_courses=5)) as server:
        yield server


@pytest.fixture(scope="module")
def signer():
    return Signer.generate(CENTRE)


@pytest.fixture
def tenant(server, signer):
    tenant = server.world.tenants[1]
    tenant.reset()
    tenant.centre = Centre(CENTRE, signer.jwks_document().decode())
    tenant.site.make_course("Pelatihan ~|", 1)
    yield tenant
    tenant.contracts, tenant.fault = CONTRACTS, None


@pytest.fixture
def client(signer):
    client = FeedClient(signer, CENTRE, TransportOptions(policy=AddressPolicy((ip_network("127.0.0.0/8"),), frozenset())))
    yield client
    client.close()


def _ask(client, tenant, contract):
    jwks = tenant.jwks
    address = TenantAddress(1, "satu", tenant.url, tenant.site_id, jwks, sha256_hex(jwks.encode()), contract)
    return client.ask(address, ASKS)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_site_answers_in_the_version_in_which_it_is_asked_and_names_all_it_speaks(client, tenant, contract):
    answer = _ask(client, tenant, contract)
    assert (answer.handshake.contract, answer.handshake.contracts, answer.handshake.best_contract) == (
        contract,
        CONTRACTS,
        NEWEST,
    )
    snapshot, digest = answer.pages
    assert (snapshot.contract, digest.contract) == (contract, contract)
    assert snapshot.rows["course"].columns == list(COURSE.column_names[: COURSE.width(contract)])
    assert validate_digest(digest)["course"].total.count == 1


def test_a_plugin_of_the_first_version_says_nothing_of_versions_and_is_read(client, tenant):
    tenant.contracts = (1,)
    answer = _ask(client, tenant, 1)
    assert (answer.handshake.contracts, answer.handshake.best_contract) == ((1,), 1)


def test_an_older_plugin_that_was_put_back_is_asked_in_the_first_version_at_once(client, tenant):
    tenant.contracts = (1,)
    answer = _ask(client, tenant, NEWEST)
    assert (answer.handshake.contract, answer.handshake.best_contract) == (1, 1)
    assert {page.contract for page in answer.pages} == {1}


@pytest.mark.parametrize("said", [[], [2], "1", [1, "2"], [1, True, 1.5], list(range(1, 200)), None])
def test_versions_that_are_no_list_with_that_of_the_answer_refuse_it(client, tenant, said):
    tenant.fault = Fault("", "", handshake=lambda handshake: handshake | {"contracts": said})
    with pytest.raises(TenantError) as refused:
        _ask(client, tenant, 1)
    assert refused.value.code is Code.BAD_PAYLOAD


def test_a_site_of_tomorrow_is_asked_in_the_newest_version_this_centre_knows(client, tenant):
    tenant.fault = Fault("", "", handshake=lambda handshake: handshake | {"contracts": [*CONTRACTS, NEWEST + 1]})
    assert _ask(client, tenant, 1).handshake.best_contract == NEWEST
