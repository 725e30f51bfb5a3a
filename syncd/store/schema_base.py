"""What all central tables share: metadata with its names, character set, the type of keys. Defines only."""

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData

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
# SQLite gives an autoincrementing key only to INTEGER.
KEY = BigInteger().with_variant(Integer, "sqlite")
