"""Ratings as LAN looks at them: what was said, who complained, and whether it counts. Reads the store."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, and_, case, func, select

from syncd.errors import NotFoundError
from syncd.model.kinds import COURSE, RATING
from syncd.store.moderation import About, withheld
from syncd.store.schema import kind_tables, tenant
from syncd.store.votes import is_completed

_RATING, _COURSE = kind_tables[RATING.name], kind_tables[COURSE.name]
_HELD = withheld(_RATING.c.tenant_id, _RATING.c.id, _RATING.c.course, _RATING.c.created)
_REPORTS = func.coalesce(_RATING.c.reports, 0)
_COMPLETED = is_completed(_RATING.c.tenant_id, _RATING.c.course, _RATING.c.learner)
_COLUMNS = (
    tenant.c.slug,
    tenant.c.site,
    *(_RATING.c[name] for name in ("tenant_id", "id", "course", "stars", "text", "created", "edited")),
    *(_RATING.c[name] for name in ("answer", "flagged", "gone_at")),
    _REPORTS.label("reports"),
    _COURSE.c.title,
    case((_HELD, 1), else_=0).label("withheld"),
    case((_COMPLETED, 1), else_=0).label("completed"),
    case((_RATING.c.learner.startswith("sub:"), 1), else_=0).label("proven"),
)
_FROM = _RATING.join(tenant, tenant.c.id == _RATING.c.tenant_id).outerjoin(
    _COURSE, and_(_COURSE.c.tenant_id == _RATING.c.tenant_id, _COURSE.c.id == _RATING.c.course)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which ratings to list: of one tenant, only those somebody complained of, only those that are withheld."""

    tenant_id: int | None = None
    complained: bool = True
    withheld: bool = False


def listed(conn: Connection, wanted: Wanted, limit: int) -> Sequence[RowMapping]:
    """The ratings, those with complaints first: most reports, then flagged by the tenant, then the newest."""
    statement = select(*_COLUMNS).select_from(_FROM).where(_RATING.c.gone_at.is_(None))
    if wanted.tenant_id is not None:
        statement = statement.where(_RATING.c.tenant_id == wanted.tenant_id)
    if wanted.withheld:
        statement = statement.where(_HELD)
    elif wanted.complained:
        statement = statement.where((_REPORTS > 0) | _RATING.c.flagged.is_not(None), ~_HELD)
    order = (_REPORTS.desc(), _RATING.c.flagged.is_(None), func.coalesce(_RATING.c.edited, _RATING.c.created).desc())
    return conn.execute(statement.order_by(*order, tenant.c.slug, _RATING.c.id).limit(limit)).mappings().all()


def one(conn: Connection, tenant_id: int, rating: int, slug: str) -> RowMapping:
    """One rating, also one that is gone."""
    statement = select(*_COLUMNS).select_from(_FROM).where(_RATING.c.tenant_id == tenant_id, _RATING.c.id == rating)
    found = conn.execute(statement).mappings().first()
    if found is None:
        raise NotFoundError(f"{slug} has sent no rating {rating}; syncd rating list --tenant {slug} --all lists what there is")
    return found


def about(row: RowMapping) -> About:
    """The rating of this row, for a decision about it."""
    return About(row["tenant_id"], row["site"] or "", row["slug"], row["id"], row["course"], row["created"])
