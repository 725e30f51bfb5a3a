"""The tables of people who look at the centre's own pages. Defines only."""

from sqlalchemy import BigInteger, Column, Index, String, Table

from syncd.store.schema_base import MARIADB, metadata

# People who have signed in. A subject does not say who somebody is, no token is here, and of the secret only the sha256.
portal_session = Table(
    "portal_session",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    Column("subject", String(64), nullable=False),
    Column("issuer_session", String(64), nullable=False),
    Column("agency", String(255)),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Index("ix_portal_session_issuer", "issuer_session"),
    Index("ix_portal_session_subject", "subject"),
    Index("ix_portal_session_seen", "seen_at"),
    **MARIADB,
)
