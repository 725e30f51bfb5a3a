"""Kinds and columns that tenants send and this centre does not know yet.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "unknown_part",
        sa.Column("tenant_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_unknown_part")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_unknown_part_tenant_id_tenant"), ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:unknown_part")
