"""Notes, in the transaction that changes them, which courses' votes or completions changed. Writes the standing_due table.

Whoever keeps standings takes the notes that are committed and works; a course that is noted twice is computed once more.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, insert, select

from syncd.model.kinds import COMPLETION, RATING
from syncd.store.schema import kind_tables, standing_due

_COUNTED = frozenset({RATING.name, COMPLETION.name})
_MAX_IDS = 5000
# The courses of some rows, by their ids.
Courses = dict[int, int]


def courses_of(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int]) -> Courses:
    """The courses that these rows are about as they are stored now; none where the kind counts for no standing."""
    return {} if kind not in _COUNTED else _selected(conn, tenant_id, kind, ids)


def note_rows(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], before: Courses, now: int) -> None:
    """These rows were written at this moment; those that truly changed are noted, with what they were about before."""
    if kind in _COUNTED:
        changed = _selected(conn, tenant_id, kind, ids, kind_tables[kind].c.changed_at == now)
        note(conn, tenant_id, {*changed.values(), *(before[one] for one in changed if one in before)})


def note_absent(conn: Connection, tenant_id: int, kind: str, before: int) -> None:
    """Live rows that were last seen before this generation are about to go."""
    if kind in _COUNTED:
        table = kind_tables[kind]
        absent = (table.c.tenant_id == tenant_id) & table.c.gone_at.is_(None) & (table.c.generation < before)
        note(conn, tenant_id, set(conn.execute(select(table.c.course).where(absent).distinct()).scalars()))


def note(conn: Connection, tenant_id: int, courses: Collection[int]) -> None:
    """The standing of these courses is to be computed anew."""
    if courses:
        conn.execute(insert(standing_due), [{"tenant_id": tenant_id, "course": course} for course in sorted(courses)])


def _selected(conn: Connection, tenant_id: int, kind: str, ids: Sequence[int], *more: ColumnElement[bool]) -> Courses:
    table, found = kind_tables[kind], Courses()
    for start in range(0, len(ids), _MAX_IDS):
        some = table.c.id.in_(ids[start : start + _MAX_IDS])
        rows = conn.execute(select(table.c.id, table.c.course).where(table.c.tenant_id == tenant_id, some, *more))
        found |= {row.id: row.course for row in rows}
    return found
