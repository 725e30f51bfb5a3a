"""Good rows that are held for a bad version, what a tenant takes of the centre over many turns, and changes of its state.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("held_deletion", "refused", sa.BigInteger()),
    ("rejection", "took", sa.Boolean()),
    ("tenant", "unfinished", sa.Integer()),
    ("tenant", "waited_ms", sa.BigInteger()),
    ("tenant", "seen_state", sa.String(10)),
    ("live_count", "stored", sa.BigInteger()),
    ("live_count", "bytes", sa.BigInteger()),
    ("stream", "rejected_more", sa.BigInteger()),
)
_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "tenant_limit",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_tenant_limit_tenant_id_tenant", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "name", name="pk_tenant_limit"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:tenant_limit")
    op.create_table(
        "flip",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.String(10), nullable=True),
        sa.Column("after", sa.String(10), nullable=False),
        sa.Column("code", sa.String(30), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_flip_tenant_id_tenant", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_flip"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:flip")
    op.create_index("ix_flip_newest", "flip", ["tenant_id", "id"], unique=False, if_not_exists=True)
    for table, name, kind in _COLUMNS:
        if name not in {known["name"] for known in sa.inspect(op.get_bind()).get_columns(table)}:
            op.add_column(table, sa.Column(name, kind, nullable=True))
            crashpoint.reach(f"migration:{table}.{name}")
