"""How soon `/health/live` and the centre's keys answer while 200 joins and statuses hang at their own sites."""

import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

from bench.asked import asking
from bench.measure import Json
from syncd import clock
from tests.independent.scene import Centre
from tests.independent.tenant.lies import LIES
from tests.independent.tenant.server import HONEST, CentreRefusedError, Tenant
from tests.moodle.web import free_addresses

CALLERS, TENANTS = 200, 20
RETRY_S, ASKED_S = 5, 10
PATHS = ("/health/live", "/.well-known/jwks.json")


def run() -> Json:
    """Milliseconds, calm and with the callers."""
    (address,) = free_addresses(1)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        centre = Centre(Path(folder), address)
        stack.callback(centre.engine.dispose)
        stack.enter_context(centre.serving())
        tenants = [Tenant() for _ in range(TENANTS)]
        for number, tenant in enumerate(tenants):
            stack.callback(tenant.close)
            tenant.join(centre.code(f"Balai {number}"))
        codes = [centre.code(f"Balai lagi {number}") for number in range(CALLERS // 2)]
        calm = _answers(centre)
        for tenant in tenants:
            tenant.conduct = LIES["hanging keys"]
        end, told = threading.Event(), [0, 0]

        def call(number: int) -> None:
            tenant = tenants[number % TENANTS]
            while not end.is_set():
                began = clock.monotonic()
                with suppress(CentreRefusedError, OSError, ValueError):
                    tenant.status() if number % 2 else tenant.join(codes[number // 2])
                told[number % 2] += 1
                end.wait(max(0.0, RETRY_S - (clock.monotonic() - began)))  # as it was told

        with ThreadPoolExecutor(CALLERS) as pool:
            for number in range(CALLERS):
                pool.submit(call, number)
            while not any(tenant.hanging for tenant in tenants):
                end.wait(0.05)
            under = _answers(centre)
            end.set()
            for tenant in tenants:
                tenant.conduct = HONEST
                tenant.release.set()
    return {"callers": CALLERS, "joins": told[0], "statuses": told[1], "calm_ms": calm, "under_ms": under}


def _answers(centre: Centre) -> Json:
    urls = {centre.url + path: path for path in PATHS}
    with asking(*urls) as answers:
        began = clock.monotonic()
        threading.Event().wait(ASKED_S)
    return {urls[url]: took for url, took in answers.between(began, clock.monotonic()).items()}
