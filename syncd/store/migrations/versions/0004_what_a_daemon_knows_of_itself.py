"""What a daemon says of itself when it beats: workers wanted and living, and how far its clock is from the database's.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("daemon")}
    for name, kind in (("workers", sa.Integer()), ("living", sa.Integer()), ("clock_off_ms", sa.BigInteger())):
        if name not in there:
            op.add_column("daemon", sa.Column(name, kind, nullable=True))
            crashpoint.reach(f"migration:daemon.{name}")
