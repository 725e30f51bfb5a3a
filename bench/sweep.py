"""640 quiet tenants at 50 ms, 32 threads, kept connections: the network part, the whole with the store, memory, the summary."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from sqlalchemy import Engine, event

from bench.measure import Json, alternate, ratios, seconds, spread
from bench.simulated import WorldSize, joined_world
from bench.stores import mariadb_store
from syncd import clock
from syncd.health.summary import summarise
from syncd.model.tenant import TenantAddress
from syncd.model.wire import Ask, ChangesAsk
from syncd.poll.client import FeedClient
from syncd.store import streams
from syncd.store.engine import reading
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant

TENANTS = 640
THREADS = 32
LATENCY_S = 0.05
ROUNDS = 5


def run() -> Json:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    size = WorldSize(TENANTS, courses=6, enrolments=8, latency_s=LATENCY_S)
    with mariadb_store() as (_, engine), joined_world(size, engine) as (client, addresses):
        first = seconds(lambda: _each(addresses, partial(_turn, engine, client)))
        asks = {address.tenant_id: _quiet_asks(engine, address.tenant_id) for address in addresses}
        received: list[int] = []
        http = _plain_http()
        times = alternate(
            ROUNDS,
            {
                "plain_http": lambda: seconds(lambda: _each(addresses, partial(_unproven, http))),
                "ask_and_prove": lambda: seconds(lambda: _each(addresses, partial(_ask, client, asks, received))),
                "whole_turn": lambda: seconds(lambda: _each(addresses, partial(_turn, engine, client))),
            },
        )
        floor = TENANTS * LATENCY_S / THREADS
        return {
            "tenants": TENANTS,
            "threads": THREADS,
            "latency_ms": LATENCY_S * 1000,
            "latency_floor_s": floor,
            "first_reading_s": round(first, 1),
            "seconds": {name: spread(taken) for name, taken in times.items()},
            "times_the_floor": {name: spread([one / floor for one in taken], 2) for name, taken in times.items()},
            "ask_and_prove_to_plain_http": ratios(times["ask_and_prove"], times["plain_http"]),
            "bytes_received_per_poll": spread([float(one) for one in received], 0),
            "rss_peak_mib": _peak_mib(),
            "summary": _summary(engine),
            "remark": "tenants, centre and database share the cores; the simulated tenants are one Python process",
        }


def _each(addresses: Sequence[TenantAddress], work: Callable[[TenantAddress], object]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(work, addresses):
            pass


def _turn(engine: Engine, client: FeedClient, address: TenantAddress) -> None:
    result = sync_tenant(engine, client, address.tenant_id, "bench", SyncOptions())
    if result is None or result.outcome != "ok":
        raise RuntimeError(f"{address.slug}: {result}")


def _quiet_asks(engine: Engine, tenant_id: int) -> list[Ask]:
    with reading(engine) as conn:
        return [ChangesAsk(name, row.cursor) for name, row in streams.of_tenant(conn, tenant_id).items()]


def _ask(client: FeedClient, asks: dict[int, list[Ask]], received: list[int], address: TenantAddress) -> None:
    received.append(client.ask(address, asks[address.tenant_id]).received_bytes)


def _plain_http() -> requests.Session:
    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=THREADS))
    return session


def _unproven(session: requests.Session, address: TenantAddress) -> None:
    # Refused at once, after the same way there and back: what HTTP alone costs in this language.
    if session.post(f"{address.url}/local/asnunggul/feed.php", data=b"{}").status_code != 401:
        raise RuntimeError("an unproven request was not refused")


def _summary(engine: Engine) -> Json:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(str(given[2])))
    times = []
    for _ in range(ROUNDS):
        statements.clear()
        with reading(engine) as conn:
            times.append(1000 * seconds(lambda: summarise(conn, clock.now_ms())))
    return {"milliseconds": spread(times, 1), "queries": len(statements)}


def _peak_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kib = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return round(kib / 1024, 1)
