"""One Moodle site: its database, its data folder and its address; runs PHP as this site and dumps or restores it."""

import json
import os
import shutil
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mariadb_server import MariadbServer, find
from tests.postgres_server import PostgresServer

COLLATION = "utf8mb4_unicode_ci"
ACTIONS = Path(__file__).parent / "php" / "act.php"
# The prefix that SQL in the tests names, whatever a site's own is.
PREFIX = "mdl_"
_CONFIG = """<?php
{database}$CFG->prefix = '{prefix}';
$CFG->wwwroot = '{wwwroot}';
$CFG->dataroot = '{dataroot}';
$CFG->admin = 'admin';
$CFG->directorypermissions = 02777;
$CFG->noemailever = true;
$CFG->disableupdateautodeploy = true;
"""


@dataclass(frozen=True, slots=True)
class MoodleSite:
    """A site in `folder`, running the code in `tree`, its data in `server`."""

    name: str
    folder: Path
    tree: Path
    server: MariadbServer | PostgresServer
    wwwroot: str
    prefix: str = PREFIX

    @property
    def database(self) -> str:
        return f"moodle_{self.name}"

    @property
    def dataroot(self) -> Path:
        return self.folder / "data"

    @property
    def config(self) -> Path:
        return self.folder / "config.php"

    @property
    def environment(self) -> dict[str, str]:
        """What makes a PHP process this site."""
        return {**os.environ, "MOODLE_SITE_CONFIG": str(self.config)}

    def write_config(self, extra: str = "") -> None:
        """Write the site's settings; `extra` is PHP that is added to them."""
        self.dataroot.mkdir(parents=True, exist_ok=True)
        database = self.server.moodle_config(self.database, COLLATION)
        values = {"database": database, "prefix": self.prefix, "wwwroot": self.wwwroot, "dataroot": self.dataroot}
        self.config.write_text(_CONFIG.format(**values) + extra, encoding="utf-8")

    def php(self, script: str | Path, *arguments: str, said: str | None = None, expected: int | None = 0) -> str:
        """Run a PHP script of the tree as this site and return what it printed; `expected` is the exit status, None for any."""
        command = [str(find("php")), "-d", "max_input_vars=5000", str(script), *arguments]
        ended = subprocess.run(
            command, cwd=self.tree, env=self.environment, input=said, capture_output=True, text=True, check=False
        )
        if expected is not None and ended.returncode != expected:
            raise RuntimeError(
                f"{script} {' '.join(arguments)} ended with {ended.returncode}:\n{ended.stdout[-3000:]}{ended.stderr[-3000:]}"
            )
        return ended.stdout + ended.stderr

    def act(self, *actions: tuple[str, dict[str, Any]]) -> list[Any]:
        """Carry out actions of `php/actions.php` in one PHP process and return what each answered."""
        wire = [{"action": name, "with": arguments} for name, arguments in actions]
        printed = self.php(ACTIONS, said=json.dumps(wire))
        answers: list[Any] = json.loads(printed.rpartition("\nANSWERS ")[2].partition("\n")[0])
        return answers

    def do(self, action: str, **arguments: object) -> Any:
        """Carry out one action."""
        return self.act((action, arguments))[0]

    def cron(self) -> str:
        """Run Moodle's scheduled and queued tasks once."""
        return self.php("admin/cli/cron.php", "--keep-alive=0")

    def purge_caches(self) -> None:
        self.php("admin/cli/purge_caches.php")

    def dump(self, file: Path) -> None:
        """Back the site's database up."""
        self.server.dump(self.database, file)

    def restore(self, file: Path) -> None:
        """Put an earlier dump in the place of the site's database, as an administrator does: load it and purge the caches."""
        self.server.load(self.database, file, COLLATION)
        self.purge_caches()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the site's own tables (written `mdl_…`), past Moodle: what a test compares the centre with."""
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(sql.replace(PREFIX, self.prefix), values)
            found = [tuple(row) for row in cursor.fetchall()] if cursor.description else []
            connection.commit()
            return found

    def connect(self) -> Any:
        """A database session of its own, by the DB-API."""
        return self.server.connect(self.database)

    def remove(self) -> None:
        """Delete the site's database and files."""
        self.server.drop_database(self.database)
        shutil.rmtree(self.folder, ignore_errors=True)
