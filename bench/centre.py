"""A centre on a store that is there already: its keys, its settings, and its daemon as a process. Ends what it began."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, delete, update

from syncd import clock
from syncd.keys import KeyRing
from syncd.store import tenants
from syncd.store.engine import reading, transaction
from syncd.store.schema import daemon, tenant
from tests.e2e.centre_process import REPOSITORY
from tests.independent.scene import Daemon, until
from tests.joined import CENTRE

_LONG_S = 300


class Centre:
    """A centre in a folder of its own."""

    def __init__(self, folder: Path, engine: Engine, poll: Mapping[str, object]) -> None:
        """`poll`: settings of the section of that name."""
        self.engine = engine
        self.keys = KeyRing(folder / "keys", CENTRE)
        self._folder = folder
        url = engine.url.render_as_string(hide_password=False)
        sections: dict[str, Mapping[str, object]] = {
            "store": {"url": url},
            "centre": {"url": CENTRE, "keys_dir": str(folder / "keys")},
            "poll": {"allowed_networks": ["127.0.0.0/8"], **poll},
        }
        lines = (
            f"[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
            for name, values in sections.items()
        )
        (folder / "syncd.toml").write_text("".join(lines), encoding="utf-8")

    @contextmanager
    def daemon(self) -> Iterator[Daemon]:
        """`syncd run`, killed at the end: what a bad tenant keeps waiting needs no farewell. The next one finds nothing of it."""
        log = self._folder / "run.log"
        command = [sys.executable, "-m", "syncd", "--config", str(self._folder / "syncd.toml"), "run"]
        with log.open("w") as out:
            process = subprocess.Popen(command, cwd=REPOSITORY, stdout=out, stderr=out)
        try:
            yield Daemon(process, log)
        finally:
            process.kill()
            process.wait()
            with transaction(self.engine) as conn:
                conn.execute(update(tenant).values(lease_owner=None, lease_until=0))
                conn.execute(delete(daemon))

    def read_since(self, began: int, tenant_ids: frozenset[int]) -> bool:
        """Whether each of these was read to its end after that."""
        with reading(self.engine) as conn:
            rows = [row for row in tenants.list_tenants(conn) if row.id in tenant_ids]
        return all(row.last_ok_at is not None and row.last_ok_at > began for row in rows)

    def wait_until_read(self, running: Daemon, tenant_ids: frozenset[int]) -> None:
        """Until each of these has been read from now on."""
        began = clock.now_ms()
        if not until(lambda: self.read_since(began, tenant_ids), _LONG_S):
            raise RuntimeError("not all were read: " + "\n".join(running.lines()[-20:])[:4000])
