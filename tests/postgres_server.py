"""A private PostgreSQL server on a socket, its data in a folder of its own. Starts and ends one process, touches no other server."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from pg8000 import dbapi

START_SECONDS = 60
OWNER = "postgres"
_DEBIAN = Path("/usr/lib/postgresql/15/bin")
# Losing the last second of a test database is no loss; waiting for the disk at every commit is.
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=256MB", "max_connections=100")


def why_unavailable() -> str | None:
    """Why a private server cannot be started here, or None."""
    missing = [program for program in ("postgres", "initdb", "pg_ctl", "psql", "pg_dump") if find(program) is None]
    if missing:
        return f"{', '.join(missing)} of PostgreSQL 15 not installed (bin/setup-system installs it)"
    return None if os.geteuid() or _owner() else f"PostgreSQL does not run as root, and there is no user {OWNER}"


def find(program: str) -> str | None:
    """The path of a program of PostgreSQL 15, which Debian keeps out of the PATH."""
    return shutil.which(program, path=str(_DEBIAN)) or shutil.which(program)


def _owner() -> pwd.struct_passwd | None:
    return next((entry for entry in pwd.getpwall() if entry.pw_name == OWNER), None)


class PostgresServer:
    """One server process. `folder` holds data, socket and log. Only who may enter the folder can connect, and needs no password."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "postgres.log"

    def start(self) -> Self:
        """Make the data folder, start the server and wait until it answers."""
        if owner := self._runs_as:
            shutil.chown(self.folder, owner, owner)
        self._run("initdb", "-D", str(self._data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {option}" for option in (*_QUICK, "listen_addresses=", f"unix_socket_directories={self.folder}"))
        started = ["pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-D", str(self._data), "-l", str(self.log), "-o", options]
        self._run(*started)
        return self

    def stop(self) -> None:
        """End the server and its sessions; nothing happens if it is not running."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self._data))

    def connect(self, database: str | None = None) -> dbapi.Connection:
        """A connection of its own as the server's owner."""
        return dbapi.connect(user=OWNER, database=database or OWNER, unix_sock=str(self.folder / ".s.PGSQL.5432"))

    def execute(self, *statements: str) -> None:
        """Run statements of the server's owner, each for itself: a database cannot be made within a transaction."""
        with closing(self.connect()) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    def create_database(self, name: str, _collation: str = "") -> None:
        """Make an empty database, in place of one of the same name. Collations are MariaDB's affair: here all compare bytes."""
        self.drop_database(name)
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')

    def drop_database(self, name: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def moodle_config(self, database: str, _collation: str) -> str:
        """What a Moodle site's config.php says of its database here."""
        return f"""$CFG->dbtype = 'pgsql';
$CFG->dblibrary = 'native';
$CFG->dbhost = 'localhost';
$CFG->dbname = '{database}';
$CFG->dbuser = '{OWNER}';
$CFG->dbpass = '';
$CFG->dboptions = ['dbsocket' => '{self.folder}'];
"""

    def dump(self, database: str, file: Path) -> None:
        """Write a database to a file, as an administrator's backup does."""
        with file.open("wb") as out:
            subprocess.run(
                [str(find("pg_dump")), "-h", str(self.folder), "-U", OWNER, "--no-owner", database], check=True, stdout=out
            )

    def load(self, database: str, file: Path, _collation: str = "") -> None:
        """Put a dump in the place of a database."""
        self.create_database(database)
        command = [str(find("psql")), "-X", "-q", "-1", "-h", str(self.folder), "-U", OWNER, "-v", "ON_ERROR_STOP=1", database]
        with file.open("rb") as dump:
            subprocess.run(command, check=True, stdin=dump, stdout=subprocess.DEVNULL)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _runs_as(self) -> str | None:
        return OWNER if os.geteuid() == 0 else None

    def _run(self, program: str, *arguments: str) -> None:
        """Run a program of the server as the user whom the data belong to."""
        command = [str(find(program)), *arguments]
        # Into a file: the server keeps what its starter hands it, and a pipe would never end.
        with (self.folder / "commands.log").open("ab") as said:
            ended = subprocess.run(
                command,
                check=False,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                user=self._runs_as,
                group=self._runs_as,
                extra_groups=[] if self._runs_as else None,
            )
        if ended.returncode != 0:
            logs = [file.read_text(errors="replace")[-2000:] for file in self.folder.glob("*.log")]
            raise RuntimeError("\n".join([f"{program} of the private PostgreSQL server ended with {ended.returncode}:", *logs]))


@contextmanager
def private_server() -> Iterator[PostgresServer]:
    """A server with a folder of its own, in memory where there is such a place, gone at the end."""
    memory = Path("/dev/shm")
    place = str(memory) if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30 else None
    with TemporaryDirectory(prefix="asn-pg-", dir=place) as folder, PostgresServer(Path(folder)) as server:
        yield server
