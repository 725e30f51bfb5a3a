"""A real centre that independent tenants have joined by code and that has read them; each test gets a copy of it."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from syncd.health.staleness import State
from tests.independent.scene import Centre, Scene, daemon, until
from tests.independent.tenant.server import HONEST, Tenant
from tests.independent.tenant.site import Site
from tests.mariadb_server import MariadbServer
from tests.moodle.web import free_addresses

LIARS, WITNESSES = 6, 2
COURSES = 40
_ORIGIN = "origin"


def furnish(site: Site) -> None:
    """Courses, and people who learn, finish and earn badges."""
    learners = [f"anon:{number:032x}" for number in range(1, 6)]
    for number in range(COURSES):
        course = site.make_course(f"Pelatihan {number} ~ é 碁 💻")
        badge = site.make_badge(f"Lencana {number}", course) if number % 8 == 0 else None
        for learner in learners[: number % 5]:
            site.enrol(course, learner)
            site.complete(course, learner)
            if badge:
                site.issue_badge(badge, learner)


@dataclass
class Pristine:
    """A centre at rest, and the tenants by the names it gave them: the first ones may lie. Each scene gets a copy of it."""

    centre: Centre
    tenants: dict[str, Tenant]
    server: MariadbServer | None = None
    copies: Iterator[int] = field(default_factory=itertools.count)

    def copy(self, folder: Path) -> Centre:
        """The centre again."""
        if self.server is None:
            return self.centre.twin(folder)
        name = f"scene{next(self.copies)}"
        self.server.load(name, self.dump)
        return self.centre.twin(folder, self.server.url(name))

    @property
    def dump(self) -> Path:
        """Its database, as it was when it came to rest."""
        file = self.centre.folder / "pristine.sql"
        if self.server and not file.exists():
            self.server.dump(_ORIGIN, file)
        return file


@contextmanager
def _read(folder: Path, server: MariadbServer | None = None) -> Iterator[Pristine]:
    (address,) = free_addresses(1)
    centre = Centre(folder, address, server and server.create_database(_ORIGIN))
    made = [Tenant() for _ in range(LIARS + WITNESSES)]
    tenants = {}
    with centre.serving():
        for number, tenant in enumerate(made, 1):
            furnish(tenant.site)
            tenants[str(tenant.join(centre.code(f"Balai {number}"))["tenant"])] = tenant
    with daemon(centre):
        assert until(lambda: {one.state for one in centre.summary().tenants} == {State.FRESH}, 60)
    # Whoever joined this minute may still be storing the centre's answer, and refuse it for that.
    centre.sql("UPDATE tenant SET joined_at = 1")
    centre.engine.dispose()
    yield Pristine(centre, tenants, server)
    for tenant in made:
        tenant.close()


@pytest.fixture(scope="session")
def pristine(tmp_path_factory) -> Iterator[Pristine]:
    """On SQLite."""
    with _read(tmp_path_factory.mktemp("centre")) as pristine:
        yield pristine


@pytest.fixture(scope="session")
def pristine_on_mariadb(tmp_path_factory, mariadb) -> Iterator[Pristine]:
    """On MariaDB."""
    with _read(tmp_path_factory.mktemp("centre"), mariadb) as pristine:
        yield pristine


@pytest.fixture
def store(request) -> str:
    """Where the centre keeps what it read; see `ON_BOTH_STORES`."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def scene(store, request, tmp_path) -> Iterator[Scene]:
    """All tenants honest, read and proven equal; no process runs yet."""
    before = request.getfixturevalue("pristine" if store == "sqlite" else "pristine_on_mariadb")
    tenants = before.tenants
    kept = {slug: (deepcopy(tenant.site), list(tenant.keys), tenant.epoch, tenant.centre) for slug, tenant in tenants.items()}
    for tenant in tenants.values():
        tenant.conduct, tenant.lied, tenant.paused, tenant.hanging, tenant.clock_s = HONEST, 0, False, 0, 0
        tenant.release.clear()
    centre = before.copy(tmp_path / "centre")
    made = Scene(centre, tenants, next(iter(tenants)))
    with made.exit:
        yield made
    for slug, tenant in tenants.items():
        tenant.conduct, tenant.paused, tenant.clock_s = HONEST, False, 0
        with tenant.lock:
            tenant.site, tenant.keys, tenant.epoch, tenant.centre = kept[slug]
    centre.engine.dispose()
