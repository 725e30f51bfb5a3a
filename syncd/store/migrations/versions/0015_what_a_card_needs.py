"""What a card needs: topics, author line, image and badges of a course, and how its owner presents itself.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
_COLUMNS = (("topics", sa.String(500)), ("author", sa.String(200)), ("image", sa.String(64)), ("badges", sa.BigInteger()))


def upgrade() -> None:
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("course")}
    for name, kind in _COLUMNS:
        if name not in there:
            op.add_column("course", sa.Column(name, kind, nullable=True))
            crashpoint.reach(f"migration:course.{name}")
    op.create_table(
        "profile",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(100)),
        sa.Column("sentence", sa.String(200)),
        sa.Column("colour", sa.String(7)),
        sa.Column("logo", sa.String(64)),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_profile")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_profile_tenant_id_tenant"), ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:profile")
