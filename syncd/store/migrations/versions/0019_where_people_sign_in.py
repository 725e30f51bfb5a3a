"""Whether people sign in at a site at the identity issuer, so that links into its courses sign them in.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if "sign_in" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("tenant")}:
        op.add_column("tenant", sa.Column("sign_in", sa.Boolean()))
    crashpoint.reach("migration:tenant.sign_in")
