"""One real tenant's first reading: asked, proven, validated, stored, compared; by the centre's own turn, into MariaDB."""

from sqlalchemy import update

from bench.big_site import big_site
from bench.measure import Json, rates, seconds, spread
from bench.stores import mariadb_store
from syncd.store import digests, rows
from syncd.store.engine import reading, transaction
from syncd.store.schema import stream
from syncd.sync.state import SyncOptions
from syncd.sync.turn import sync_tenant
from tests.joined import enter

ROUNDS = 2
_KINDS = ("course", "enrolment", "completion")


def run() -> Json:
    with mariadb_store() as (server, engine), big_site() as big:
        address = big.address
        tenant = enter(engine, "besar", address.site, address.url, address.jwks).id

        def first_reading() -> None:
            # Without a proof that is due, the reading alone is measured; the proof is measured after it.
            options = SyncOptions(turn_budget_s=600)
            result = sync_tenant(engine, big.client, tenant, "bench", options)
            if result is None or result.outcome != "ok" or not result.verified_equal:
                raise RuntimeError(f"the turn failed: {result}")

        taken, stored = [], 0
        for _ in range(ROUNDS):
            server.execute(*(f"TRUNCATE TABLE {kind}" for kind in _KINDS), database="central")
            with transaction(engine) as conn:
                conn.execute(stream.delete().where(stream.c.tenant_id == tenant))
            taken.append(seconds(first_reading))
            with reading(engine) as conn:
                stored = sum(rows.count_live(conn, tenant, kind) for kind in _KINDS)
        with transaction(engine) as conn:
            conn.execute(update(stream).where(stream.c.tenant_id == tenant).values(verified_at=None, verified_equal=None))
        proof = seconds(lambda: sync_tenant(engine, big.client, tenant, "bench", SyncOptions(turn_budget_s=600)))
        with reading(engine) as conn:
            own = seconds(lambda: [digests.of_kind(conn, tenant, kind) for kind in _KINDS])
        return {
            "rows": stored,
            "rounds": ROUNDS,
            "turn_with_proof_s": spread(taken),
            "rows_per_second_with_proof": rates(stored, taken),
            "proof_alone_s": round(proof, 2),
            "digest_at_the_centre_s": round(own, 2),
            "rows_per_second_without_proof": rates(stored, [one - proof for one in taken]),
            "remark": "tenant's web server and database, the centre and its database share the cores",
        }
