"""The centre's own digests of a tenant's rows, computed where the rows are. Reads the kind tables and the rejections."""

from functools import cache

from sqlalchemy import Connection, TextClause, func, select, text

from syncd.model.digest import BUCKETS, KindDigest, Sums
from syncd.model.kinds import KINDS, ColumnType, Kind
from syncd.store.schema import rejection


def of_kind(conn: Connection, tenant_id: int, kind: str) -> KindDigest:
    """The digest, with buckets, of everything the tenant has shown us of a kind: live rows and refused rows."""
    buckets: dict[int, Sums] = {}
    for source in (_live(conn, tenant_id, kind), _refused(conn, tenant_id, kind)):
        for bucket, sums in source.items():
            buckets[bucket] = buckets.get(bucket, Sums()) + sums
    return KindDigest.of_buckets(buckets)


def _live(conn: Connection, tenant_id: int, kind: str) -> dict[int, Sums]:
    found = conn.execute(_statement(kind, conn.dialect.name), {"tenant": tenant_id})
    return {int(bucket): Sums(int(count), int(high), int(low)) for bucket, count, high, low in found}


def _refused(conn: Connection, tenant_id: int, kind: str) -> dict[int, Sums]:
    bucket = (rejection.c.row_id % BUCKETS).label("bucket")
    found = conn.execute(
        select(bucket, func.count(), func.sum(rejection.c.digest_high), func.sum(rejection.c.digest_low))
        .where(rejection.c.tenant_id == tenant_id, rejection.c.kind == kind)
        .group_by(bucket)
    )
    return {int(bucket): Sums(int(count), int(high), int(low)) for bucket, count, high, low in found}


@cache
def _statement(kind_name: str, dialect: str) -> TextClause:
    kind = KINDS[kind_name]
    # Table and column names come from model/kinds.py, never from outside.
    where = f"FROM `{kind.name}` WHERE tenant_id = :tenant AND gone_at IS NULL"
    if dialect == "sqlite":
        row = ", ".join(f"`{name}`" for name in kind.column_names)
        # digest_high and digest_low are the functions of `model/digest.py`, registered by `engine.py`.
        return text(
            f"SELECT id % {BUCKETS}, COUNT(*), SUM(digest_high({row})), SUM(digest_low({row})) {where} GROUP BY id % {BUCKETS}"
        )
    # Summed as doubles, which is quicker than as decimals and exact up to two million rows a bucket.
    high, low = (f"SUM(CONV(SUBSTR(md5, {start}, 8), 16, 10))" for start in (1, 9))
    return text(
        f"SELECT id % {BUCKETS}, COUNT(*), {high}, {low} FROM (SELECT id, MD5({_canonical(kind)}) AS md5 {where}) AS digested "
        f"GROUP BY id % {BUCKETS}"
    )


def _canonical(kind: Kind) -> str:
    parts = []
    for column in kind.columns:
        is_text = column.type in (ColumnType.TEXT, ColumnType.CHOICE, ColumnType.LEARNER)
        value = f"`{column.name}`" if is_text else f"CAST(`{column.name}` AS CHAR)"
        parts.append(f"COALESCE({value}, '~')" if column.nullable else value)
    return f"CONCAT_WS('|', {', '.join(parts)})"
