"""`syncd demo`: a centre and simulated tenants here, joined, read, changed, proven equal and searched. Writes its own folder."""

import fcntl
import json
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from urllib.error import URLError
from urllib.request import urlopen

import typer
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from syncd import clock
from syncd.cli.demo_tour import look_around, rate
from syncd.cli.exits import Exit, complain
from syncd.cli.output import say, tracked
from syncd.cli.runtime import Runtime
from syncd.cli.selection import selected
from syncd.cli.simulator import ask_simulator
from syncd.cli.status import read_summary, say_summary
from syncd.cli.sync import compare_tenants, read_tenants
from syncd.errors import LeaseLostError
from syncd.simulator.agencies import agency
from syncd.store import invites
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import transaction
from syncd.store.migrate import upgrade
from syncd.sync.compare import Verdict

_FOLDER = Path(".work/demo")
_READY_S = 60
_SETTINGS = """\
[store]
url = "sqlite:///syncd.db"

[centre]
url = "http://127.0.0.1:{port}"
name = "ASN Unggul (demo)"
demo_agency = {agency}
keys_dir = "keys"

[poll]
interval_s = 10
allowed_networks = ["127.0.0.0/8"]

[api]
port = {port}
"""
_TO_TRY = """
It keeps running: the daemon asks every tenant each 10 seconds. Stop it with Ctrl-C.

Open      {centre}/
          the portal: look for a course, as every civil servant can
and       {centre}/status
          the status page, for LAN operators
or try, in another terminal and this folder:

  {syncd} --config {config} status
  {syncd} --config {config} search kepemimpinan --minutes 10
      look for courses, as the marketplace does
  {syncd} simulator step 50 --at {simulator}
      let things happen on the sites
  {syncd} simulator rate 1 2 5 --at {simulator}
      forty people complete course 2 of tenant 1 and give it 5 stars
  {syncd} simulator hide 1 --at {simulator}
      hide a course of tenant 1
  {syncd} simulator fault 2 html_login --at {simulator}
      break tenant 2; `none` instead ends it, no name at all lists the faults
  {syncd} simulator incident 3 poison_row --at {simulator}
  {syncd} --config {config} rejections list
  {syncd} --config {config} verify --all
"""


def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop after the proof instead of keeping it running.")] = False,
    tenants: Annotated[int, typer.Option(min=1, max=1000, help="How many tenants.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed gives the same tenants and changes.")] = 1,
) -> None:
    """Show everything on this machine: simulated tenants join, change, and are read and proven equal."""
    started = clock.monotonic()
    # Whoever ends this process ends its children too; started in a shell's background it would inherit SIGINT as ignored.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.default_int_handler)
    with ExitStack() as stack:
        stack.enter_context(_alone())
        shutil.rmtree(_FOLDER, ignore_errors=True)
        _FOLDER.mkdir(parents=True)
        config = _FOLDER / "syncd.toml"
        centre_port, simulator_port = _free_ports(2)
        config.write_text(_SETTINGS.format(port=centre_port, agency=json.dumps(agency(1))))
        centre, simulator = f"http://127.0.0.1:{centre_port}", f"http://127.0.0.1:{simulator_port}"
        run = Runtime(config)
        upgrade(run.new_engine())
        run.make_keys()

        say(f"1. Starting {tenants} simulated tenants and a centre …")
        world = ("--tenants", str(tenants), "--seed", str(seed), "--port", str(simulator_port))
        stack.enter_context(_process("simulator", "run", *world))
        stack.enter_context(_process("--config", str(config), "serve"))
        _await(f"{simulator}/control/tenants")
        _await(f"{centre}/health/live")

        say("2. Each tenant joins with a code of its own …")
        for one in tracked(ask_simulator(simulator, "tenants"), "Joining", tenants):
            with transaction(run.engine) as conn:
                secret = invites.create(conn, one["name"], one["name"], database_now_ms(conn))
            ask_simulator(simulator, f"s/{one['number']}/join", {"code": invites.code(centre, secret)})

        say("3. Reading everything …")
        equal = _read_and_compare(run)

        say("\n4. The sites change: courses, enrolments, completions, badges come, change and go …")
        for happening in ask_simulator(simulator, "step", {"acts": 10 * tenants})[:8]:
            say(f"   tenant {happening['tenant']}: {happening['what']}")
        say("   …\n5. Reading what changed, and comparing every row by digest …")
        equal = _read_and_compare(run) and equal

        say("\n6. Making what was read searchable, and looking into the marketplace …")
        look_around(run, centre)
        say("\n7. Learners rate a course, which changes what is most popular …")
        if not rate(run, centre, simulator):
            complain("the ratings changed no order, which they should")
            raise typer.Exit(Exit.FAILED)
        equal = _read_and_compare(run) and equal

        took = clock.monotonic() - started
        if equal:
            say(f"\nEvery tenant is verified equal. It took {took:.0f} s.")
        else:
            complain(f"not every tenant is verified equal; look with: syncd --config {config} verify --all")
            raise typer.Exit(Exit.PARTLY)
        if not once:
            daemon = stack.enter_context(_process("--config", str(config), "run"))
            say(_TO_TRY.format(centre=centre, config=config, simulator=simulator, syncd=_own_name()))
            daemon.wait()


@contextmanager
def _alone() -> Iterator[None]:
    """One demo in this folder: the second would delete what the first shows. The lock goes with the process."""
    _FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with _FOLDER.with_suffix(".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LeaseLostError(f"another demo runs in {_FOLDER}; stop it with Ctrl-C first.") from None
        yield


def _read_and_compare(run: Runtime) -> bool:
    """What `syncd sync --all` and `syncd verify --all` do; whether every tenant is equal."""
    rows = selected(run.engine, None, everyone=True)
    results = list(read_tenants(run, rows, prove=False))
    found = compare_tenants(run, rows)
    say_summary(read_summary(run.engine))
    equal = sum(one.verdict is Verdict.EQUAL for one in found)
    say(f"{equal} of {len(found)} tenants are equal, row by row.")
    return equal == len(found) and all(result is not None and result.outcome == "ok" for result in results)


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of our own commands, running until the end of the block; its log goes into the demo's folder."""
    name = next(argument for argument in arguments if argument in ("simulator", "serve", "run"))
    with (_FOLDER / f"{name}.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "syncd", *arguments], stdout=log, stderr=log)  # noqa: S603
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def _await(url: str) -> None:
    """Wait until something answers there."""
    try:
        for attempt in Retrying(
            retry=retry_if_exception_type((URLError, ConnectionError)), wait=wait_fixed(0.1), stop=stop_after_delay(_READY_S)
        ):
            with attempt, urlopen(url, timeout=_READY_S) as response:  # noqa: S310 - loopback
                if response.status != HTTPStatus.OK:
                    raise URLError(f"status {response.status}")
    except RetryError:
        complain(f"{url} did not answer within {_READY_S} s; the logs are in {_FOLDER}")
        raise typer.Exit(Exit.UNREACHABLE) from None


def _own_name() -> str:
    """How this command was called, for people to repeat."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "syncd" else f"{sys.executable} -m syncd"


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
