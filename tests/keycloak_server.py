"""A private Keycloak on loopback with its embedded database. Starts and ends one process; keeps a prepared copy in the cache folder."""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from keycloak import KeycloakAdmin, KeycloakOpenIDConnection

from syncd.clock import monotonic
from tests.architecture.tree import REPOSITORY
from tests.moodle.tree import CACHE
from tests.moodle.web import free_addresses

VERSION = "26.7.3"
# Before 26.7 Keycloak told clients of one session only when it ended all sessions of a person.
OLDER = "26.5.6"
# The first start takes minutes on a busy machine.
START_SECONDS = 600
# The first administrator's password of the prepared copy: it guards nothing but servers of tests on loopback.
_PASSWORD = "password-of-the-tests"


def why_unavailable(version: str = VERSION) -> str | None:
    """Why no Keycloak of this version can be started here, or None."""
    if shutil.which("java") is None:
        return "Java is not installed (bin/setup-system installs it)"
    if _folder(version) is None and not _zip(version).is_file():
        return f"there is no Keycloak {version} (KEYCLOAK_DIR, or {_zip(version).name} in the project's cache folder; bin/setup-system)"
    return None


def _zip(version: str) -> Path:
    return CACHE / f"keycloak-quarkus-dist-{version}.zip"


def _folder(version: str) -> Path | None:
    """The unpacked distribution that KEYCLOAK_DIR names."""
    given = os.environ.get("KEYCLOAK_DIR") if version == VERSION else None
    return Path(given) if given and (Path(given) / "bin" / "kc.sh").is_file() else None


class KeycloakServer:
    """A server in `home`, reached at `url`, and its first administrator."""

    admin_user = "admin"

    def __init__(self, home: Path, admin_password: str) -> None:
        self._home = home
        self.admin_password = admin_password
        address, self._management = free_addresses(2)
        self._port = address.rpartition(":")[2]
        self.url = f"http://{address}"
        self.log = home / "keycloak.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until the realm `master` answers."""
        options = [
            f"--http-port={self._port}",
            "--http-host=127.0.0.1",
            f"--http-management-port={self._management.rpartition(':')[2]}",
        ]
        environment = {
            **os.environ,
            "KC_BOOTSTRAP_ADMIN_USERNAME": self.admin_user,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self.admin_password,
            "JAVA_OPTS_KC_HEAP": "-Xms128m -Xmx768m",
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._home / "bin" / "kc.sh"), "start-dev", *options],
                env=environment,
                cwd=self._home,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server; its data stays in the folder, so that it can be started again."""
        if self._process:
            # kc.sh starts Java as its child, so the whole group is ended.
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(timeout=START_SECONDS)
            self._process = None

    def admin(self, realm: str) -> KeycloakAdmin:
        """The admin API of a realm as the first administrator."""
        connection = KeycloakOpenIDConnection(
            server_url=self.url,
            username=self.admin_user,
            password=self.admin_password,
            realm_name=realm,
            user_realm_name="master",
        )
        return KeycloakAdmin(connection=connection)

    def settings(self, realm: str, realm_dir: Path = REPOSITORY / "keycloak-realm") -> str:
        """The section of `syncd.toml` that names this server."""
        return (
            f'[keycloak]\nurl = "{self.url}"\nrealm = "{realm}"\nrealm_dir = "{realm_dir}"\n'
            f'admin_user = "{self.admin_user}"\nadmin_password = "{self.admin_password}"\n'
        )

    def _wait(self) -> None:
        end = monotonic() + START_SECONDS
        while True:
            assert self._process is not None
            assert self._process.poll() is None, self.log.read_text(errors="replace")[-3000:]
            try:
                with urlopen(f"{self.url}/realms/master/.well-known/openid-configuration", timeout=START_SECONDS):
                    return
            except (URLError, ConnectionError):
                assert monotonic() < end, f"Keycloak does not answer: {self.log.read_text(errors='replace')[-3000:]}"
                Event().wait(0.2)


@contextmanager
def private_keycloak(version: str = VERSION) -> Iterator[KeycloakServer]:
    """A server with a realm `master` and nothing else, ended and deleted afterwards."""
    prepared = _prepared(version)
    with TemporaryDirectory(prefix="asn-keycloak-") as folder:
        home = Path(folder) / "keycloak"
        shutil.copytree(prepared, home, symlinks=True, copy_function=_link)
        # Of the first start; a linked file would be the log of every server.
        (home / "keycloak.log").unlink(missing_ok=True)
        server = KeycloakServer(home, (prepared / _PASSWORD).read_text())
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _prepared(version: str) -> Path:
    """The distribution after its first start, which makes its database and takes most of a minute; kept in the cache folder."""
    target = CACHE / f"keycloak-{version}-started"
    with (CACHE / ".keycloak.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.is_dir():
            with TemporaryDirectory(prefix=".starting-", dir=CACHE) as folder:
                home = _unpacked(Path(folder), version)
                password = secrets.token_urlsafe(18)
                server = KeycloakServer(home, password)
                server.start()
                server.stop()
                (home / _PASSWORD).write_text(password)
                (home / _PASSWORD).chmod(0o600)
                home.rename(target)
    return target


def _unpacked(folder: Path, version: str) -> Path:
    if given := _folder(version):
        return Path(shutil.copytree(given, folder / given.name, symlinks=True))
    with zipfile.ZipFile(_zip(version)) as archive:
        archive.extractall(folder)
    home = folder / f"keycloak-{version}"
    for script in (home / "bin").glob("*.sh"):
        script.chmod(0o755)
    return home


def _link(source: str, target: str) -> str:
    # A running server writes its data and what it optimised at its first start; it must not write through a hard link.
    if any(f"/{name}/" in source for name in ("data", "conf", "quarkus")):
        return shutil.copy2(source, target)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
