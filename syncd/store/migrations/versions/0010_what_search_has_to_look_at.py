"""A number of each tenant that grows with every change which search shows.

Times cannot say it: a page is stored under the time at which its transaction began, and becomes visible at its end.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if "touched" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("tenant")}:
        op.add_column("tenant", sa.Column("touched", sa.BigInteger(), nullable=False, server_default="0"))
    crashpoint.reach("migration:tenant.touched")
