"""The real parts of these tests, each with odd but allowed settings of its own, and why one is not here. Starts one database server."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from tests import mariadb_server, postgres_server
from tests.mariadb_server import MariadbServer, find
from tests.moodle import master
from tests.moodle.master import Base
from tests.moodle.tree import MOODLE_45, MOODLE_50, Edition
from tests.postgres_server import PostgresServer


@dataclass(frozen=True, slots=True)
class Part:
    """A Moodle on a database server. `path` follows the host in its address; `php` are settings of its PHP."""

    name: str
    edition: Edition
    server: Callable[[], AbstractContextManager[MariadbServer | PostgresServer]]
    why_no_server: Callable[[], str | None]
    prefix: str = "mdl_"
    path: str = ""
    php: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def base(self) -> Iterator[Base]:
        with self.server() as server:
            yield Base(server, self.edition, self.prefix)

    def why_unavailable(self) -> str | None:
        """Why this part is not here, or None."""
        return master.why_unavailable(self.edition) or self.why_no_server()


def _why_no_postgres() -> str | None:
    if find("php") and not _php_has("pgsql"):
        return "PHP's extension for PostgreSQL is not installed (bin/setup-system installs it)"
    return postgres_server.why_unavailable()


def _php_has(extension: str) -> bool:
    asked = [str(find("php")), "-r", f"exit(extension_loaded('{extension}') ? 0 : 1);"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


PARTS = {
    part.name: part
    for part in (
        Part(
            "postgres",
            MOODLE_45,
            postgres_server.private_server,
            _why_no_postgres,
            prefix="odd_",
            path="/lms",
            php={"output_buffering": "0"},
        ),
        Part(
            "moodle50",
            MOODLE_50,
            mariadb_server.private_server,
            mariadb_server.why_unavailable,
            php={"zlib.output_compression": "1"},
        ),
    )
}
