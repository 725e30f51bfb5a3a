"""New courses that LAN looks at first, and what owners object to.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True)


def _said() -> tuple[sa.Column[str], sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "review_switch",
        _key("id"),
        sa.Column("agency", sa.String(255), nullable=True),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        *_said(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_switch")),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:review_switch")
    op.create_table(
        "review",
        _key("id"),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("course", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        *_said(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        _reference("review", "tenant_id", "tenant.id"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:review")
    op.create_index("ix_review_course", "review", ["tenant_id", "course", "id"], if_not_exists=True)
    crashpoint.reach("migration:ix_review_course")
    op.create_table(
        "objection",
        sa.Column("decision", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_objection")),
        _reference("objection", "decision", "curation.id"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:objection")
    op.create_table(
        "objection_answer",
        _key("id"),
        sa.Column("decision", sa.BigInteger(), nullable=False),
        *_said(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_answer")),
        _reference("objection_answer", "decision", "objection.decision"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:objection_answer")
    op.create_index("ix_objection_answer_newest", "objection_answer", ["decision", "id"], if_not_exists=True)
    crashpoint.reach("migration:ix_objection_answer_newest")
