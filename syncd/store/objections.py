"""What owners say against LAN's word about their courses, and LAN's answers. Writes both tables, which only grow.

An owner objects to one decision, once; LAN can answer more than once, and the newest answer is shown. Each new decision can be
objected to.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping, Select, func, insert, select

from syncd.errors import CurationRefusedError, NotFoundError, ObjectionKnownError
from syncd.foreign_text import is_sentence
from syncd.model.curated import MAX_WHY, By, Value, checked
from syncd.store import curation as spoken
from syncd.store.schema import curation, objection, objection_answer, tenant

_NEWEST = select(func.max(objection_answer.c.id)).group_by(objection_answer.c.decision)


@dataclass(frozen=True, slots=True)
class Objection:
    """What one owner says against one decision. `at`: milliseconds since 1970; `answer`: LAN's newest, or None."""

    decision: int
    slug: str
    course: int
    field: str
    value: Value
    reason: str
    at: int
    answer: By | None


def object_to(conn: Connection, tenant_id: int, decision: int, reason: str, now: int) -> int:
    """Note it, once; when it was noted first. NotFoundError for what is no decision about this tenant that holds."""
    known = conn.execute(_of(tenant_id).where(objection.c.decision == decision)).mappings().first()
    if known is None:
        if all(one.id != decision for one in spoken.current(conn, tenant_id)):
            raise NotFoundError(f"nothing that LAN says about this tenant now has the number {decision}")
        # Whoever sends the same at the same moment finds it there.
        row = insert(objection).prefix_with("IGNORE", dialect="mysql").prefix_with("OR IGNORE", dialect="sqlite")
        conn.execute(row.values(decision=decision, reason=reason, at=now))
        known = conn.execute(_of(tenant_id).where(objection.c.decision == decision)).mappings().one()
    if known["reason"] != reason:
        raise ObjectionKnownError("this decision has been objected to already")
    return int(known["at"])


def of_tenant(conn: Connection, tenant_id: int, limit: int) -> list[Objection]:
    """The newest objections of one owner, newest first."""
    return _found(conn, _of(tenant_id).limit(limit))


def everywhere(conn: Connection, *, answered: bool) -> list[Objection]:
    """The objections of all owners, newest first: those without an answer, or all."""
    found = _found(conn, _of(None))
    return found if answered else [one for one in found if one.answer is None]


def answer(conn: Connection, decision: int, by: By) -> Objection:
    """LAN answers."""
    if not is_sentence(by.why, MAX_WHY):
        raise CurationRefusedError(f"answer in 1 to {MAX_WHY} characters, all of which can be seen: the owner reads it")
    mine = _of(None).where(objection.c.decision == decision)
    if conn.execute(mine).first() is None:
        raise NotFoundError(f"nobody objected to decision {decision}; see `syncd curate objections`")
    conn.execute(insert(objection_answer).values(decision=decision, **asdict(by)))
    return _found(conn, mine)[0]


def _of(tenant_id: int | None) -> Select[tuple[object, ...]]:
    answered = objection_answer.alias("answered")
    newest = answered.c.id.in_(_NEWEST.scalar_subquery())
    columns = (
        objection.c.decision,
        tenant.c.slug,
        curation.c.course,
        curation.c.field,
        curation.c.value,
        objection.c.reason,
        objection.c.at,
        answered.c.who,
        answered.c.why,
        answered.c.at.label("answered_at"),
    )
    found = (
        select(*columns)
        .select_from(objection)
        .join(curation, curation.c.id == objection.c.decision)
        .join(tenant, tenant.c.id == curation.c.tenant_id)
        .outerjoin(answered, (answered.c.decision == objection.c.decision) & newest)
        .order_by(objection.c.decision.desc())
    )
    return found if tenant_id is None else found.where(curation.c.tenant_id == tenant_id)


def _found(conn: Connection, statement: Select[tuple[object, ...]]) -> list[Objection]:
    rows: Sequence[RowMapping] = conn.execute(statement).mappings().all()
    return [
        Objection(
            row["decision"],
            row["slug"],
            row["course"],
            row["field"],
            None if row["value"] is None else checked(row["field"], row["value"]),
            row["reason"],
            row["at"],
            None if row["who"] is None else By(row["who"], row["why"], row["answered_at"]),
        )
        for row in rows
    ]
