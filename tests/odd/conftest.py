"""One odd site a part, served on loopback, and a real centre that it has joined. A part that is missing is skipped, and says why."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.centre_process import CentreProcess
from tests.moodle.master import Base, new_site
from tests.moodle.site import MoodleSite
from tests.moodle.web import free_addresses, served
from tests.odd.oracle import assert_equal
from tests.odd.parts import PARTS, Part
from tests.sso.world import CONFIG

LOG = "php.log"


@dataclass(frozen=True)
class Odd:
    """A site that has joined a centre."""

    site: MoodleSite
    centre: CentreProcess
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "centre.db"

    def settle(self) -> dict[str, dict[int, dict[str, object]]]:
        """One sync and one comparison, both without complaint; then the rows, asked past both programs. Returns the centre's."""
        self.centre.syncd("sync", "--all")
        self.centre.syncd("verify", "--all")
        return assert_equal(self.database, self.site)

    def populate(self) -> dict[str, object]:
        """A course with three people, two of whom completed it, one of whom has its badge and rated it."""
        people = self.site.do("make_people", number=3, canary="Kenari5e1d")
        course = self.site.do("make_course", title="Manajemen Talenta ASN 🎓 Ü")
        badge = self.site.do("make_badge", name="Lencana Talenta", course=course)
        self.site.act(
            ("enrol", {"course": course, "people": people}),
            ("complete", {"course": course, "people": people[:2]}),
            ("award", {"badge": badge, "people": people[:1]}),
            ("rate", {"course": course, "person": people[0], "stars": 4, "text": "Jelas é 😀"}),
        )
        return {"people": people, "course": course, "badge": badge}


@pytest.fixture(
    scope="session", params=[pytest.param(part, marks=getattr(pytest.mark, name), id=name) for name, part in PARTS.items()]
)
def part(request) -> Part:
    return request.param


@pytest.fixture(scope="session")
def base(part: Part) -> Iterator[Base]:
    with part.base() as base:
        yield base


@pytest.fixture(scope="session")
def web(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="session")
def odd(part: Part, base: Base, tmp_path_factory, web: Path) -> Iterator[Odd]:
    """The part's site, every complaint of PHP written down, joined from the command line with people's streams on."""
    folder = tmp_path_factory.mktemp(part.name)
    here, there = free_addresses(2)
    site = new_site("ganjil", folder / "site", base, f"http://{here}{part.path}")
    site.write_config(CONFIG)
    centre = CentreProcess(folder, there)
    with ExitStack() as stack:
        stack.enter_context(served([site], web / part.name, 4, {**part.php, "error_log": str(web / part.name / LOG)}))
        stack.enter_context(centre.serving())
        code = centre.invite("Pusdiklat Ganjil")
        said = site.php("local/asnunggul/cli/join.php", f"--code={code}", "--streams=learning,badges,ratings", "--yes")
        assert "pusdiklat-ganjil" in centre.syncd("tenant", "list"), said
        odd = Odd(site, centre, folder)
        # These stay. Without them the first test to take something away takes all there is of its kind, which waits for LAN.
        odd.populate()
        yield odd


@pytest.fixture(autouse=True)
def _php_complains_of_nothing(web: Path, part: Part) -> Iterator[None]:
    """A notice, a warning or an exception nobody caught fails the test in which PHP or Moodle logged it."""
    log = web / part.name / LOG
    read: Callable[[], list[str]] = lambda: log.read_text(errors="replace").splitlines() if log.exists() else []  # noqa: E731
    before = len(read())
    yield
    assert [line for line in read()[before:] if re.search(r"asnunggul|asnsso", line)] == []
