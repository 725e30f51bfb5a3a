"""One table of a simulated site: starting rows from the population, later changes in memory. Touches nothing else."""

from collections.abc import Iterator
from copy import copy
from random import Random

from syncd.model.digest import BUCKETS, KindDigest, Sums, canonical_text, row_digest
from syncd.model.kinds import KINDS
from syncd.model.wire import NEWEST
from syncd.simulator.population import Population, Row

_TRIES = 20


class Table:
    """The live rows of one kind, by id. Ids are handed out in ascending order and never twice."""

    def __init__(self, kind: str, population: Population | None) -> None:
        self.kind = kind
        self._population = population
        self._started_with = population.count(kind) if population else 0
        self._changed: dict[int, Row | None] = {}
        self._next_id = self._started_with + 1
        self._sums: dict[int, dict[int, Sums]] = {}  # of each version of the contract that was asked for, by bucket

    def new_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def get(self, row_id: int) -> Row | None:
        if row_id in self._changed:
            return self._changed[row_id]
        if self._population and 1 <= row_id <= self._started_with:
            return self._population.row(self.kind, row_id)
        return None

    def put(self, row: Row) -> None:
        self._replace(int(str(row[0])), row)

    def drop(self, row_id: int) -> None:
        self._replace(row_id, None)

    def ids(self, after: int = 0) -> Iterator[int]:
        """The ids of the live rows, ascending."""
        for row_id in range(after + 1, self._next_id):
            if self._changed.get(row_id, ...) is not None and (row_id in self._changed or row_id <= self._started_with):
                yield row_id

    def rows(self, after: int = 0) -> Iterator[Row]:
        """The live rows by ascending id."""
        for row_id in self.ids(after):
            row = self.get(row_id)
            if row is not None:
                yield row

    def some(self, rng: Random) -> Row | None:
        """A live row by chance; None if a few tries hit none."""
        for _ in range(_TRIES):
            row = self.get(rng.randrange(1, self._next_id + 1))
            if row is not None:
                return row
        return None

    def digest(self, contract: int = NEWEST) -> KindDigest:
        if contract not in self._sums:
            width = KINDS[self.kind].width(contract)
            self._sums[contract] = dict(KindDigest.of_rows((row[:width] for row in self.rows()), contract).buckets or {})
        return KindDigest.of_buckets(self._sums[contract])

    def __len__(self) -> int:
        return self.digest(next(iter(self._sums))).total.count if self._sums else sum(1 for _ in self.ids())

    def copy(self) -> "Table":
        """The table as it is now, for a backup."""
        twin = copy(self)
        twin._changed = dict(self._changed)  # noqa: SLF001 - the twin is of this class
        twin._sums = {}  # noqa: SLF001
        return twin

    def _replace(self, row_id: int, row: Row | None) -> None:
        bucket, before = row_id % BUCKETS, self.get(row_id) if self._sums else None
        for contract, sums in self._sums.items():
            old, new = self._sums_of(before, contract), self._sums_of(row, contract)
            kept = sums.get(bucket, Sums())
            sums[bucket] = Sums(kept.count - old.count + new.count, kept.high - old.high + new.high, kept.low - old.low + new.low)
        self._changed[row_id] = row

    def _sums_of(self, row: Row | None, contract: int) -> Sums:
        width = KINDS[self.kind].width(contract)
        return Sums(1, *row_digest(canonical_text(row[:width], contract))) if row is not None else Sums()
