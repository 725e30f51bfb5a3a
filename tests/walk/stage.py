"""Makes the world fit to be shown: sites with their agencies' names, in Indonesian, and read by the centre. Writes both."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.walk.world import AGENCIES, NAMES, World

# Moodle's installer of the tests gives every site this administrator.
SITE_ADMIN, SITE_PASSWORD = "admin", "Admin-pass-1"
_PACK = "<?php\n$string['thislanguage'] = 'Bahasa Indonesia';\n$string['parentlanguage'] = '';\n"


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else shows the world in this folder; nobody can until the block ends. The lock goes with the process."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


@contextmanager
def dressed(made: World) -> Iterator[None]:
    """The world as it is shown."""
    for name, site in made.sites.items():
        site.rows("UPDATE mdl_course SET fullname = %s, shortname = %s WHERE id = 1", NAMES[name], NAMES[name])
        site.rows("UPDATE mdl_course SET summary = %s WHERE id = 1", AGENCIES[name])
        # Moodle's own words stay English where no language pack can be fetched; both plugins bring theirs.
        pack = site.dataroot / "lang" / "id"
        pack.mkdir(parents=True, exist_ok=True)
        (pack / "langconfig.php").write_text(_PACK, encoding="utf-8")
        site.php("admin/cli/cfg.php", "--name=lang", "--set=id")
        site.purge_caches()
    # The first page that is shown must not be one with two sites that nobody has read yet.
    made.centre.wait_until_read(len(made.sites))
    yield
