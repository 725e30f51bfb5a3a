"""The central tables but for those in the other `schema_*.py`. Every index is named after its query. Defines only."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from syncd.model.wire import CONTRACT
from syncd.store.schema_base import KEY as _KEY
from syncd.store.schema_base import MARIADB, metadata
from syncd.store.schema_curation import collection, comparison_rejection, curation
from syncd.store.schema_images import image, image_refused
from syncd.store.schema_kinds import kind_tables
from syncd.store.schema_pages import portal_session
from syncd.store.schema_people import directory, person, person_move
from syncd.store.schema_profile import profile
from syncd.store.schema_ratings import moderation, standing, standing_due, standing_tenant
from syncd.store.schema_review import objection, objection_answer, review, review_switch

__all__ = [
    "MARIADB",
    "collection",
    "comparison_rejection",
    "curation",
    "directory",
    "image",
    "image_refused",
    "kind_tables",
    "metadata",
    "moderation",
    "objection",
    "objection_answer",
    "person",
    "person_move",
    "portal_session",
    "profile",
    "review",
    "review_switch",
    "standing",
    "standing_due",
    "standing_tenant",
]

tenant = Table(
    "tenant",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("slug", String(40), nullable=False, unique=True),
    Column("name", String(255), nullable=False),
    Column("agency", String(255), nullable=False),
    Column("url", String(255), nullable=False),
    Column("site", String(32), unique=True),
    Column("jwks", Text),
    Column("jwks_sha256", String(64)),
    Column("epoch", String(32)),
    Column("plugin", BigInteger),
    Column("release", String(40)),
    Column("moodle", String(40)),
    Column("php", String(40)),
    Column("clock_skew_s", BigInteger),
    Column("streams_on", String(100), nullable=False, default=""),
    Column("paused_by", String(10)),  # a Pause
    Column("joined_at", BigInteger, nullable=False),
    Column("next_sync_at", BigInteger, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", BigInteger, nullable=False, default=0),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("deaths", Integer, nullable=False, default=0),
    Column("last_code", String(30)),
    Column("last_error", String(500)),
    Column("last_tried_at", BigInteger),
    Column("last_ok_at", BigInteger),
    Column("verified_at", BigInteger),
    Column("verified_equal", Boolean),
    Column("unfinished", Integer),  # turns in a row that did not come to their end
    Column("waited_ms", BigInteger),  # for its answers, in its last turn
    Column("seen_state", String(10)),  # the state of the newest flip; the state itself is computed when it is read
    Column("contract", Integer, nullable=False, default=CONTRACT, server_default=str(CONTRACT)),  # in which it is asked
    Column("touched", BigInteger, nullable=False, default=0, server_default="0"),  # grows with each change that search shows
    Column("images_seen", BigInteger),  # `touched` when its images were looked through last and none was missing
    Column("images_next", BigInteger),  # when they are looked through in any case
    Column("agency_code", String(40)),  # by which the people directory knows the owner
    Column("sign_in", Boolean),  # whether people sign in there at the identity issuer, as the site says
    Index("ix_tenant_due", "next_sync_at", "lease_until"),
    **MARIADB,
)

invite = Table(
    "invite",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE")),
    Column("name", String(255), nullable=False),
    Column("agency", String(255), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    **MARIADB,
)

stream = Table(
    "stream",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String(20), primary_key=True),
    Column("cursor_seq", BigInteger),
    Column("cursor_mark", String(12)),
    Column("refused", String(20)),
    Column("generation", BigInteger, nullable=False, default=0),
    Column("snapshot_reason", String(20)),  # not null while a snapshot is under way
    Column("snapshot_kind", String(20)),
    Column("snapshot_after", BigInteger),
    Column("snapshot_seq", BigInteger),
    Column("snapshot_mark", String(12)),
    Column("rejected_more", BigInteger),  # refused rows that were counted and not kept, since the last snapshot began
    Column("last_ok_at", BigInteger),
    Column("verified_at", BigInteger),
    Column("verified_equal", Boolean),
    **MARIADB,
)

rejection = Table(
    "rejection",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("row_id", BigInteger, nullable=False),
    Column("field", String(40), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("detail", String(200), nullable=False),
    Column("digest_high", BigInteger, nullable=False),
    Column("digest_low", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False, default=0),
    Column("first_seen_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, default=1),
    Column("took", Boolean),  # the row's good version went for it, as far as the guard allows
    Index("uq_rejection_row", "tenant_id", "kind", "row_id", unique=True),
    **MARIADB,
)

held_deletion = Table(
    "held_deletion",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),  # absent rows that would vanish
    Column("live", BigInteger, nullable=False),  # rows of the kind before
    Column("held_at", BigInteger, nullable=False),
    Column("released_by", String(64)),  # a LAN operator's release, carried out at the next turn
    Column("refused", BigInteger),  # more rows that would vanish: a newer version of each was refused
    **MARIADB,
)

sync = Table(
    "sync",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("owner", String(64), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("outcome", String(10), nullable=False),  # running, ok, partial, failed, lost
    Column("code", String(30)),
    Column("error", String(500)),
    Column("requests", Integer, nullable=False, default=0),
    Column("bytes", BigInteger, nullable=False, default=0),
    Column("rows", BigInteger, nullable=False, default=0),
    Column("gone", BigInteger, nullable=False, default=0),
    Column("rejected", BigInteger, nullable=False, default=0),
    Column("repaired", BigInteger, nullable=False, default=0),
    Column("notes", String(500), nullable=False, default=""),  # resets, repairs, held deletions, in words
    Column("verified_equal", Boolean),
    Index("ix_sync_newest", "tenant_id", "id"),
    **MARIADB,
)

# Live rows of a kind, counted at the end of the last turn that changed any: 640 tenants are summed up without touching a row.
live_count = Table(
    "live_count",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("live", BigInteger, nullable=False),
    Column("stored", BigInteger),  # those that are gone among them
    Column("bytes", BigInteger),  # of the stored ones
    **MARIADB,
)

# Append-only: each change of a tenant's state, as somebody looking at it would have seen it.
flip = Table(
    "flip",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("before", String(10)),  # null: never looked at until then
    Column("after", String(10), nullable=False),
    Column("code", String(30)),
    Index("ix_flip_newest", "tenant_id", "id"),
    **MARIADB,
)

# What LAN lets one tenant take, where that is not what holds for all (`model/limits.py`).
tenant_limit = Table(
    "tenant_limit",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String(20), primary_key=True),
    Column("value", BigInteger, nullable=False),
    **MARIADB,
)

daemon = Table(
    "daemon",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("version", String(20), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("beat_at", BigInteger, nullable=False),
    Column("workers", Integer),  # wanted
    Column("living", Integer),  # of them
    Column("clock_off_ms", BigInteger),  # the daemon's clock less the database's
    **MARIADB,
)

# The keys by which tenants know this centre: only the thumbprints of its own public keys.
centre_key = Table("centre_key", metadata, Column("kid", String(64), primary_key=True), **MARIADB)

# Tenants' clients at Keycloak, as they were last put there. A row outlives its tenant, so that a client is never forgotten.
client = Table(
    "client",
    metadata,
    Column("slug", String(40), primary_key=True),
    Column("url", String(255)),  # null while nobody knows what the client is like
    Column("enabled", Boolean),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("changed_at", BigInteger, nullable=False),
    **MARIADB,
)

# What tenants send in words of a newer contract: `kind` or `kind.column`, and in how many rows it was seen.
unknown_part = Table(
    "unknown_part",
    metadata,
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("name", String(64), primary_key=True),
    Column("rows", BigInteger, nullable=False),
    Column("first_seen_at", BigInteger, nullable=False),
    Column("last_seen_at", BigInteger, nullable=False),
    **MARIADB,
)

# Ends of sessions that a tenant must be told of. Neither session nor subject says who somebody is.
logout = Table(
    "logout",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), nullable=False),
    Column("jti", String(255), nullable=False),
    Column("session", String(255)),
    Column("subject", String(255)),
    Column("received_at", BigInteger, nullable=False),
    Column("next_at", BigInteger, nullable=False, default=0),
    Column("tries", Integer, nullable=False, default=0),
    Column("told_at", BigInteger),
    Index("uq_logout_token", "tenant_id", "jti", unique=True),
    Index("ix_logout_due", "told_at", "next_at"),
    **MARIADB,
)
