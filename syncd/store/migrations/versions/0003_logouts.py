"""Ends of sessions that tenants must be told of."""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "logout",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("jti", sa.String(255), nullable=False),
        sa.Column("session", sa.String(255), nullable=True),
        sa.Column("subject", sa.String(255), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_logout_tenant_id_tenant", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_logout"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:logout")
    op.create_index("uq_logout_token", "logout", ["tenant_id", "jti"], unique=True, if_not_exists=True)
    op.create_index("ix_logout_due", "logout", ["told_at", "next_at"], unique=False, if_not_exists=True)
