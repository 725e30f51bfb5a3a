"""A world of simulated tenants in a process of its own, as tenants are, and the centre's side of it already joined."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from multiprocessing.connection import Connection as Pipe

from sqlalchemy import Engine

from syncd.keys import Signer, sha256_hex
from syncd.model.tenant import TenantAddress
from syncd.poll.address import AddressPolicy
from syncd.poll.client import FeedClient
from syncd.poll.transport import TransportOptions
from syncd.simulator.server import SimulatorServer
from syncd.simulator.tenant import Centre
from syncd.simulator.world import World
from syncd.store import joins
from syncd.store.engine import transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant

CENTRE = "http://127.0.0.1:9/pusat"


@dataclass(frozen=True, slots=True)
class WorldSize:
    """How big a world is, and how long every answer takes to travel."""

    tenants: int
    courses: int
    enrolments: int
    latency_s: float = 0.0


def loopback_client(signer: Signer) -> FeedClient:
    """A client that may ask loopback addresses; the real one may not."""
    return FeedClient(signer, CENTRE, TransportOptions(policy=AddressPolicy((ip_network("127.0.0.0/8"),), frozenset())))


@contextmanager
def joined_world(size: WorldSize, engine: Engine) -> Iterator[tuple[FeedClient, list[TenantAddress]]]:
    """The world, joined to the store."""
    signer = Signer.generate(CENTRE)
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(size, signer.jwks_document().decode(), theirs), daemon=True
    )
    process.start()
    client = loopback_client(signer)
    try:
        yield client, [_join(engine, *tenant) for tenant in ours.recv()]
    finally:
        client.close()
        ours.send("end")
        process.join()


def _serve(size: WorldSize, jwks: str, pipe: Pipe) -> None:
    def world(base_url: str) -> World:
        return World(1, size.tenants, base_url, mean_courses=size.courses, mean_enrolments=size.enrolments)

    with SimulatorServer(world, latency_s=size.latency_s) as server:
        for tenant in server.world.tenants.values():
            tenant.centre = Centre(CENTRE, jwks)
            tenant.streams = ("catalogue", "learning", "badges")
        pipe.send([(tenant.name, tenant.site_id, tenant.url, tenant.jwks) for tenant in server.world.tenants.values()])
        pipe.recv()


def _join(engine: Engine, name: str, site: str, url: str, jwks: str) -> TenantAddress:
    applicant = Applicant(site, url, jwks, sha256_hex(jwks.encode()), 1, "1.0.0", "4.5", "8.2")
    with transaction(engine) as conn:
        row = joins.join(conn, Invite(None, name, name), applicant, 1)
    return TenantAddress(row.id, row.slug, url, site, jwks, applicant.jwks_sha256)
