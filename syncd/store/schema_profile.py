"""The table of how tenants present themselves. Defines only."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from syncd.model.profile import NAME, SENTENCE
from syncd.store.schema_base import MARIADB, metadata

# As the last handshake said it; no row where it says nothing.
profile = Table(
    "profile",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String(NAME)),
    Column("sentence", String(SENTENCE)),
    Column("colour", String(7)),
    Column("logo", String(64)),
    **MARIADB,
)
