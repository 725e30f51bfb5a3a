"""The table of each kind, made from `model/kinds.py`. Defines only."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, SmallInteger, String, Table, Text

from syncd.model.kinds import ASSERTION, COMPLETION, COURSE, ENROLMENT, KINDS, RATING, ColumnType, Kind
from syncd.model.kinds import Column as KindColumn
from syncd.store.schema_base import MARIADB, metadata

_LONGEST_INLINE = 500


def _value_columns(kind: Kind) -> list[Column[Any]]:
    """The columns of the kind's table for the values of its rows, in the order of the contract."""
    return [Column(column.name, _sql_type(column), nullable=column.nullable) for column in kind.columns if column.name != "id"]


def _sql_type(column: KindColumn) -> BigInteger | SmallInteger | String | Text:
    match column.type:
        case ColumnType.FLAG:
            return SmallInteger()
        case ColumnType.TEXT if column.length > _LONGEST_INLINE:
            return Text()
        case ColumnType.TEXT | ColumnType.CHOICE | ColumnType.LEARNER | ColumnType.HASH:
            return String(column.length)
        case _:
            return BigInteger()


def _kind_table(kind: Kind) -> Table:
    return Table(
        kind.name,
        metadata,
        Column("tenant_id", BigInteger, ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        *_value_columns(kind),
        Column("generation", BigInteger, nullable=False, default=0),  # the snapshot that last saw the row
        Column("changed_at", BigInteger, nullable=False),
        Column("gone_at", BigInteger),  # tombstone: gone at the tenant since
        **MARIADB,
    )


kind_tables: dict[str, Table] = {name: _kind_table(kind) for name, kind in KINDS.items()}
Index("ix_assertion_badge", kind_tables[ASSERTION.name].c.tenant_id, kind_tables[ASSERTION.name].c.badge)
# Of how many learners a course was completed.
Index("ix_enrolment_course", *(kind_tables[ENROLMENT.name].c[name] for name in ("tenant_id", "course", "learner")))
# Whose votes count for a course: those of learners who have completed it.
Index("ix_rating_course", *(kind_tables[RATING.name].c[name] for name in ("tenant_id", "course", "learner")))
Index("ix_completion_course", *(kind_tables[COMPLETION.name].c[name] for name in ("tenant_id", "course", "learner")))
# Whether anything shows an image.
Index("ix_course_image", kind_tables[COURSE.name].c.image)
