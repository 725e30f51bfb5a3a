"""Images by their hash, and what could not be had of whom.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import MEDIUMBLOB

from syncd import crashpoint

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "image",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb"), nullable=False),
        sa.Column("width", sa.SmallInteger(), nullable=False),
        sa.Column("height", sa.SmallInteger(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_image")),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:image")
    op.create_table(
        "image_refused",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("again_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "sha256", name=op.f("pk_image_refused")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_image_refused_tenant_id_tenant"), ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:image_refused")
    there = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("tenant")}
    for name in ("images_seen", "images_next"):
        if name not in there:
            op.add_column("tenant", sa.Column(name, sa.BigInteger()))
        crashpoint.reach(f"migration:tenant.{name}")
    op.create_index("ix_course_image", "course", ["image"], if_not_exists=True)
    crashpoint.reach("migration:ix_course_image")
