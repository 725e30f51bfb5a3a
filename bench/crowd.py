"""Independent tenants in a process of their own, entered at a centre, which behave as they are told. Ends what it began."""

import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe

from bench.bad import BAD
from bench.centre import Centre
from tests.independent.tenant.keys import key_set
from tests.independent.tenant.server import HONEST, Tenant
from tests.joined import CENTRE, enter

COURSES = 40


class Crowd:
    """Tenants by their keys at the centre."""

    def __init__(self, tenant_ids: list[int], pipe: Pipe) -> None:
        self.tenant_ids, self._pipe = tenant_ids, pipe

    def behave(self, conducts: Mapping[int, str]) -> None:
        """From now on these tenants behave so, and all others honestly."""
        self._pipe.send([conducts.get(tenant_id) for tenant_id in self.tenant_ids])
        self._pipe.recv()

    def lied(self) -> dict[int, int]:
        """How many answers each has given while it was not honest; an answer that does not end is none."""
        self._pipe.send("lied")
        return dict(zip(self.tenant_ids, self._pipe.recv(), strict=True))


@contextmanager
def crowd(centre: Centre, count: int) -> Iterator[Crowd]:
    """So many tenants with a few courses each, all honest."""
    ours, theirs = multiprocessing.Pipe()
    arguments = (count, centre.keys.jwks_document(), theirs)
    process = multiprocessing.get_context("spawn").Process(target=_play, args=arguments, daemon=True)
    process.start()
    try:
        found = [enter(centre.engine, f"Balai {number}", *one).id for number, one in enumerate(ours.recv(), 1)]
        yield Crowd(found, ours)
    finally:
        process.kill()
        process.join()


def _play(count: int, jwks: bytes, pipe: Pipe) -> None:
    tenants = [Tenant() for _ in range(count)]
    for tenant in tenants:
        tenant.centre = (CENTRE, jwks)
        for number in range(COURSES):
            tenant.site.make_course(f"Pelatihan {number}")
    pipe.send([(tenant.site_id, tenant.url, key_set(tenant.keys).decode()) for tenant in tenants])
    while True:
        told = pipe.recv()
        if told == "lied":
            pipe.send([tenant.lied for tenant in tenants])
            continue
        for tenant, name in zip(tenants, told, strict=True):
            tenant.conduct = HONEST if name is None else BAD[name]
        pipe.send("done")
