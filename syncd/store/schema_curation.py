"""The table of LAN's own word about offered courses. Defines only."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from syncd.store.schema_base import KEY, MARIADB, metadata

# Append-only: the newest row of a course and field holds, all of them together are the log. No sync writes here.
curation = Table(
    "curation",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("course", BigInteger, nullable=False),
    Column("field", String(20), nullable=False),
    Column("value", String(40)),  # null: what the owner says holds again
    Column("who", String(64), nullable=False),
    Column("why", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_curation_newest", "tenant_id", "course", "field", "id"),
    **MARIADB,
)
