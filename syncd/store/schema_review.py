"""The tables of LAN's review of new courses, and of what owners object to. Defines only."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, String, Table

from syncd.store.schema_base import KEY, MARIADB, metadata

# Append-only: the newest line of an agency holds, before the newest for all.
review_switch = Table(
    "review_switch",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("agency", String(255)),  # null: all that have no line of their own
    Column("is_on", Boolean, nullable=False),
    Column("who", String(64), nullable=False),
    Column("why", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    **MARIADB,
)

# Append-only: a course under review is seen once a line says published.
review = Table(
    "review",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("course", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),  # reviewed, published
    Column("who", String(64), nullable=False),
    Column("why", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_review_course", "tenant_id", "course", "id"),
    **MARIADB,
)

# What the owner of a course says against one decision of LAN, once. It goes with the decision when the tenant leaves.
objection = Table(
    "objection",
    metadata,
    Column("decision", BigInteger, ForeignKey("curation.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("reason", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    **MARIADB,
)

# Append-only: what LAN answers; the newest line is shown to the owner.
objection_answer = Table(
    "objection_answer",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("decision", BigInteger, ForeignKey("objection.decision", ondelete="CASCADE"), nullable=False),
    Column("who", String(64), nullable=False),
    Column("why", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_objection_answer_newest", "decision", "id"),
    **MARIADB,
)
