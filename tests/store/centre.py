"""The centre's side of a test about one tenant: takes its turns and compares what was stored with the truth."""

from sqlalchemy import Engine, select

from syncd.model.kinds import KINDS
from syncd.model.tenant import TenantRow
from syncd.store import rejections, streams, tenants
from syncd.store.engine import reading
from syncd.store.schema import kind_tables
from syncd.sync.state import SyncOptions, TurnResult
from syncd.sync.turn import sync_tenant
from tests.fake_tenant import FakeTenant

SMALL = SyncOptions(page_size=3)


class Centre:
    """The store side of a test: takes turns and compares with the truth."""

    def __init__(self, engine: Engine, tenant: TenantRow) -> None:
        self.engine, self.id = engine, tenant.id

    def turn(self, fake: FakeTenant, options: SyncOptions = SMALL, *, prove: bool = False) -> TurnResult:
        result = sync_tenant(self.engine, fake, self.id, "daemon-1", options, prove=prove)
        assert result is not None
        return result

    def live(self, kind: str) -> dict[int, list]:
        table = kind_tables[kind]
        columns = [table.c[name] for name in KINDS[kind].column_names]
        with reading(self.engine) as conn:
            found = conn.execute(select(*columns).where(table.c.tenant_id == self.id, table.c.gone_at.is_(None)))
            return {row[0]: list(row) for row in found}

    def refused(self) -> set[tuple[str, int]]:
        with reading(self.engine) as conn:
            return {(row["kind"], row["row_id"]) for row in rejections.newest(conn, self.id, 1000)}

    def tenant(self) -> TenantRow:
        with reading(self.engine) as conn:
            return tenants.by_id(conn, self.id)

    def stream(self, name: str) -> streams.StreamRow:
        with reading(self.engine) as conn:
            return streams.of_tenant(conn, self.id)[name]

    def assert_equal(self, fake: FakeTenant) -> None:
        refused = self.refused()
        for kind in KINDS:
            truth = {row_id: row for row_id, row in fake.rows[kind].items() if (kind, row_id) not in refused}
            assert self.live(kind) == truth
