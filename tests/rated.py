"""What a test of ratings needs: a tenant whose learners complete courses and rate them, and a people directory that knows some."""

import itertools
from typing import Any
from uuid import UUID

from syncd.model.kinds import COMPLETION, RATING
from syncd.model.person import Person
from syncd.model.rows import KindRows
from syncd.model.standing import Standing
from syncd.ratings import keep
from syncd.store import directory, people, standings, tenants
from syncd.store.dbclock import database_now_ms
from syncd.store.engine import Engine, reading, transaction
from tests.offered import Offering

# The moment at which all happens in tests of ratings: the tests' database clock is not asked.
NOW = 1_800_000_000
DAY = 86_400
CODE, OTHER = "BALAI", "LAIN"


def learner(number: int) -> str:
    return f"sub:{UUID(int=number, version=4)}"


class Rated(Offering):
    """An offering whose learners have opinions. `numbers` go on over all tenants of a test, as people do."""

    def __init__(self, engine: Engine, agency: str = CODE, name: str = "Balai Uji") -> None:
        super().__init__(engine, agency, name)
        self._ids = itertools.count(1)
        self._stored = itertools.count(1_000)
        self.learned: dict[tuple[int, str], int] = {}

    def complete(self, course: int, who: str, at: int = NOW) -> int:
        """This learner completes this course; the number of the row."""
        row = next(self._ids)
        self.page(KindRows(COMPLETION.name, [(row, course, who, at)]))
        self.learned[course, who] = row
        return row

    def withdraw(self, course: int, who: str) -> None:
        """The completion is gone."""
        self.page(KindRows(COMPLETION.name, [], gone=[self.learned.pop((course, who))]))

    def rate(self, course: int, who: str, stars: int, at: int = NOW, **values: Any) -> int:
        """A vote; the number of the row."""
        row = values.pop("row", None) or next(self._ids)
        self.page(KindRows(RATING.name, [rating(row, course, who, stars, at, **values)]))
        return row

    def vote(self, course: int, who: str, stars: int, at: int = NOW, **values: Any) -> int:
        """A vote as plugins let people give it: after completion."""
        self.complete(course, who, at)
        return self.rate(course, who, stars, at, **values)

    def many(self, course: int, whos: list[str], stars: int, at: int = NOW) -> None:
        """All of these vote, in one page for each kind."""
        learned = [(next(self._ids), course, who, at) for who in whos]
        self.learned |= {(course, who): row for row, _course, who, _at in learned}
        self.page(KindRows(COMPLETION.name, learned))
        self.page(KindRows(RATING.name, [rating(next(self._ids), course, who, stars, at) for who in whos]))

    def page(self, rows: KindRows) -> None:
        self._times = self._stored
        self._store(rows)

    def owned_by(self, code: str | None) -> None:
        with transaction(self.engine) as conn:
            tenants.note_agency_code(conn, self.id, code)

    @property
    def standings(self) -> dict[int, Standing]:
        """As kept now."""
        with reading(self.engine) as conn:
            return dict(standings.of_tenant(conn, self.id).of)

    def standing(self, course: int) -> Standing:
        """Of one course, after the store."""
        keep.bring(self.engine)
        with reading(self.engine) as conn:
            return standings.of_tenant(conn, self.id).at(course)


def rating(row: int, course: int, who: str, stars: int, at: int, **values: Any) -> tuple[Any, ...]:
    columns = dict.fromkeys(RATING.column_names) | {"id": row, "course": course, "learner": who, "stars": stars, "created": at}
    assert values.keys() <= columns.keys()
    return tuple((columns | {"reports": 0} | values).values())


def know(engine: Engine, agency: str | None, *whos: str) -> None:
    """The people directory knows that these work for this agency."""
    found = [Person(who.removeprefix("sub:"), agency, None, "PNS", enabled=True) for who in whos]
    with transaction(engine) as conn:
        directory.lock(conn)
        people.take(conn, found, {"pns"}, database_now_ms(conn))
