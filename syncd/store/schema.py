"""The central tables. Kinds get theirs from `model/kinds.py`; every index is named after the query it serves. Defines only."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, SmallInteger, String, Table, Text

from syncd.model.kinds import KINDS, ColumnType, Kind
from syncd.model.kinds import Column as KindColumn

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# utf8mb4 with a binary collation: two titles that differ in one accent are two titles, and keys compare byte by byte.
MARIADB: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
_LONGEST_INLINE = 500
# SQLite gives an autoincrementing key only to INTEGER.
_KEY = BigInteger().with_variant(Integer, "sqlite")

tenant = Table(
    "tenant",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("slug", String(40), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("agency", String(255), nullable=False),
    Column("url", String(255), nullable=False),
    Column("site", String(32), unique=True),
    Column("jwks", Text),
    Column("jwks_sha256", String(64)),
    Column("epoch", String(32)),
    Column("plugin", BigInteger),
    Column("release", String(40)),
    Column("moodle", String(40)),
    Column("php", String(40)),
    Column("clock_skew_s", BigInteger),
    Column("streams_on", String(100), nullable=False, default=""),
    Column("paused_by", String(10)),  # "lan" or "tenant"
    Column("joined_at", BigInteger, nullable=False),
    Column("next_sync_at", BigInteger, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", BigInteger, nullable=False, default=0),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("deaths", Integer, nullable=False, default=0),
    Column("last_code", String(30)),
    Column("last_error", String(500)),
    Column("last_tried_at", BigInteger),
    Column("last_ok_at", BigInteger),
    Column("verified_at", BigInteger),
    Column("verified_equal", Boolean),
    Index("ix_tenant_due", "next_sync_at", "lease_until"),
    **MARIADB,
)

invite = Table(
    "invite",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE")),
    Column("name", String(255), nullable=False),
    Column("agency", String(255), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    **MARIADB,
)

stream = Table(
    "stream",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String(20), primary_key=True),
    Column("cursor_seq", BigInteger),
    Column("cursor_mark", String(12)),
    Column("refused", String(20)),
    Column("generation", BigInteger, nullable=False, default=0),
    Column("snapshot_reason", String(20)),  # not null while a snapshot is under way
    Column("snapshot_kind", String(20)),
    Column("snapshot_after", BigInteger),
    Column("snapshot_seq", BigInteger),
    Column("snapshot_mark", String(12)),
    Column("last_ok_at", BigInteger),
    Column("verified_at", BigInteger),
    Column("verified_equal", Boolean),
    **MARIADB,
)

rejection = Table(
    "rejection",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("row_id", BigInteger, nullable=False),
    Column("field", String(40), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("detail", String(200), nullable=False),
    Column("digest_high", BigInteger, nullable=False),
    Column("digest_low", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False, default=0),
    Column("first_seen_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, default=1),
    Index("uq_rejection_row", "tenant_id", "kind", "row_id", unique=True),
    **MARIADB,
)

held_deletion = Table(
    "held_deletion",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),  # rows that would vanish
    Column("live", BigInteger, nullable=False),  # rows of the kind before
    Column("held_at", BigInteger, nullable=False),
    Column("released_by", String(64)),  # a LAN operator's release, carried out at the next turn
    **MARIADB,
)

sync = Table(
    "sync",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("owner", String(64), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("outcome", String(10), nullable=False),  # running, ok, partial, failed, lost
    Column("code", String(30)),
    Column("error", String(500)),
    Column("requests", Integer, nullable=False, default=0),
    Column("bytes", BigInteger, nullable=False, default=0),
    Column("rows", BigInteger, nullable=False, default=0),
    Column("gone", BigInteger, nullable=False, default=0),
    Column("rejected", BigInteger, nullable=False, default=0),
    Column("repaired", BigInteger, nullable=False, default=0),
    Column("notes", String(500), nullable=False, default=""),  # resets, repairs, held deletions, in words
    Column("verified_equal", Boolean),
    Index("ix_sync_newest", "tenant_id", "id"),
    **MARIADB,
)

# Live rows of a kind, counted at the end of the last turn that changed any: 640 tenants are summed up without touching a row.
live_count = Table(
    "live_count",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("live", BigInteger, nullable=False),
    **MARIADB,
)

daemon = Table(
    "daemon",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("version", String(20), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("beat_at", BigInteger, nullable=False),
    **MARIADB,
)

# Tenants' clients at Keycloak, as they were last put there. A row outlives its tenant, so that a client is never forgotten.
client = Table(
    "client",
    metadata,
    Column("slug", String(40), primary_key=True),
    Column("url", String(255)),  # null while nobody knows what the client is like
    Column("enabled", Boolean),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("changed_at", BigInteger, nullable=False),
    **MARIADB,
)

person = Table(
    "person",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("agency", String(40)),
    Column("unit", String(255)),
    Column("status", String(40)),
    Column("enabled", Boolean, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("gone_at", BigInteger),
    Column("barred", Boolean, nullable=False),  # disabled, or of a status that may not sign in
    Column("ended_at", BigInteger),  # barred, and without a session since
    Index("ix_person_barred", "barred", "ended_at"),
    Index("ix_person_agency", "agency", "status"),
    **MARIADB,
)

# Append-only. No foreign key: the history outlives the row.
person_move = Table(
    "person_move",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("subject", String(64), nullable=False),
    Column("from_agency", String(40)),
    Column("from_unit", String(255)),
    Column("from_status", String(40)),
    Column("to_agency", String(40)),
    Column("to_unit", String(255)),
    Column("to_status", String(40)),
    Column("at", BigInteger, nullable=False),
    Index("ix_person_move_subject", "subject", "id"),
    **MARIADB,
)

# One row: who reads the people now, how far the complete pass is, and what is to be shown about it.
directory = Table(
    "directory",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("lease_owner", String(64)),
    Column("lease_until", BigInteger, nullable=False, default=0),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("next_at", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_error", String(500)),
    Column("last_ok_at", BigInteger),
    Column("pass_began_at", BigInteger),  # not null while a complete pass is under way
    Column("pass_next", BigInteger, nullable=False, default=0),
    Column("pass_skipped", BigInteger, nullable=False, default=0),
    Column("complete_at", BigInteger),  # when the last complete pass began
    Column("skipped", BigInteger, nullable=False, default=0),  # accounts it could not take over
    Column("held", BigInteger, nullable=False, default=0),  # people it did not find, whose removal waits
    Column("held_at", BigInteger),
    **MARIADB,
)


def _sql_type(column: KindColumn) -> BigInteger | SmallInteger | String | Text:
    match column.type:
        case ColumnType.FLAG:
            return SmallInteger()
        case ColumnType.TEXT if column.length > _LONGEST_INLINE:
            return Text()
        case ColumnType.TEXT | ColumnType.CHOICE | ColumnType.LEARNER:
            return String(column.length)
        case _:
            return BigInteger()


def _kind_table(kind: Kind) -> Table:
    own: list[Column[Any]] = [
        Column(column.name, _sql_type(column), nullable=column.nullable) for column in kind.columns if column.name != "id"
    ]
    return Table(
        kind.name,
        metadata,
        Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        *own,
        Column("generation", BigInteger, nullable=False, default=0),  # the snapshot that last saw the row
        Column("changed_at", BigInteger, nullable=False),
        Column("gone_at", BigInteger),  # tombstone: gone at the tenant since
        **MARIADB,
    )


kind_tables: dict[str, Table] = {name: _kind_table(kind) for name, kind in KINDS.items()}
Index("ix_assertion_badge", kind_tables["assertion"].c.tenant_id, kind_tables["assertion"].c.badge)
