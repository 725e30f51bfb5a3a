"""The centre's rows of one bucket of a kind, to name the first that differs. Reads kind tables and rejections."""

from sqlalchemy import Connection, select

from syncd.model.digest import BUCKETS
from syncd.model.kinds import KINDS
from syncd.store.schema import kind_tables, rejection


def live_rows(conn: Connection, tenant_id: int, kind: str, bucket: int) -> dict[int, tuple[object, ...]]:
    """The live rows of this bucket by id, their values in contract order."""
    table = kind_tables[kind]
    columns = [table.c[name] for name in KINDS[kind].column_names]
    statement = select(*columns).where(table.c.tenant_id == tenant_id, table.c.gone_at.is_(None), table.c.id % BUCKETS == bucket)
    return {row[0]: tuple(row) for row in conn.execute(statement)}


def refused_digests(conn: Connection, tenant_id: int, kind: str, bucket: int) -> dict[int, tuple[int, int]]:
    """The digests of the refused rows of this bucket by id."""
    statement = select(rejection.c.row_id, rejection.c.digest_high, rejection.c.digest_low).where(
        rejection.c.tenant_id == tenant_id, rejection.c.kind == kind, rejection.c.row_id % BUCKETS == bucket
    )
    return {row_id: (high, low) for row_id, high, low in conn.execute(statement)}
