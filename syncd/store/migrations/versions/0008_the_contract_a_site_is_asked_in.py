"""The version of the contract in which each tenant is asked.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if "contract" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("tenant")}:
        op.add_column("tenant", sa.Column("contract", sa.Integer(), nullable=False, server_default="1"))
    crashpoint.reach("migration:tenant.contract")
