"""The centre's own digests of a tenant's rows, computed where the rows are. Reads the kind tables and the rejections."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, TextClause, func, select, text

from syncd.model.digest import BUCKETS, KindDigest, Sums
from syncd.model.kinds import KINDS, TEXTS, Column
from syncd.model.wire import CONTRACT, NEWEST
from syncd.store.schema import rejection


def of_kind(conn: Connection, tenant_id: int, kind: str, contract: int = NEWEST) -> KindDigest:
    """The digest, with buckets, of everything the tenant has shown us of a kind: live rows and refused rows.

    Refused rows have the digest of the version they were received in: after another is spoken their buckets are read again.
    """
    buckets: dict[int, Sums] = {}
    for source in (_live(conn, tenant_id, kind, contract), _refused(conn, tenant_id, kind)):
        for bucket, sums in source.items():
            buckets[bucket] = buckets.get(bucket, Sums()) + sums
    return KindDigest.of_buckets(buckets)


def _live(conn: Connection, tenant_id: int, kind: str, contract: int) -> dict[int, Sums]:
    found = conn.execute(_statement(kind, conn.dialect.name, contract), {"tenant": tenant_id})
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
def _statement(kind_name: str, dialect: str, contract: int) -> TextClause:
    kind = KINDS[kind_name]
    columns = kind.columns[: kind.width(contract)]
    # Table and column names come from model/kinds.py, never from outside.
    where = f"FROM `{kind.name}` WHERE tenant_id = :tenant AND gone_at IS NULL"
    if dialect == "sqlite":
        row = ", ".join((str(contract), *(f"`{column.name}`" for column in columns)))
        # digest_high and digest_low are the functions of `model/digest.py`, registered by `engine.py`.
        return text(
            f"SELECT id % {BUCKETS}, COUNT(*), SUM(digest_high({row})), SUM(digest_low({row})) {where} GROUP BY id % {BUCKETS}"
        )
    # Summed as doubles, which is quicker than as decimals and exact up to two million rows a bucket.
    canonical = _canonical(columns, contract)
    high, low = (f"SUM(CONV(SUBSTR(md5, {start}, 8), 16, 10))" for start in (1, 9))
    return text(
        f"SELECT id % {BUCKETS}, COUNT(*), {high}, {low} FROM (SELECT id, MD5({canonical}) AS md5 {where}) AS digested "
        f"GROUP BY id % {BUCKETS}"
    )


def _canonical(columns: Sequence[Column], contract: int) -> str:
    parts = []
    for column in columns:
        first = value = f"`{column.name}`"
        is_text = column.type in TEXTS
        if is_text and contract > CONTRACT:
            # CONCAT_WS leaves null out: of a missing text only the `~` in the place of its length stays.
            first = f"OCTET_LENGTH({value})"
        parts.append(f"COALESCE({first}, '~')" if column.nullable else first)
        parts += [value] if first != value else []
    return f"CONCAT_WS('|', {', '.join(parts)})"
