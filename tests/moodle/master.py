"""Makes Moodle sites quickly: installs one with Moodle's installer, keeps it as a master in the cache folder, clones that."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mariadb_server import MariadbServer, find
from tests.mariadb_server import why_unavailable as why_no_mariadb
from tests.moodle.site import COLLATION, PREFIX, MoodleSite
from tests.moodle.tree import (
    CACHE,
    MOODLE_45,
    WORK,
    Edition,
    find_tree,
    fingerprint,
    linked_copy,
    plugins,
    put_plugins,
    release,
    require_tree,
)
from tests.postgres_server import PostgresServer

KEPT_MASTERS = 8
# Part of a cached master's name: raise it when the way masters are made changes.
RECIPE = "1"
_NOT_INSTALLED = ("tests", "templates", "lang", "pix", "README.md", "CHANGES.md")
_PHP = Path(__file__).parent / "php"
_PHPUNIT_CONFIG = """$CFG->phpunit_prefix = $CFG->prefix;
$CFG->prefix = 'unused_';
$CFG->phpunit_dataroot = $CFG->dataroot . '/phpunit';
"""


def why_unavailable(edition: Edition = MOODLE_45) -> str | None:
    """Why no Moodle site can be made here, or None."""
    if find_tree(edition) is None:
        return f"there is no Moodle tree ({edition.variable}, or {edition.folder} in the project's cache folder)"
    if find("php") is None:
        return "PHP is not installed (bin/setup-system installs it)"
    return why_no_mariadb()


@dataclass(frozen=True, slots=True)
class Flavour:
    """A way a site is installed: as tenants have it, or as Moodle's PHPUnit wants it."""

    name: str
    extra_config: str
    install: Callable[[MoodleSite], object]
    add_plugins: Callable[[MoodleSite], object]


def _install_site(site: MoodleSite) -> None:
    site.php(
        "admin/cli/install_database.php",
        "--agree-license",
        "--adminpass=Admin-pass-1",
        "--adminemail=admin@example.invalid",
        "--fullname=ASN Unggul",
        "--shortname=asn",
    )
    # Moodle forbids its own HTTP client to call loopback addresses, where the centre of the tests is.
    for setting in ("curlsecurityblockedhosts", "curlsecurityallowedport"):
        site.php("admin/cli/cfg.php", f"--name={setting}", "--set=")


SITE = Flavour("site", "", _install_site, lambda site: site.php("admin/cli/upgrade.php", "--non-interactive"))
PHPUNIT = Flavour(
    "phpunit",
    _PHPUNIT_CONFIG,
    lambda site: site.php("admin/tool/phpunit/cli/util.php", "--install"),
    lambda site: site.php(_PHP / "phpunit_upgrade.php"),
)


@dataclass(frozen=True, slots=True)
class Base:
    """What a site stands on: a Moodle, its database server, and the prefix of its tables."""

    server: MariadbServer | PostgresServer
    edition: Edition = MOODLE_45
    prefix: str = PREFIX

    @property
    def mark(self) -> str:
        """What tells its masters from those of MariaDB and the first Moodle; no `-` is in it."""
        other = [] if isinstance(self.server, MariadbServer) else ["postgres"]
        other += [] if self.edition == MOODLE_45 else [self.edition.name]
        return "_".join(["", *other, *([] if self.prefix == PREFIX else [self.prefix.strip("_")])])


def prepared_tree(edition: Edition = MOODLE_45) -> Path:
    """The linked copy of the machine's Moodle in the work folder, with the plugins as they are now."""
    WORK.mkdir(exist_ok=True)
    with _locked(WORK / f"{edition.folder}.lock"):
        copy = linked_copy(require_tree(edition), WORK / edition.folder, edition)
        put_plugins(copy)
    return copy


def new_site(name: str, folder: Path, server: MariadbServer | Base, wwwroot: str, flavour: Flavour = SITE) -> MoodleSite:
    """A site of its own, cloned from the master of the present plugins. It has an identity, but is no tenant yet."""
    base = server if isinstance(server, Base) else Base(server)
    tree = prepared_tree(base.edition)
    master = _master(base, tree, flavour)
    site = MoodleSite(name, folder, tree, base.server, wwwroot, base.prefix)
    _unpack(master, site, flavour)
    if flavour is SITE:
        site.php(_PHP / "new_identity.php")
    return site


def _master(base: Base, tree: Path, flavour: Flavour) -> Path:
    """The cached master with the plugins in it; made when missing."""
    folders = list(plugins().values())
    key = f"{release(tree)}-{RECIPE}-{fingerprint(tree / 'version.php', *folders, without=_NOT_INSTALLED)}"
    return _cached(f"{flavour.name}{base.mark}-{key}", lambda place: _add_plugins(base, tree, flavour, place))


def _add_plugins(base: Base, tree: Path, flavour: Flavour, place: Path) -> None:
    bare = _cached(
        f"bare{base.mark}-{flavour.name}-{release(tree)}-{RECIPE}-{fingerprint(tree / 'version.php')}",
        lambda bare_place: _install_bare(base, flavour, bare_place),
    )
    with _scratch_site(base, tree, flavour) as site:
        _unpack(bare, site, flavour)
        if plugins():
            flavour.add_plugins(site)
        _pack(site, place)


def _install_bare(base: Base, flavour: Flavour, place: Path) -> None:
    # A tree without the plugins, so that a change in a plugin does not cost a whole installation.
    with TemporaryDirectory(prefix="moodle-bare-", dir=WORK) as folder:
        tree = linked_copy(require_tree(base.edition), Path(folder) / "moodle", base.edition)
        with _scratch_site(base, tree, flavour) as site:
            base.server.create_database(site.database, COLLATION)
            site.write_config(flavour.extra_config)
            (site.dataroot / "phpunit").mkdir(exist_ok=True)
            flavour.install(site)
            _pack(site, place)


@contextmanager
def _scratch_site(base: Base, tree: Path, flavour: Flavour) -> Iterator[MoodleSite]:
    with TemporaryDirectory(prefix="moodle-master-") as folder:
        name, place = f"master_{flavour.name}_{os.getpid()}", Path(folder) / "site"
        site = MoodleSite(name, place, tree, base.server, "http://127.0.0.1", base.prefix)
        try:
            yield site
        finally:
            site.remove()


def _pack(site: MoodleSite, place: Path) -> None:
    site.dump(place / "dump.sql")
    # Caches and locks name the master's own address and paths; Moodle makes them anew.
    leave = shutil.ignore_patterns("cache", "localcache", "lock", "muc", "sessions", "temp", "trashdir", "secret")
    shutil.copytree(site.dataroot, place / "data", ignore=leave)


def _unpack(master: Path, site: MoodleSite, flavour: Flavour) -> None:
    site.server.load(site.database, master / "dump.sql", COLLATION)
    shutil.rmtree(site.folder, ignore_errors=True)
    shutil.copytree(master / "data", site.dataroot)
    site.write_config(flavour.extra_config)


def _cached(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name in the cache; made in one step, so that a half-made one is never seen."""
    masters = CACHE / "masters"
    masters.mkdir(parents=True, exist_ok=True)
    place = masters / name
    with _locked(masters / f".{name}.lock"):
        if not place.is_dir():
            with TemporaryDirectory(prefix=".making-", dir=masters) as folder:
                made = Path(folder) / name
                made.mkdir()
                make(made)
                made.rename(place)
        os.utime(place)
    _forget_old(masters, name.partition("-")[0])
    return place


def _forget_old(masters: Path, flavour: str) -> None:
    kept = sorted(masters.glob(f"{flavour}-*"), key=lambda place: place.stat().st_mtime, reverse=True)
    for place in kept[KEPT_MASTERS:]:
        shutil.rmtree(place, ignore_errors=True)
        (masters / f".{place.name}.lock").unlink(missing_ok=True)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
