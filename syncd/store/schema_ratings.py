"""The tables of what ratings come to, and of LAN's decisions about them. Defines only."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from syncd.store.schema_base import KEY, MARIADB, metadata

# Derived: where a course stands, and the sums it was computed from. A course without votes and completions has no row.
standing = Table(
    "standing",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("course", BigInteger, primary_key=True, autoincrement=False),
    Column("others", BigInteger, nullable=False),
    Column("other_weight", BigInteger, nullable=False),
    Column("other_stars", BigInteger, nullable=False),
    Column("own", BigInteger, nullable=False),
    Column("own_weight", BigInteger, nullable=False),
    Column("own_stars", BigInteger, nullable=False),
    Column("damped", Boolean, nullable=False),
    Column("other_completions", BigInteger, nullable=False),
    Column("own_completions", BigInteger, nullable=False),
    Column("votes", BigInteger, nullable=False),
    Column("mean", Integer, nullable=False),
    Column("prior", Integer, nullable=False),
    Column("prior_share", Integer, nullable=False),
    Column("own_share", Integer, nullable=False),
    Column("capped", Boolean, nullable=False),
    Column("completions", BigInteger, nullable=False),
    Column("popularity", Integer, nullable=False),
    **MARIADB,
)

# Derived: for which day and with which national mean a tenant's standings were computed, and what its votes add up to.
standing_tenant = Table(
    "standing_tenant",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("day", BigInteger, nullable=False),
    Column("prior", Integer, nullable=False),  # tenths of a star
    Column("owner_code", String(40)),
    Column("weight", BigInteger, nullable=False),
    Column("stars", BigInteger, nullable=False),
    Column("blank", Integer, nullable=False),  # the popularity of a course of which nothing counts
    **MARIADB,
)

# Courses whose votes or completions changed since their standing was computed. Only ever added to by who stores rows: nobody
# waits for anybody, and what is committed late is seen late and not missed.
standing_due = Table(
    "standing_due",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("course", BigInteger, nullable=False),
    Index("ix_standing_due_tenant", "tenant_id", "id"),
    **MARIADB,
)

# Append-only: what LAN decided about a rating. No foreign key, and the site's own name in the place of the tenant's number: a
# decision outlives the row and the membership, and is about no other rating that once gets the same number.
moderation = Table(
    "moderation",
    metadata,
    Column("id", KEY, primary_key=True, autoincrement=True),
    Column("site", String(32), nullable=False),
    Column("slug", String(40), nullable=False),
    Column("rating", BigInteger, nullable=False),
    Column("course", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("act", String(10), nullable=False),  # withhold, restore
    Column("why", String(500), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_moderation_rating", "site", "rating", "id"),
    **MARIADB,
)
