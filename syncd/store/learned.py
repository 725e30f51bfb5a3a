"""How many learners of a course the centre knows, and how many of them completed it. Reads the kind tables."""

from sqlalchemy import Connection, distinct, func, select

from syncd.model.kinds import COMPLETION, ENROLMENT
from syncd.store.schema import kind_tables

_ENROLMENT, _COMPLETION = kind_tables[ENROLMENT.name], kind_tables[COMPLETION.name]
_SAME = (_COMPLETION.c.tenant_id == _ENROLMENT.c.tenant_id) & (_COMPLETION.c.course == _ENROLMENT.c.course)
_COMPLETED = _SAME & (_COMPLETION.c.learner == _ENROLMENT.c.learner) & _COMPLETION.c.gone_at.is_(None)


def of_course(conn: Connection, tenant_id: int, course: int) -> tuple[int, int]:
    """Learners who are enrolled, each counted once however often, and those of them who have completed."""
    mine = (_ENROLMENT.c.tenant_id == tenant_id) & (_ENROLMENT.c.course == course) & _ENROLMENT.c.gone_at.is_(None)
    counted = select(func.count(distinct(_ENROLMENT.c.learner)), func.count(distinct(_COMPLETION.c.learner)))
    enrolled, completed = conn.execute(counted.select_from(_ENROLMENT.outerjoin(_COMPLETION, _COMPLETED)).where(mine)).one()
    return enrolled, completed
