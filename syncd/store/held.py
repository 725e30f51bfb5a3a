"""Mass deletions that wait for a second agreeing snapshot or for LAN. Writes the held_deletion table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from syncd.errors import NotFoundError
from syncd.store import tenants
from syncd.store.schema import held_deletion, tenant


@dataclass(frozen=True, slots=True)
class HeldDeletion:
    """`held` of `live` rows of a kind were absent from the snapshot of this generation."""

    kind: str
    generation: int
    held: int
    live: int
    held_at: int
    released_by: str | None = None


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
    """Hold a deletion. One that is held already keeps its generation and time: it waits for rows absent since then."""
    known = (held_deletion.c.tenant_id == tenant_id) & (held_deletion.c.kind == deletion.kind)
    changed = conn.execute(update(held_deletion).where(known).values(held=deletion.held, live=deletion.live))
    if changed.rowcount == 0:
        conn.execute(insert(held_deletion).values(tenant_id=tenant_id, **asdict(deletion)))


def release(conn: Connection, tenant_id: int, kind: str, by: str) -> None:
    """LAN lets a held deletion happen: it is carried out by the tenant's next turn, which is due at once."""
    known = (held_deletion.c.tenant_id == tenant_id) & (held_deletion.c.kind == kind)
    if conn.execute(update(held_deletion).where(known).values(released_by=by)).rowcount == 0:
        raise NotFoundError(f"no deletion of kind '{kind}' is held for this tenant")
    tenants.make_due(conn, [tenant_id])


def drop(conn: Connection, tenant_id: int, kind: str) -> None:
    """Nothing is held any more."""
    conn.execute(delete(held_deletion).where(held_deletion.c.tenant_id == tenant_id, held_deletion.c.kind == kind))
