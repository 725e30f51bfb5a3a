"""People as the realm knows them, their moves, and tenants' clients at Keycloak.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("slug", sa.String(40), nullable=False),
        sa.Column("url", sa.String(255), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=True),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_client"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:client")
    op.create_table(
        "directory",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("lease_owner", sa.String(64), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(500), nullable=True),
        sa.Column("last_ok_at", sa.BigInteger(), nullable=True),
        sa.Column("pass_began_at", sa.BigInteger(), nullable=True),
        sa.Column("pass_next", sa.BigInteger(), nullable=False),
        sa.Column("pass_skipped", sa.BigInteger(), nullable=False),
        sa.Column("complete_at", sa.BigInteger(), nullable=True),
        sa.Column("skipped", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("held_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_directory"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:directory")
    op.create_table(
        "person",
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("agency", sa.String(40), nullable=True),
        sa.Column("unit", sa.String(255), nullable=True),
        sa.Column("status", sa.String(40), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("barred", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("subject", name="pk_person"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("ix_person_barred", "person", ["barred", "ended_at"], unique=False, if_not_exists=True)
    op.create_index("ix_person_agency", "person", ["agency", "status"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:person")
    op.create_table(
        "person_move",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("from_agency", sa.String(40), nullable=True),
        sa.Column("from_unit", sa.String(255), nullable=True),
        sa.Column("from_status", sa.String(40), nullable=True),
        sa.Column("to_agency", sa.String(40), nullable=True),
        sa.Column("to_unit", sa.String(255), nullable=True),
        sa.Column("to_status", sa.String(40), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_move"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("ix_person_move_subject", "person_move", ["subject", "id"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:person_move")
