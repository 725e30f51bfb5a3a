"""When learners can enrol themselves in a course, and how many places are left.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("course")}
    for name in ("enrol_from", "enrol_until", "places"):
        if name not in there:
            op.add_column("course", sa.Column(name, sa.BigInteger(), nullable=True))
            crashpoint.reach(f"migration:course.{name}")
