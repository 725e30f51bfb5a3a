"""The thumbprints of the keys by which tenants know this centre.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if not sa.inspect(op.get_bind()).has_table("centre_key"):
        op.create_table(
            "centre_key",
            sa.Column("kid", sa.String(64), nullable=False),
            sa.PrimaryKeyConstraint("kid"),
            mysql_charset="utf8mb4",
            mysql_collate="utf8mb4_bin",
            mysql_engine="InnoDB",
        )
        crashpoint.reach("migration:centre_key")
