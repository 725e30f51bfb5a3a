"""A real Moodle site with 300 courses, 20,000 people and 200,000 enrolments, kept in the cache folder, served on loopback."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.stores import DURABLE, disk_folder
from syncd.keys import Signer, sha256_hex
from syncd.model.tenant import TenantAddress
from syncd.poll.client import FeedClient
from syncd.poll.transport import TransportOptions
from tests.joined import LOOPBACK
from tests.mariadb_server import MariadbServer
from tests.moodle.master import new_site
from tests.moodle.site import MoodleSite
from tests.moodle.tree import CACHE, find_tree, fingerprint, plugins
from tests.moodle.web import free_addresses, served

COURSES = 300
PEOPLE = 20_000
EACH = 667
CENTRE = "http://127.0.0.1:9/pusat"
HERE = Path(__file__).parent
# In our own plugin's folder, whose copy is made anew at each start: Moodle would take a folder beside it for one more plugin.
EMPTY = "local/asnunggul/empty.php"


@dataclass(frozen=True, slots=True)
class BigSite:
    """The site, the centre's client that it believes, and where that client finds it."""

    site: MoodleSite
    client: FeedClient
    address: TenantAddress
    signer: Signer


@contextmanager
def big_site() -> Iterator[BigSite]:
    """The site as it was made, on a server of its own; what a benchmark changes is gone at the end."""
    kept = _kept()
    with disk_folder() as folder:
        shutil.copytree(kept, folder / "copy")
        with MariadbServer(folder / "copy", *DURABLE, f"--tmpdir={folder}") as server:
            wwwroot = f"http://{free_addresses(1)[0]}"
            site = MoodleSite("besar", folder / "copy" / "site", _tree(kept), server, wwwroot)
            site.write_config()
            site.purge_caches()
            _add_empty_script(site)
            with served([site], folder / "web"):
                yield _joined(site)


def _joined(site: MoodleSite) -> BigSite:
    signer = Signer.generate(CENTRE)
    site.do("pin_centre", url=CENTRE, jwks=signer.jwks_document().decode())
    client = FeedClient(signer, CENTRE, TransportOptions(policy=LOOPBACK))
    jwks = client.fetch_jwks(site.wwwroot)
    ((site_id,),) = site.rows("SELECT value FROM mdl_config_plugins WHERE plugin = 'local_asnunggul' AND name = 'site'")
    return BigSite(site, client, TenantAddress(1, "besar", site.wwwroot, site_id, jwks, sha256_hex(jwks.encode())), signer)


def _add_empty_script(site: MoodleSite) -> None:
    shutil.copy(HERE / "php" / "empty.php", site.tree / EMPTY)


def _tree(kept: Path) -> Path:
    return Path((kept / "tree").read_text(encoding="utf-8"))


def _kept() -> Path:
    """The cached site of the present plugin; made when missing, in a minute or two."""
    key = fingerprint(*plugins().values(), HERE / "big_site.sql", without=("tests", "templates", "lang", "pix"))
    place = CACHE / "bench" / f"big-{key}-{COURSES}-{PEOPLE}-{EACH}"
    if not place.is_dir():
        shutil.rmtree(place.parent, ignore_errors=True)
        making = place.with_suffix(".making")
        making.mkdir(parents=True)
        with MariadbServer(making, *DURABLE, "--innodb-flush-log-at-trx-commit=0") as server:
            site = new_site("besar", making / "site", server, "http://127.0.0.1")
            site.do("make_courses", titles=[f"Pelatihan {number}" for number in range(1, COURSES + 1)])
            site.do("set_streams", streams=["catalogue", "learning", "badges", "ratings"])
            sql = (HERE / "big_site.sql").read_text(encoding="utf-8").replace(":people", str(PEOPLE)).replace(":each", str(EACH))
            with site.connect() as connection, connection.cursor() as cursor:
                for statement in sql.split(";\n"):
                    if statement.strip():
                        cursor.execute(statement)
                connection.commit()
            (making / "tree").write_text(str(site.tree), encoding="utf-8")
        making.rename(place)
    return place


if find_tree() is None:
    raise SystemExit("this benchmark needs a Moodle tree (MOODLE_DIR, or moodle in the project's cache folder)")
