"""The tables of the first release.

Every step can be repeated: MariaDB commits each one, so a process that dies in between leaves half a migration.
"""

import sqlalchemy as sa
from alembic import op

from syncd import crashpoint

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MARIADB = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "daemon",
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_daemon"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:daemon")
    op.create_table(
        "tenant",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(40), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("agency", sa.String(255), nullable=False),
        sa.Column("url", sa.String(255), nullable=False),
        sa.Column("site", sa.String(32), nullable=True),
        sa.Column("jwks", sa.Text(), nullable=True),
        sa.Column("jwks_sha256", sa.String(64), nullable=True),
        sa.Column("epoch", sa.String(32), nullable=True),
        sa.Column("plugin", sa.BigInteger(), nullable=True),
        sa.Column("release", sa.String(40), nullable=True),
        sa.Column("moodle", sa.String(40), nullable=True),
        sa.Column("php", sa.String(40), nullable=True),
        sa.Column("clock_skew_s", sa.BigInteger(), nullable=True),
        sa.Column("streams_on", sa.String(100), nullable=False),
        sa.Column("paused_by", sa.String(10), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("next_sync_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", sa.String(64), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("last_code", sa.String(30), nullable=True),
        sa.Column("last_error", sa.String(500), nullable=True),
        sa.Column("last_tried_at", sa.BigInteger(), nullable=True),
        sa.Column("last_ok_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_equal", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tenant"),
        sa.UniqueConstraint("slug", name="uq_tenant_slug"),
        sa.UniqueConstraint("site", name="uq_tenant_site"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("ix_tenant_due", "tenant", ["next_sync_at", "lease_until"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:tenant")
    op.create_table(
        "assertion",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("badge", sa.BigInteger(), nullable=False),
        sa.Column("learner", sa.String(68), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_assertion"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_assertion_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("ix_assertion_badge", "assertion", ["tenant_id", "badge"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:assertion")
    op.create_table(
        "badge_class",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("course", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("issuer", sa.String(255), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_badge_class"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_badge_class_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:badge_class")
    op.create_table(
        "completion",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("course", sa.BigInteger(), nullable=False),
        sa.Column("learner", sa.String(68), nullable=False),
        sa.Column("completed", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_completion"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_completion_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:completion")
    op.create_table(
        "course",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("category", sa.String(500), nullable=True),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("jp_hundredths", sa.BigInteger(), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("competency", sa.String(20), nullable=True),
        sa.Column("format", sa.String(20), nullable=True),
        sa.Column("level", sa.String(20), nullable=True),
        sa.Column("training_type", sa.String(100), nullable=True),
        sa.Column("batch", sa.String(100), nullable=True),
        sa.Column("language", sa.String(30), nullable=True),
        sa.Column("starts", sa.BigInteger(), nullable=True),
        sa.Column("ends", sa.BigInteger(), nullable=True),
        sa.Column("self_enrol", sa.SmallInteger(), nullable=False),
        sa.Column("tracks_completion", sa.SmallInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_course"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_course_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:course")
    op.create_table(
        "enrolment",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("course", sa.BigInteger(), nullable=False),
        sa.Column("learner", sa.String(68), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=True),
        sa.Column("ends", sa.BigInteger(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_enrolment"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_enrolment_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:enrolment")
    op.create_table(
        "held_deletion",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("live", sa.BigInteger(), nullable=False),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.Column("released_by", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "kind", name="pk_held_deletion"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_held_deletion_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:held_deletion")
    op.create_table(
        "invite",
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("tenant_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("agency", sa.String(255), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("secret_sha256", name="pk_invite"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_invite_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:invite")
    op.create_table(
        "live_count",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("live", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "kind", name="pk_live_count"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_live_count_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:live_count")
    op.create_table(
        "rejection",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("digest_high", sa.BigInteger(), nullable=False),
        sa.Column("digest_low", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rejection"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_rejection_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("uq_rejection_row", "rejection", ["tenant_id", "kind", "row_id"], unique=True, if_not_exists=True)
    crashpoint.reach("migration:rejection")
    op.create_table(
        "stream",
        sa.Column("tenant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("cursor_seq", sa.BigInteger(), nullable=True),
        sa.Column("cursor_mark", sa.String(12), nullable=True),
        sa.Column("refused", sa.String(20), nullable=True),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("snapshot_reason", sa.String(20), nullable=True),
        sa.Column("snapshot_kind", sa.String(20), nullable=True),
        sa.Column("snapshot_after", sa.BigInteger(), nullable=True),
        sa.Column("snapshot_seq", sa.BigInteger(), nullable=True),
        sa.Column("snapshot_mark", sa.String(12), nullable=True),
        sa.Column("last_ok_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.BigInteger(), nullable=True),
        sa.Column("verified_equal", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "name", name="pk_stream"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_stream_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    crashpoint.reach("migration:stream")
    op.create_table(
        "sync",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.BigInteger(), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("code", sa.String(30), nullable=True),
        sa.Column("error", sa.String(500), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("repaired", sa.BigInteger(), nullable=False),
        sa.Column("notes", sa.String(500), nullable=False),
        sa.Column("verified_equal", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sync"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_sync_tenant_id_tenant", ondelete="CASCADE"),
        if_not_exists=True,
        **_MARIADB,
    )
    op.create_index("ix_sync_newest", "sync", ["tenant_id", "id"], unique=False, if_not_exists=True)
    crashpoint.reach("migration:sync")
