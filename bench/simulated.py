"""A world of simulated tenants in a process of its own, as tenants are, and the centre's side of it already joined."""

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

from sqlalchemy import Engine

from syncd.keys import Signer
from syncd.model.tenant import TenantAddress
from syncd.poll.client import BearerSigner, FeedClient
from syncd.poll.transport import TransportOptions
from syncd.simulator.faults import FAULTS
from syncd.simulator.server import SimulatorServer
from syncd.simulator.tenant import Centre
from syncd.simulator.world import World
from syncd.store.tenants import address_of
from tests.joined import CENTRE, LOOPBACK, enter


@dataclass(frozen=True, slots=True)
class WorldSize:
    """How big a world is, and how long every answer takes to travel. Worlds of different seeds are of different tenants."""

    tenants: int
    courses: int
    enrolments: int
    latency_s: float = 0.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The tenants of a world in another process."""

    addresses: list[TenantAddress]
    pipe: Pipe

    def misbehave(self, faults: Sequence[str]) -> None:
        """From now on each tenant has one of these faults, in turn."""
        self.pipe.send(faults)
        self.pipe.recv()


def loopback_client(signer: BearerSigner) -> FeedClient:
    """A client that may ask loopback addresses; the real one may not."""
    return FeedClient(signer, CENTRE, TransportOptions(policy=LOOPBACK))


@contextmanager
def joined_world(size: WorldSize, engine: Engine) -> Iterator[tuple[FeedClient, list[TenantAddress]]]:
    """The world, joined to the store, and who may ask it."""
    signer = Signer.generate(CENTRE)
    client = loopback_client(signer)
    try:
        with played_world(size, engine, signer.jwks_document().decode()) as world:
            yield client, world.addresses
    finally:
        client.close()


@contextmanager
def played_world(size: WorldSize, engine: Engine, jwks: str) -> Iterator[Elsewhere]:
    """The world, joined to the store of the centre that has this key set."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(size, jwks, theirs), daemon=True)
    process.start()
    try:
        yield Elsewhere([_join(engine, *tenant) for tenant in ours.recv()], ours)
    finally:
        ours.send(None)
        process.join()


def _serve(size: WorldSize, jwks: str, pipe: Pipe) -> None:
    def world(base_url: str) -> World:
        return World(size.seed, size.tenants, base_url, mean_courses=size.courses, mean_enrolments=size.enrolments)

    with SimulatorServer(world, latency_s=size.latency_s) as server:
        tenants = list(server.world.tenants.values())
        for tenant in tenants:
            tenant.centre = Centre(CENTRE, jwks)
            tenant.streams = ("catalogue", "learning", "badges", "ratings")
        pipe.send([(tenant.name, tenant.site_id, tenant.url, tenant.jwks) for tenant in tenants])
        while (faults := pipe.recv()) is not None:
            for number, tenant in enumerate(tenants):
                tenant.fault = FAULTS[faults[number % len(faults)]] if faults else None
            pipe.send("done")


def _join(engine: Engine, name: str, site: str, url: str, jwks: str) -> TenantAddress:
    return address_of(enter(engine, name, site, url, jwks))
