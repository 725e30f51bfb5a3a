"""Where courses stand by their ratings, what LAN decided about ratings, and the code of the agency that owns a tenant.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_SUMS = ("others", "other_weight", "other_stars", "own", "own_weight", "own_stars")


def upgrade() -> None:
    if "agency_code" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("tenant")}:
        op.add_column("tenant", sa.Column("agency_code", sa.String(40), nullable=True))
    crashpoint.reach("migration:tenant.agency_code")
    op.create_index("ix_rating_course", "rating", ["tenant_id", "course", "learner"], unique=False, if_not_exists=True)
    op.create_index("ix_completion_course", "completion", ["tenant_id", "course", "learner"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:ix_completion_course")
    op.create_table(
        "standing",
        _tenant(primary=True),
        sa.Column("course", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _SUMS),
        sa.Column("damped", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("other_completions", "own_completions", "votes")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("mean", "prior", "prior_share", "own_share")),
        sa.Column("capped", sa.Boolean(), nullable=False),
        sa.Column("completions", sa.BigInteger(), nullable=False),
        sa.Column("popularity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "course", name="pk_standing"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_standing_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:standing")
    op.create_table(
        "standing_tenant",
        _tenant(primary=True),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("prior", sa.Integer(), nullable=False),
        sa.Column("owner_code", sa.String(40), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("stars", sa.BigInteger(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_standing_tenant"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_standing_tenant_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:standing_tenant")
    op.create_table(
        "standing_due",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        _tenant(primary=False),
        sa.Column("course", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_standing_due"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_standing_due_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("ix_standing_due_tenant", "standing_due", ["tenant_id", "id"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:standing_due")
    op.create_table(
        "moderation",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("site", sa.String(32), nullable=False),
        sa.Column("slug", sa.String(40), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("rating", "course", "created")),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moderation"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("ix_moderation_rating", "moderation", ["site", "rating", "id"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:moderation")


def _tenant(*, primary: bool) -> sa.Column[int]:
    return sa.Column("tenant_id", sa.BigInteger(), autoincrement=False if primary else "auto", nullable=False)
