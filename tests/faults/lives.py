"""Daemon lives for tests: begins them through the fork server, ends them by signals. Ends only processes it began."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.lab import Lab

REPOSITORY = Path(__file__).resolve().parents[2]


class Lives:
    """One fork server and the lives it gave birth to."""

    def __init__(self, private_key: str, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.diary = folder / "diary"
        self.diary.touch()
        self._running: set[int] = set()
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.fork_server"],
            cwd=REPOSITORY,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._tell(private_key)

    def begin(
        self,
        lab: Lab,
        life: str = "sweep",
        *,
        at: int = 0,
        point: str | None = None,
        send: str = "SIGKILL",
        store: str | None = None,
    ) -> int:
        """A new process; with `at` it gets the signal at its n-th crash point."""
        order = {
            "life": life,
            "store": store or lab.engine.url.render_as_string(hide_password=False),
            "tenants": list(lab.keys.values()),
            "page_size": lab.options.page_size,
            "guard_rows": lab.options.guard.rows,
            "timeout_s": lab.transport.total_timeout_s,
            "at": at,
            "point": point,
            "signal": send,
            "diary": str(self.diary),
        }
        self._tell(order)
        pid = int(self._answer())
        self._running.add(pid)
        return pid

    def wait(self, pid: int) -> int:
        """Its exit status; a negative number is the signal that ended or stopped it."""
        self._tell({"wait": pid})
        status = int(self._answer())
        if status != -signal.SIGSTOP:
            self._running.discard(pid)
        return status

    def kill(self, pid: int) -> None:
        """kill -9."""
        os.kill(pid, signal.SIGKILL)
        self.wait(pid)

    def kill_after(self, pid: int, milliseconds: float) -> None:
        """kill -9 so long after now, or as soon as it has ended by itself."""
        handle = os.pidfd_open(pid)
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.poll(milliseconds)
        os.close(handle)
        self.kill(pid)

    def died_at(self) -> list[str]:
        """The crash points at which lives were ended, oldest first."""
        return self.diary.read_text().splitlines()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for pid in list(self._running):
            self.kill(pid)
        self._server.stdin.close()  # type: ignore[union-attr]
        self._server.wait(10)
        self._server.stdout.close()  # type: ignore[union-attr]

    def _tell(self, what: object) -> None:
        print(json.dumps(what), file=self._server.stdin, flush=True)

    def _answer(self) -> str:
        return self._server.stdout.readline()  # type: ignore[union-attr]
