"""The table of LAN's own word about offered courses. Defines only."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

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

# Append-only: two courses that LAN said are not about the same. The groups it confirmed are lines of `curation`.
comparison_rejection = Table(
    "comparison_rejection",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("course", BigInteger, nullable=False),
    Column("other_tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("other_course", BigInteger, nullable=False),
    Column("who", String(64), nullable=False),
    Column("why", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    # What a tenant that leaves takes with it.
    Index("ix_comparison_rejection_tenant_id", "tenant_id"),
    Index("ix_comparison_rejection_other_tenant_id", "other_tenant_id"),
    **MARIADB,
)

# Append-only: the newest line of a short name is the collection, whole. Courses are named by their site: no other gets its name.
collection = Table(
    "collection",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("slug", String(40), nullable=False),
    Column("act", String(10), nullable=False),
    Column("state", String(10), nullable=False),  # a State
    Column("title_id", String(100), nullable=False),
    Column("title_en", String(100), nullable=False),
    Column("about_id", String(300), nullable=False),
    Column("about_en", String(300), nullable=False),
    Column("members", Text, nullable=False),  # JSON: site and number of each course, in their order
    Column("who", String(64), nullable=False),
    Column("why", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_collection_newest", "slug", "id"),
    **MARIADB,
)
