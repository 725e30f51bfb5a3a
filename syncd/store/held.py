"""Mass deletions that wait: rows that are absent, for a second agreeing snapshot or LAN; rows that were refused, for LAN alone.

Writes the held_deletion table, and in those of tenants and streams that the copy is not equal.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, delete, func, insert, select, update

from syncd.errors import NotFoundError
from syncd.model.kinds import KINDS
from syncd.store import tenants
from syncd.store.schema import held_deletion, stream, tenant


@dataclass(frozen=True, slots=True)
class HeldDeletion:
    """`held` of `live` rows of a kind were absent from the snapshot of this generation; of `refused` more came a bad version."""

    kind: str
    generation: int
    held: int
    live: int
    held_at: int
    released_by: str | None = None
    refused: int | None = None

    @property
    def count(self) -> int:
        """How many rows would vanish."""
        return self.held + (self.refused or 0)


_OF_TENANT = select(*(held_deletion.c[name] for name in HeldDeletion.__dataclass_fields__)).where(
    held_deletion.c.tenant_id == bindparam("tenant")
)


def of_tenant(conn: Connection, tenant_id: int) -> dict[str, HeldDeletion]:
    """The deletions held for a tenant, by kind."""
    return {row["kind"]: HeldDeletion(**row) for row in conn.execute(_OF_TENANT, {"tenant": tenant_id}).mappings()}


def list_held(conn: Connection) -> Sequence[RowMapping]:
    """All deletions held, with the tenant's slug, oldest first."""
    statement = select(tenant.c.slug, held_deletion).join(tenant, tenant.c.id == held_deletion.c.tenant_id)
    return conn.execute(statement.order_by(held_deletion.c.held_at, tenant.c.slug)).mappings().all()


def hold(conn: Connection, tenant_id: int, deletion: HeldDeletion) -> None:
    """Hold the deletion of absent rows. One held already keeps its generation and time: it waits for rows absent since then."""
    _not_equal(conn, tenant_id, deletion.kind)
    found = of_tenant(conn, tenant_id).get(deletion.kind)
    if found is None:
        conn.execute(insert(held_deletion).values(tenant_id=tenant_id, **asdict(deletion)))
        return
    values: dict[str, object] = {"held": deletion.held, "live": deletion.live}
    if not found.held:
        # What was released until now were refused rows; these are others.
        values |= {"generation": deletion.generation, "held_at": deletion.held_at, "released_by": None}
    conn.execute(update(held_deletion).where(_known(tenant_id, deletion.kind)).values(**values))


def hold_refused(conn: Connection, tenant_id: int, kind: str, refused: int, live: int, now: int) -> None:
    """Hold so many good rows of which a bad version came; none: nothing of the kind waits for that reason any more."""
    if refused:
        _not_equal(conn, tenant_id, kind)
    found = of_tenant(conn, tenant_id).get(kind)
    if found is not None and (refused or found.held):
        conn.execute(update(held_deletion).where(_known(tenant_id, kind)).values(refused=refused, live=live))
    elif refused:
        waiting = HeldDeletion(kind, 0, 0, live, now, refused=refused)
        conn.execute(insert(held_deletion).values(tenant_id=tenant_id, **asdict(waiting)))
    else:
        drop(conn, tenant_id, kind)


def drop_absent(conn: Connection, tenant_id: int, kind: str) -> None:
    """No absent row of this kind waits any more."""
    conn.execute(delete(held_deletion).where(_known(tenant_id, kind), func.coalesce(held_deletion.c.refused, 0) == 0))
    conn.execute(update(held_deletion).where(_known(tenant_id, kind)).values(held=0, generation=0))


def release(conn: Connection, tenant_id: int, kind: str, by: str) -> None:
    """Release a held deletion: the tenant's next turn carries it out and is due at once."""
    if conn.execute(update(held_deletion).where(_known(tenant_id, kind)).values(released_by=by)).rowcount == 0:
        raise NotFoundError(f"no deletion of kind '{kind}' is held for this tenant")
    tenants.make_due(conn, [tenant_id])


def drop(conn: Connection, tenant_id: int, kind: str) -> None:
    """Remove the held deletions: nothing waits any more."""
    conn.execute(delete(held_deletion).where(_known(tenant_id, kind)))


def _not_equal(conn: Connection, tenant_id: int, kind: str) -> None:
    """Not only the next comparison: from this transaction on nobody reads that the copy is equal."""
    mine = (stream.c.tenant_id == tenant_id) & (stream.c.name == KINDS[kind].stream)
    conn.execute(update(stream).where(mine).values(verified_equal=False))
    conn.execute(update(tenant).where(tenant.c.id == tenant_id).values(verified_equal=False))


def _known(tenant_id: int, kind: str) -> ColumnElement[bool]:
    return (held_deletion.c.tenant_id == tenant_id) & (held_deletion.c.kind == kind)
