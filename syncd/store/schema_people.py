"""The tables of the people directory. Every index is named after its query. Defines only."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, SmallInteger, String, Table

from syncd.store.schema_base import KEY as _KEY
from syncd.store.schema_base import MARIADB, metadata

person = Table(
    "person",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("agency", String(40)),
    Column("unit", String(255)),
    Column("status", String(40)),
    Column("enabled", Boolean, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("gone_at", BigInteger),
    Column("barred", Boolean, nullable=False),  # disabled, or of a status that may not sign in
    Column("ended_at", BigInteger),  # barred, and without a session since
    Index("ix_person_barred", "barred", "ended_at"),
    Index("ix_person_agency", "agency", "status"),
    **MARIADB,
)

# Append-only. No foreign key: the history outlives the row.
person_move = Table(
    "person_move",
    metadata,
    Column("id", _KEY, primary_key=True, autoincrement=True),
    Column("subject", String(64), nullable=False),
    Column("from_agency", String(40)),
    Column("from_unit", String(255)),
    Column("from_status", String(40)),
    Column("to_agency", String(40)),
    Column("to_unit", String(255)),
    Column("to_status", String(40)),
    Column("at", BigInteger, nullable=False),
    Index("ix_person_move_subject", "subject", "id"),
    **MARIADB,
)

# One row: who reads the people now, how far the complete pass is, and what is to be shown about it.
directory = Table(
    "directory",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("lease_owner", String(64)),
    Column("lease_until", BigInteger, nullable=False, default=0),
    Column("fence", BigInteger, nullable=False, default=0),
    Column("next_at", BigInteger, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_error", String(500)),
    Column("last_ok_at", BigInteger),
    Column("pass_began_at", BigInteger),  # not null while a complete pass is under way
    Column("pass_next", BigInteger, nullable=False, default=0),
    Column("pass_skipped", BigInteger, nullable=False, default=0),
    Column("complete_at", BigInteger),  # when the last complete pass began
    Column("skipped", BigInteger, nullable=False, default=0),  # accounts it could not take over
    Column("held", BigInteger, nullable=False, default=0),  # people it did not find, whose removal waits
    Column("held_at", BigInteger),
    **MARIADB,
)
