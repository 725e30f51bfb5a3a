"""Gives birth to daemon processes: imports the program once, forks for each life. Reads orders from stdin, answers on stdout.

A life takes a twentieth of a second to begin, where a new interpreter would take seconds: a test can kill a thousand.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from joserfc.jwk import RSAKey

from syncd import crashpoint
from syncd.daemon.loop import Daemon
from syncd.keys import Signer
from syncd.keys.sign import with_thumbprint
from syncd.model.guard import Guard
from syncd.poll.client import FeedClient
from syncd.store.engine import open_store
from syncd.store.migrate import upgrade
from syncd.sync.turn import sync_tenant
from tests.faults.lab import CENTRE, PAGES, QUICK

WORKERS = 3


def _signer(pem: str) -> Signer:
    key = with_thumbprint(RSAKey.import_key(pem))
    return Signer(CENTRE, [key], str(key.kid))


def _client(order: dict[str, Any], signer: Signer) -> FeedClient:
    return FeedClient(signer, CENTRE, replace(QUICK, total_timeout_s=order["timeout_s"]))


def _sweep(order: dict[str, Any], signer: Signer) -> None:
    """One turn of each of these tenants, in one thread: its crash points come in the same order every time."""
    engine, client = open_store(order["store"]), _client(order, signer)
    options = replace(PAGES, page_size=order["page_size"], guard=Guard(rows=order["guard_rows"]))
    for tenant_id in order["tenants"]:
        sync_tenant(engine, client, tenant_id, f"life-{os.getpid()}", options, prove=True)


def _daemon(order: dict[str, Any], signer: Signer) -> None:
    """The daemon itself, every tenant due again at once."""
    options = replace(PAGES, page_size=order["page_size"], guard=Guard(rows=order["guard_rows"]), interval_s=0)
    Daemon(open_store(order["store"]), _client(order, signer), options, WORKERS).run()


def _upgrade(order: dict[str, Any], _signer: Signer) -> None:
    """The migrations."""
    upgrade(open_store(order["store"]))


LIVES: dict[str, Callable[[dict[str, Any], Signer], None]] = {"sweep": _sweep, "daemon": _daemon, "upgrade": _upgrade}


def _arm(order: dict[str, Any]) -> None:
    """At the n-th crash point (of this name, if one is given) the process gets the signal; its name is written down first."""
    left = order["at"]

    def hook(name: str) -> None:
        nonlocal left
        if order["point"] not in (None, name):
            return
        left -= 1
        if left == 0:
            with open(order["diary"], "a", encoding="utf-8") as diary:  # noqa: PTH123 - as little as possible before the end
                diary.write(f"{name}\n")
            os.kill(os.getpid(), getattr(signal, order["signal"]))

    crashpoint.hook = hook


def _live(order: dict[str, Any], signer: Signer) -> None:
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the log must not be taken for an answer
        if order["at"]:
            _arm(order)
        LIVES[order["life"]](order, signer)
        status = 0
    except BaseException:  # noqa: BLE001 - whatever ends a life is printed and ends only that life
        traceback.print_exc()
    finally:
        os._exit(status)


def main() -> None:
    """One order a line: begin a life, or wait for one to end or to stop."""
    signer = _signer(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], os.WUNTRACED)
            answer = -os.WSTOPSIG(status) if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)
        elif (answer := os.fork()) == 0:
            _live(order, signer)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
