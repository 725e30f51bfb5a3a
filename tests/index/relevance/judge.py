"""The catalogue by which searches are judged, the judged queries, and the measure. Reads queries.toml; knows no search."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path

from syncd.simulator.agencies import agency
from syncd.simulator.population import Population, Size
from syncd.simulator.subjects import FORMS

SEED, TENANTS, COURSES = 2026, 100, 30
BEST, GOOD, NEAR, NOTHING = 3, 2, 1, 0
FIRST = 10
QUERIES = Path(__file__).parent / "queries.toml"


@dataclass(frozen=True, slots=True)
class Offering:
    """A course as a search may see it, and, for the judge alone, which topic it teaches and how."""

    key: int
    title: str
    summary: str
    category: str
    training_type: str
    agency: str
    about: str
    form: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, of which sort it is, and what answers it."""

    sort: str
    text: str
    best: frozenset[str] = frozenset()
    good: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    agency: str | None = None
    form: str | None = None

    def grade(self, offering: Offering) -> int:
        """How well an offering answers, 0 to 3; README.md says it in words."""
        if self.agency and not self.best:
            return BEST if offering.agency == self.agency else NOTHING
        grades = ((self.best, BEST), (self.good, GOOD), (self.near, NEAR))
        by_topic = next((grade for topics, grade in grades if offering.about in topics), NOTHING)
        asked = [(self.agency, offering.agency), (self.form, offering.form)]
        missed = sum(wanted is not None and wanted != offered for wanted, offered in asked)
        return max(NOTHING, by_topic - missed)


@cache
def catalogue() -> tuple[Offering, ...]:
    """Every course of a hundred simulated tenants, the same on every machine."""
    return tuple(
        _offering(tenant, course, population)
        for tenant in range(1, TENANTS + 1)
        for population in [Population(SEED, tenant, Size(COURSES, 10, 1))]
        for course in range(1, COURSES + 1)
    )


def _offering(tenant: int, course: int, population: Population) -> Offering:
    row, about = population.row("course", course), population.about(course)
    title, summary, category, training_type = str(row[1]), str(row[2] or ""), str(row[3]), str(row[10] or "")
    form = next((form.title for form in FORMS if form.title.format(about) == title), None)
    return Offering(tenant * 1000 + course, title, summary, category, training_type, agency(tenant), about, form)


@cache
def queries() -> tuple[Query, ...]:
    """All judged queries, in the order of the file."""
    with QUERIES.open("rb") as file:
        sorts = tomllib.load(file)
    return tuple(
        Query(sort, **{key: frozenset(value) if isinstance(value, list) else value for key, value in query.items()})
        for sort, listed in sorts.items()
        for query in listed
    )


def ndcg(ranked: Sequence[int], query: Query) -> float:
    """Normalised discounted cumulative gain of the first ten: 1 if nothing could stand before anything else there."""
    grades = {offering.key: grade for offering in catalogue() if (grade := query.grade(offering))}
    return _gain([grades.get(key, NOTHING) for key in ranked]) / _gain(sorted(grades.values(), reverse=True))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def best_is_there(ranked: Sequence[int], query: Query) -> bool:
    """Whether one of the best answers the catalogue has stands among the first ten."""
    best = max(map(query.grade, catalogue()))
    return any(query.grade(offering) == best for offering in catalogue() if offering.key in ranked[:FIRST])
