"""Tenants that have joined a centre with a store of its own, for tests and benchmarks of the whole way; and a small world of them."""

import itertools
from ipaddress import ip_network

from sqlalchemy import Engine

from syncd.keys import Signer, sha256_hex
from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantRow
from syncd.poll.address import AddressPolicy
from syncd.poll.client import FeedClient
from syncd.poll.transport import TransportOptions
from syncd.simulator.server import SimulatorServer
from syncd.simulator.tenant import Centre
from syncd.simulator.world import World
from syncd.store import buckets, joins, tenants
from syncd.store.engine import open_store, reading, transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant
from syncd.store.migrate import upgrade
from syncd.sync.compare import compare
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant

CENTRE = "http://127.0.0.1:9/pusat"
MAX_TURNS = 3
# The real centre may not ask loopback addresses; where tenants are, in tests, they are nowhere else.
LOOPBACK = AddressPolicy((ip_network("127.0.0.0/8"),), frozenset())


def enter(engine: Engine, name: str, site: str, url: str, jwks: str, at: int = 1) -> TenantRow:
    """The tenant at the centre, as joining leaves it; `at`: when that was, in ms."""
    applicant = Applicant(site, url, jwks, sha256_hex(jwks.encode()), 1, "1.0.0", "4.5.6", "8.2")
    with transaction(engine) as conn:
        return joins.join(conn, Invite(None, name, "Badan Uji"), applicant, at)


class JoinedWorld:
    """Simulated tenants, a centre's key, a SQLite store and a client between them."""

    def __init__(self, server, directory, *, total_timeout_s=30.0, options=SyncOptions()):  # noqa: B008
        self.world = server.world
        self.options = options
        self.signer = Signer.generate(CENTRE)
        self.engine = open_store(f"sqlite:///{directory}/syncd.db")
        upgrade(self.engine)
        transport = TransportOptions(policy=LOOPBACK, connect_timeout_s=1, total_timeout_s=total_timeout_s)
        self.client = FeedClient(self.signer, CENTRE, transport)
        self._now = itertools.count(1)
        self.ids = {number: self._join(tenant) for number, tenant in self.world.tenants.items()}

    def close(self):
        self.client.close()
        self.engine.dispose()

    def sync(self, number, **options):
        """Turns until the tenant has been read to the end or fails, but not for ever."""
        for _ in range(MAX_TURNS):
            result = self.turn(number, **options)
            if result.outcome != "partial":
                break
        return result

    def turn(self, number, **options):
        return sync_tenant(self.engine, self.client, self.ids[number], "test", self.options, **options)

    def row(self, number):
        with reading(self.engine) as conn:
            return tenants.by_id(conn, self.ids[number])

    def compare(self, number):
        return compare(self.engine, self.client, self.row(number))

    def stored(self, number, kind):
        """The live rows at the centre by id."""
        with reading(self.engine) as conn:
            parts = [buckets.live_rows(conn, self.ids[number], kind, bucket) for bucket in range(256)]
        return {row_id: row for part in parts for row_id, row in part.items()}

    def truth(self, number):
        """The rows a centre may have, field by field, by kind."""
        tenant = self.world.tenants[number]
        return {kind: tenant.site.rows(kind) if KINDS[kind].stream in tenant.streams else {} for kind in KINDS}

    def _join(self, tenant):
        tenant.centre = Centre(CENTRE, self.signer.jwks_document().decode())
        return enter(self.engine, tenant.name, tenant.site_id, tenant.url, tenant.jwks, next(self._now)).id


def small_server(tenants=4, mean_courses=8, seed=1):
    return SimulatorServer(lambda base_url: World(seed, tenants, base_url, mean_courses=mean_courses))
