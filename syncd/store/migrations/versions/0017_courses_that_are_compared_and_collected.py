"""Courses that LAN compares and collects, and how many of their learners completed them.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True)


def _of_tenant(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_tenant")
    return sa.ForeignKeyConstraint([column], ["tenant.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "comparison_rejection",
        _key("id"),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("course", sa.BigInteger(), nullable=False),
        sa.Column("other_tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("other_course", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_rejection")),
        _of_tenant("comparison_rejection", "tenant_id"),
        _of_tenant("comparison_rejection", "other_tenant_id"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:comparison_rejection")
    for column in ("tenant_id", "other_tenant_id"):
        op.create_index(f"ix_comparison_rejection_{column}", "comparison_rejection", [column], if_not_exists=True)
    crashpoint.reach("migration:ix_comparison_rejection")
    op.create_index("ix_enrolment_course", "enrolment", ["tenant_id", "course", "learner"], if_not_exists=True)
    crashpoint.reach("migration:ix_enrolment_course")
    op.create_table(
        "collection",
        _key("id"),
        sa.Column("slug", sa.String(40), nullable=False),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("title_id", sa.String(100), nullable=False),
        sa.Column("title_en", sa.String(100), nullable=False),
        sa.Column("about_id", sa.String(300), nullable=False),
        sa.Column("about_en", sa.String(300), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:collection")
    op.create_index("ix_collection_newest", "collection", ["slug", "id"], if_not_exists=True)
    crashpoint.reach("migration:ix_collection_newest")
