"""How old healthy tenants' data gets beside bad tenants of every sort, against the same healthy ones alone; one daemon, one run.

Time runs fast: a turn each 15 s for 300, and a bad tenant is tried again after 45 s at the latest for 900.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.centre import Centre
from bench.measure import Json
from bench.simulated import Elsewhere, WorldSize, played_world
from bench.stores import mariadb_store
from syncd import clock
from syncd.model.tenant import Pause
from syncd.store import tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Connection, reading, run_transaction, transaction

HEALTHY, BAD = 448, 192
LATENCY_S = 0.05
POLL = {"interval_s": 15, "total_timeout_s": 5, "connect_timeout_s": 2, "turn_budget_s": 10}
SORTS = ("hang", "drip", "refuse", "gzip_bomb", "wrong_key", "server_error", "endless_more", "redirect")
TRIED_AGAIN_S = 45
SETTLE_S, ALONE_S, BESIDE_S = 30, 75, 120
_LOOK_S = 0.5


def run() -> Json:
    """Ages in seconds."""
    with mariadb_store() as (_, engine), TemporaryDirectory() as folder:
        centre = Centre(Path(folder), engine, POLL)
        healthy_size = WorldSize(HEALTHY, courses=2, enrolments=4, latency_s=LATENCY_S)
        bad_size = WorldSize(BAD, courses=2, enrolments=4, latency_s=LATENCY_S, seed=2)
        jwks = centre.keys.jwks_document().decode()
        # The bad ones are a process of their own, so that what they do there slows down no healthy one.
        with played_world(healthy_size, engine, jwks) as healthy, played_world(bad_size, engine, jwks) as bad:
            return _measured(centre, _Ages(centre, healthy), bad)


def _measured(centre: Centre, ages: "_Ages", bad: Elsewhere) -> Json:
    bad_ids = [address.tenant_id for address in bad.addresses]
    with centre.daemon() as daemon:
        centre.wait_until_read(daemon, ages.of | set(bad_ids))
        with transaction(centre.engine) as conn:
            for tenant_id in bad_ids:
                tenants.pause(conn, tenant_id, Pause.LAN)
        ages.look(SETTLE_S)
        alone = ages.look(ALONE_S)
        bad.misbehave(SORTS)
        with transaction(centre.engine) as conn:
            for tenant_id in bad_ids:
                tenants.resume(conn, tenant_id, Pause.LAN)
        with _tried_again(centre, bad_ids):
            ages.look(SETTLE_S)
            tried = _syncs(centre, bad_ids)
            beside = ages.look(BESIDE_S)
            tried = _syncs(centre, bad_ids) - tried
        if daemon.process.poll() is not None:
            raise RuntimeError("the daemon has ended: " + "\n".join(daemon.lines()[-20:])[:4000])
        peak = round(daemon.peak_mib, 1)
    return {
        "healthy": HEALTHY,
        "bad": BAD,
        "sorts": SORTS,
        "interval_s": POLL["interval_s"],
        "alone_s": alone,
        "beside_s": beside,
        "p99_to_alone": round(beside["p99"] / alone["p99"], 2),
        "turns_of_bad_ones_meanwhile": tried,
        "daemon_peak_mib": peak,
        "remark": "all processes share the cores; the bad ones are there in both parts, paused in the first",
    }


class _Ages:
    """Looks how long ago each healthy tenant was read to its end."""

    def __init__(self, centre: Centre, healthy: Elsewhere) -> None:
        self._engine = centre.engine
        self.of = frozenset(address.tenant_id for address in healthy.addresses)

    def look(self, seconds: float) -> Json:
        """Every half second for so long."""
        end, seen = clock.monotonic() + seconds, list[float]()
        while clock.monotonic() < end:
            with reading(self._engine) as conn:
                now = database_now_ms(conn)
                rows = [row for row in tenants.list_tenants(conn) if row.id in self.of]
            seen += [(now - (row.last_ok_at or 0)) / 1000 for row in rows]
            threading.Event().wait(_LOOK_S)
        seen.sort()
        at = {"p50": len(seen) // 2, "p99": len(seen) * 99 // 100, "max": len(seen) - 1}
        return {name: round(seen[place], 2) for name, place in at.items()}


@contextmanager
def _tried_again(centre: Centre, tenant_ids: list[int]) -> Iterator[None]:
    """Meanwhile nobody of these is put off for longer than a while: the longest back-off, in this time."""
    end, these = threading.Event(), frozenset(tenant_ids)

    def make_due(conn: Connection) -> None:
        late = database_now_ms(conn) - TRIED_AGAIN_S * 1000
        put_off = (row for row in tenants.list_tenants(conn) if row.id in these and row.next_sync_at > 0)
        tenants.make_due(conn, [row.id for row in put_off if (row.last_tried_at or 0) < late])

    def hurry() -> None:
        while not end.wait(1):
            run_transaction(centre.engine, make_due)

    thread = threading.Thread(target=hurry, name="hurry")
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def _syncs(centre: Centre, tenant_ids: list[int]) -> int:
    """How many turns these have had."""
    with reading(centre.engine) as conn:
        return sum(row.fence for row in tenants.list_tenants(conn) if row.id in tenant_ids)
