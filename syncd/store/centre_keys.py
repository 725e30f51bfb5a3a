"""Which key set tenants know this centre by, as the thumbprints of its public keys. Writes the table of the centre's keys."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from syncd.store.schema import centre_key, tenant


def known(conn: Connection) -> frozenset[str]:
    """The set that tenants trust; none where no site has joined, because then another one does no harm."""
    joined = conn.execute(select(tenant.c.id).where(tenant.c.site.is_not(None)).limit(1)).first()
    return remembered(conn) if joined else frozenset()


def remembered(conn: Connection) -> frozenset[str]:
    """The set as it was last noted."""
    return frozenset(conn.execute(select(centre_key.c.kid)).scalars())


def remember(conn: Connection, kids: Collection[str]) -> None:
    """From now on this is the set."""
    conn.execute(delete(centre_key))
    conn.execute(insert(centre_key), [{"kid": kid} for kid in sorted(kids)])


def lock(conn: Connection) -> None:
    """Let no other site join until this transaction ends: two at once would both find their name and address free.

    These rows are there before any code is made, and nobody else writes them in the course of a day.
    """
    conn.execute(select(centre_key.c.kid).with_for_update()).all()
