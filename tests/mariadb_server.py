"""A private MariaDB server on a socket, its data in a folder of its own. Starts and ends one process, touches no other server."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self
from urllib.parse import quote

import pymysql

START_SECONDS = 60
# Losing the last second of a test database is no loss; waiting for the disk at every commit is.
_QUICK = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=256M",
    "--innodb-log-file-size=128M",
    "--skip-innodb-doublewrite",
    "--skip-name-resolve",
    "--max-connections=200",
    "--max-allowed-packet=64M",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_bin",
    "--local-infile=1",
)


def why_unavailable() -> str | None:
    """Why a private server cannot be started here, or None."""
    missing = [
        program
        for program in ("mariadbd", "mariadb-install-db", "mariadb", "mariadb-admin", "mariadb-dump")
        if find(program) is None
    ]
    return f"{', '.join(missing)} not installed (bin/setup-system installs it)" if missing else None


def find(program: str) -> str | None:
    """The path of a program, also where Debian puts servers, which an ordinary user's PATH leaves out."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class MariadbServer:
    """One server process. `folder` holds data, socket and log; it may be kept between two lives of the server."""

    def __init__(self, folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        # A socket's path may have 107 characters; pytest's folders are near that.
        self.socket = folder / "s"
        self.log = folder / "mariadb.log"
        self._options, self._environment = options, dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Make the data folder if there is none, start the server and wait until it answers."""
        data, temporary = self.folder / "data", self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        if not (data / "mysql").is_dir():
            subprocess.run(
                [
                    str(find("mariadb-install-db")),
                    "--no-defaults",
                    *self._user(),
                    f"--datadir={data}",
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                ],
                check=True,
                capture_output=True,
            )
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(find("mariadbd")),
                    "--no-defaults",
                    *self._user(),
                    f"--datadir={data}",
                    # A server that starts deletes all temporary tables in this folder: others' too, where it is not its own.
                    f"--tmpdir={temporary}",
                    f"--socket={self.socket}",
                    f"--pid-file={self.folder / 'pid'}",
                    "--skip-networking",
                    *_QUICK,
                    *self._options,
                ],
                stdout=log,
                stderr=log,
                env=os.environ | self._environment,
            )
        self._wait_until_it_answers()
        return self

    def stop(self) -> None:
        """End the server in its own way; nothing happens if it is not running."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)
            self._process = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("the MariaDB server is not running")
        return self._process.pid

    def execute(self, *statements: str, database: str | None = None) -> None:
        """Run statements as the server's root."""
        with self.connect(database) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()

    def connect(self, database: str | None = None) -> "pymysql.Connection[pymysql.cursors.Cursor]":
        """A connection of its own as the server's root."""
        return pymysql.connect(unix_socket=str(self.socket), user="root", database=database, charset="utf8mb4")

    def create_database(self, name: str, collation: str = "utf8mb4_bin") -> str:
        """Make an empty database, in place of one of the same name, and return its SQLAlchemy URL."""
        charset = collation.partition("_")[0]
        self.execute(f"DROP DATABASE IF EXISTS `{name}`", f"CREATE DATABASE `{name}` CHARACTER SET {charset} COLLATE {collation}")
        return self.url(name)

    def drop_database(self, name: str) -> None:
        self.execute(f"DROP DATABASE IF EXISTS `{name}`")

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"mysql+pymysql://root@localhost/{database}?unix_socket={quote(str(self.socket))}"

    def moodle_config(self, database: str, collation: str) -> str:
        """What a Moodle site's config.php says of its database here."""
        return f"""$CFG->dbtype = 'mariadb';
$CFG->dblibrary = 'native';
$CFG->dbhost = 'localhost';
$CFG->dbname = '{database}';
$CFG->dbuser = 'root';
$CFG->dbpass = '';
$CFG->dboptions = ['dbcollation' => '{collation}', 'dbsocket' => '{self.socket}'];
"""

    def dump(self, database: str, file: Path, *options: str) -> None:
        """Write a database to a file, as an administrator's backup does: with these options, where any are given."""
        with file.open("wb") as out:
            subprocess.run(
                [
                    str(find("mariadb-dump")),
                    "--no-defaults",
                    "-uroot",
                    f"-S{self.socket}",
                    *(options or ("--single-transaction", "--routines")),
                    database,
                ],
                check=True,
                stdout=out,
            )

    def load(self, database: str, file: Path, collation: str = "utf8mb4_bin", *options: str) -> None:
        """Put a dump in the place of a database."""
        self.create_database(database, collation)
        with file.open("rb") as dump:
            subprocess.run(
                [str(find("mariadb")), "--no-defaults", "-uroot", f"-S{self.socket}", *options, database], check=True, stdin=dump
            )

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @staticmethod
    def _user() -> tuple[str, ...]:
        return ("--user=root",) if os.geteuid() == 0 else ()

    def _wait_until_it_answers(self) -> None:
        # `mariadb-admin --wait` returns as soon as the server answers; no polling loop of our own.
        command = [str(find("mariadb-admin")), "--no-defaults", "-uroot", f"-S{self.socket}", f"--wait={START_SECONDS}", "ping"]
        if subprocess.run(command, check=False, capture_output=True).returncode != 0:
            self.kill()
            raise RuntimeError(f"the private MariaDB server did not start:\n{self.log.read_text(errors='replace')[-2000:]}")


@contextmanager
def private_server(*options: str, environment: Mapping[str, str] | None = None) -> Iterator[MariadbServer]:
    """A server with a folder of its own, in memory where there is such a place, gone at the end."""
    memory = Path("/dev/shm")
    place = str(memory) if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30 else None
    with (
        TemporaryDirectory(prefix="asn-db-", dir=place) as folder,
        MariadbServer(Path(folder), *options, environment=environment) as server,
    ):
        yield server
