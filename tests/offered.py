"""What a test of search needs: tenants that have joined a store, and courses as their pages bring them."""

import itertools
from collections.abc import Sequence
from typing import Any

from syncd.model.kinds import BADGE_CLASS, COURSE
from syncd.model.rows import KindRows
from syncd.model.tenant import Pause, TenantRow
from syncd.store import leases, rows, tenants
from syncd.store.engine import Engine, reading, run_transaction, transaction
from syncd.store.invites import Invite
from syncd.store.joins import Applicant, join

_numbers = itertools.count(1)
# Later than any course is made: rows come to the centre after that.
_CAME_MS = 1_800_000_000_000
_PLAIN: dict[str, Any] = dict.fromkeys(COURSE.column_names) | {
    "audience": "all",
    "self_enrol": 1,
    "tracks_completion": 1,
    "created": 1_700_000_000,
    "language": "id",
}


class Offering:
    """One tenant, and what it offers. Each change is a page of its own, stored as a turn stores it."""

    def __init__(self, engine: Engine, agency: str = "Badan Uji", name: str = "Balai Uji", came_ms: int = _CAME_MS) -> None:
        self.engine, self._times = engine, itertools.count(came_ms)
        number = next(_numbers)
        applicant = Applicant(
            f"{number:08x}{number:024x}", f"https://t{number}.example", '{"keys":[]}', "0" * 64, 1, "1.0", "4.5", "8.2"
        )
        with transaction(engine) as conn:
            self.id = join(conn, Invite(None, name, agency), applicant, 1).id

    def put(self, course_id: int, title: str, **values: Any) -> str:
        """A course as it is from now on; its key in the index."""
        self._store(KindRows(COURSE.name, [_course(course_id, title, values)]))
        return f"{self.id}/{course_id}"

    def put_many(self, titles: Sequence[str], **values: Any) -> None:
        """Courses 1, 2, … with these titles, in one page; a value that is a function is asked with the number."""
        of = lambda number: {name: one(number) if callable(one) else one for name, one in values.items()}  # noqa: E731
        self._store(KindRows(COURSE.name, [_course(number, title, of(number)) for number, title in enumerate(titles, 1)]))

    def take_out(self, *course_ids: int) -> None:
        """These courses are offered no more."""
        self._store(KindRows(COURSE.name, [], gone=course_ids))

    def erase(self, *course_ids: int) -> None:
        """Nobody knows of these courses any more."""
        self._store(KindRows(COURSE.name, [], erased=course_ids))

    def badge(self, badge_id: int, course_id: int, status: str = "active") -> None:
        """A badge comes with this course."""
        self._store(KindRows(BADGE_CLASS.name, [(badge_id, course_id, "Lencana", None, None, status, 5)]))

    def pause(self, by: Pause) -> None:
        with transaction(self.engine) as conn:
            tenants.pause(conn, self.id, by)

    def resume(self, by: Pause) -> None:
        with transaction(self.engine) as conn:
            tenants.resume(conn, self.id, by)

    @property
    def row(self) -> TenantRow:
        with reading(self.engine) as conn:
            return tenants.by_id(conn, self.id)

    def _store(self, page: KindRows) -> None:
        def work(conn: Any) -> None:
            claimed = leases.claim(conn, self.id, "test", 1)
            assert claimed is not None
            rows.apply_rows(conn, claimed.lease, page, 0, next(self._times))
            leases.finish(conn, claimed.lease, 0, {})

        run_transaction(self.engine, work)


def _course(course_id: int, title: str, values: dict[str, Any]) -> tuple[Any, ...]:
    row = _PLAIN | {"id": course_id, "title": title} | values
    assert len(row) == len(COURSE.columns)
    return tuple(row.values())
