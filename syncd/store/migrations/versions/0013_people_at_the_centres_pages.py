"""Sessions of people who have signed in to the centre's own pages.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def upgrade() -> None:
    op.create_table(
        "portal_session",
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("issuer_session", sa.String(64), nullable=False),
        sa.Column("agency", sa.String(255)),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("secret_sha256", name=op.f("pk_portal_session")),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:portal_session")
    for name, column in (("issuer", "issuer_session"), ("subject", "subject"), ("seen", "seen_at")):
        op.create_index(f"ix_portal_session_{name}", "portal_session", [column], if_not_exists=True)
        crashpoint.reach(f"migration:ix_portal_session_{name}")
