"""Proves that the fault tests notice mistakes: makes each in a copy of the program and runs the tests that should turn red.

Run it as `python -m tests.faults.seeded_mistakes`. Writes into a temporary folder only.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Mistake:
    """A change of the program that must turn at least one of these tests red. `old` is in the file exactly once."""

    name: str
    file: str
    old: str
    new: str
    tests: str  # the file of the tests that must notice
    keyword: str  # and which of them, as pytest's -k wants it


MISTAKES = (
    Mistake(
        "the cursor is committed before the rows",
        "syncd/sync/changes.py",
        "    turn.store(work)\n    turn.count(found)",
        "    turn.store(lambda conn: streams.advance(conn, turn.tenant.id, row.name, page.to))\n"
        "    turn.store(work)\n    turn.count(found)",
        "test_processes.py",
        "kill_9_at_every and changes and not deletions",
    ),
    Mistake(
        "rows are inserted, never put in the place of older ones",
        "syncd/store/upsert.py",
        'NULL FROM json_each(:page) WHERE true "\n',
        'NULL FROM json_each(:page) WHERE true "\n    ) if kind else (\n',
        "test_history.py",
        "C01",
    ),
    Mistake(
        "the seal's digest is not compared",
        "syncd/keys/verify.py",
        '    _demand(claims.get("sha256") == sha256, Refusal.SHA256)\n',
        "",
        "test_payload.py",
        "after_the_seal",
    ),
    Mistake(
        "a page is trusted whatever number of rows it announces",
        "syncd/poll/page.py",
        "    if found != page.count:\n",
        "    if found > page.count > MAX_SEQ:\n",
        "test_payload.py",
        "count_that_lies",
    ),
    Mistake(
        "an empty list deletes everything",
        "syncd/sync/snapshot.py",
        "    if options.guard.allows(absent, live):\n",
        "    if absent <= live:\n",
        "test_payload.py",
        "P06",
    ),
    Mistake(
        "the fence is not checked",
        "syncd/store/leases.py",
        "values}).rowcount != 1:\n",
        "values}).rowcount > 1:\n",
        "test_processes.py",
        "K04 and sqlite and 1-after_fetch",
    ),
    Mistake(
        "rows are found by their id without the tenant",
        "syncd/store/rows.py",
        "        .where(table.c.tenant_id == tenant_id, table.c.id.in_(ids), table.c.gone_at.is_(None))\n",
        "        .where(table.c.id.in_(ids), table.c.gone_at.is_(None))\n",
        "test_identity.py",
        "S05",
    ),
    Mistake(
        "a cursor whose mark is unknown at the tenant is followed as if nothing had happened",
        "syncd/model/wire.py",
        'CURSOR_LOST = frozenset({"pruned", "history", "ahead"})',
        'CURSOR_LOST = frozenset({"pruned", "ahead"})',
        "test_history.py",
        "C06_grown and silently",
    ),
    Mistake(
        "redirects are followed",
        "syncd/poll/client.py",
        "        reply = self._send(request)\n        host = shown_host(address.url)\n",
        "        reply = self._send(request)\n"
        "        if 300 <= reply.status < 400:\n"
        '            place = reply.headers["Location"]\n'
        '            reply = self._send(lambda: Request("POST", place, request().headers, request().body))\n'
        "        host = shown_host(address.url)\n",
        "test_transport.py",
        "T09 and 307",
    ),
    Mistake(
        "a lock wait is swallowed, and the turn goes on",
        "syncd/store/rows.py",
        "        _upsert(conn, lease.tenant_id, part.kind, part.rows, generation, now)\n        due",
        "        try:\n"
        "            _upsert(conn, lease.tenant_id, part.kind, part.rows, generation, now)\n"
        "        except Exception:\n"
        "            pass\n"
        "        due",
        "test_database.py",
        "B03",
    ),
    Mistake(
        "each read has its time-out, the whole request has none",
        "syncd/poll/transport.py",
        "        with self._watchdog.deadline(self._options.total_timeout_s, ",
        "        with self._watchdog.deadline(3600, ",
        "test_transport.py",
        "T05_one_byte",
    ),
)


class CodeMovedError(Exception):
    """The text a mistake replaces is not in its file exactly once: the mistake must be written anew."""


def run(mistake: Mistake, *, make: bool) -> list[str]:
    """The tests that failed on a copy of the program with this mistake, or without it."""
    with TemporaryDirectory(prefix="asn-mistake-") as folder:
        copy = Path(folder)
        for name in ("syncd", "tests"):
            shutil.copytree(REPOSITORY / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "pyproject.toml", copy)
        if make:
            _make(mistake, copy / mistake.file)
        options = ["-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", "--timeout=150"]
        command = [sys.executable, "-m", "pytest", *options, f"tests/faults/{mistake.tests}", "-k", mistake.keyword]
        environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the tests of '{mistake.name}' could not be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return re.findall(r"^(?:FAILED|ERROR) tests/faults/(.+?)(?: - .*)?$", done.stdout, re.MULTILINE)


def _make(mistake: Mistake, file: Path) -> None:
    source = file.read_text()
    if source.count(mistake.old) != 1:
        raise CodeMovedError(f"{mistake.file} holds the text of '{mistake.name}' {source.count(mistake.old)} times")
    file.write_text(source.replace(mistake.old, mistake.new))


def main() -> int:
    """Make every mistake in turn; print which test turned red, after the same test was green without it."""
    wrong = 0
    for mistake in MISTAKES:
        green, red = run(mistake, make=False), run(mistake, make=True)
        wrong += bool(green) or not red
        print(f"{mistake.name:<80} {red[0] if red else 'NOT NOTICED'}{' RED WITHOUT IT TOO' if green else ''}", flush=True)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
