"""The tables of images: what is served by hash, and what could not be had of whom. Defines only."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, SmallInteger, String, Table
from sqlalchemy.dialects.mysql import MEDIUMBLOB

from syncd.store.schema_base import MARIADB, metadata

# BLOB has room for 64 KiB less one byte.
_BYTES = LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb")

# By the sha256 of what a tenant sent; `data` is what this centre drew of it.
image = Table(
    "image",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("data", _BYTES, nullable=False),
    Column("width", SmallInteger, nullable=False),
    Column("height", SmallInteger, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
    **MARIADB,
)

# One tenant's bad answer is no reason not to ask another one for the same image.
image_refused = Table(
    "image_refused",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("sha256", String(64), primary_key=True),
    Column("reason", String(40), nullable=False),
    Column("again_at", BigInteger, nullable=False),
    **MARIADB,
)
