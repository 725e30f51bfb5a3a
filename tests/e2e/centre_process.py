"""A real centre for the tests: `syncd` commands and `syncd serve` as an operator starts them, in a folder of its own, with SQLite unless told another."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy import text

from syncd.clock import monotonic
from syncd.store.engine import open_store

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE_S = 30
# New sites fill their caches when they are first asked.
READ_S = 240
_SETTINGS = """[store]
url = "{store}"
[centre]
url = "{url}"
keys_dir = "{folder}/keys"
[poll]
allowed_networks = ["127.0.0.0/8"]
[api]
port = {port}
"""


class CentreProcess:
    """A centre in `folder`, reached at `url`; `store` is the address of its database."""

    def __init__(self, folder: Path, address: str, more_settings: str = "", store: str | None = None) -> None:
        self.url = f"http://{address}"
        self._folder = folder
        self.store = store or f"sqlite:///{folder}/centre.db"
        settings = _SETTINGS.format(folder=folder, store=self.store, url=self.url, port=address.rpartition(":")[2])
        (folder / "syncd.toml").write_text(settings + more_settings, encoding="utf-8")

    @property
    def _command(self) -> list[str]:
        return [sys.executable, "-m", "syncd", "--config", str(self._folder / "syncd.toml")]

    def syncd(self, *arguments: str, expected: int = 0) -> str:
        """Run a command to its end; what it printed."""
        ended = subprocess.run(
            [*self._command, *arguments], cwd=REPOSITORY, env=os.environ, capture_output=True, text=True, check=False
        )
        assert ended.returncode == expected, (
            f"syncd {' '.join(arguments)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}"
        )
        return ended.stdout

    def invite(self, name: str, agency: str = "Lembaga Uji") -> str:
        """A join code, as it is handed to a tenant admin."""
        return self._code("--name", name, "--agency", agency)

    def invite_again(self, tenant: str) -> str:
        """A new code for a tenant that is known, by its slug."""
        return self._code("--tenant", tenant)

    def _code(self, *options: str) -> str:
        return next(word for word in self.syncd("tenant", "invite", *options).split() if word.startswith("ASN1."))

    def live(self, tenant: str, kind: str, column: str = "id") -> set[object]:
        """What is stored of this kind and has not gone."""
        engine = open_store(self.store)
        statement = (
            f"SELECT r.{column} FROM {kind} r JOIN tenant t ON t.id = r.tenant_id WHERE t.slug = :slug AND r.gone_at IS NULL"
        )
        with engine.connect() as conn:
            found = {row[0] for row in conn.execute(text(statement), {"slug": tenant})}
        engine.dispose()
        return found

    def live_values(self, kind: str, column: str) -> list[object]:
        """What is stored of this kind for all tenants and has not gone."""
        return self._values(f"SELECT {column} FROM {kind} WHERE gone_at IS NULL")

    def tenant_values(self, column: str) -> list[object]:
        """What is stored of each tenant, in the order in which they joined."""
        return self._values(f"SELECT {column} FROM tenant ORDER BY id")

    def _values(self, statement: str) -> list[object]:
        engine = open_store(self.store)
        with engine.connect() as conn:
            found = [row[0] for row in conn.execute(text(statement))]
        engine.dispose()
        return found

    @contextmanager
    def serving(self) -> "Iterator[subprocess.Popen[bytes]]":
        """`syncd serve` runs and answers."""
        self.syncd("db", "upgrade")
        with (self._folder / "serve.log").open("w") as log:
            process = subprocess.Popen([*self._command, "serve"], cwd=REPOSITORY, stdout=log, stderr=log)
            try:
                self._wait_until_it_answers(process)
                yield process
            finally:
                process.terminate()
                process.wait(timeout=PATIENCE_S)

    @contextmanager
    def daemons(self, count: int = 1) -> Iterator[None]:
        """So many daemons of this centre run."""
        logs = [(self._folder / f"run-{number}.log").open("w") for number in range(count)]
        running = [subprocess.Popen([*self._command, "run"], cwd=REPOSITORY, stdout=log, stderr=log) for log in logs]
        try:
            yield
        finally:
            for process in running:
                process.terminate()
            for process, log in zip(running, logs, strict=True):
                process.wait(timeout=PATIENCE_S)
                log.close()

    def until_told(self) -> None:
        """Wait until every tenant has heard of the ends of sessions that Keycloak told this centre of."""
        end, engine = monotonic() + PATIENCE_S, open_store(self.store)
        untold = 1
        while untold:
            assert monotonic() < end, "a tenant was not told of the end of a session"
            Event().wait(0.1)
            with engine.connect() as conn:
                untold = conn.execute(text("SELECT COUNT(*) FROM logout WHERE told_at IS NULL")).scalar_one()
        engine.dispose()

    def wait_until_read(self, tenants: int) -> None:
        """Until so many tenants were read and found equal."""
        end = monotonic() + READ_S
        while sum(one["verified"] is True for one in json.loads(self.syncd("tenant", "list", "--json"))) < tenants:
            assert monotonic() < end, (self._folder / "run-0.log").read_text()[-2000:]
            Event().wait(0.5)

    def _wait_until_it_answers(self, process: "subprocess.Popen[bytes]") -> None:
        end = monotonic() + PATIENCE_S
        while True:
            assert process.poll() is None, (self._folder / "serve.log").read_text()
            try:
                with urlopen(f"{self.url}/health/live", timeout=PATIENCE_S):
                    return
            except (URLError, ConnectionError):
                assert monotonic() < end, "syncd serve does not answer"
                Event().wait(0.05)
