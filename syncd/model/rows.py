"""A validated page: rows that fit the store and rejections that say why the others do not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that does not keep the contract.

    The digest of what was received makes the row known, not missing. `detail` quotes no value.
    """

    row_id: int
    field: str
    reason: str
    detail: str
    digest_high: int
    digest_low: int


@dataclass(frozen=True, slots=True)
class KindRows:
    """What one page says about one kind. Rows are in the contract's column order, their first value is the id."""

    kind: str
    rows: Sequence[Sequence[Any]]
    gone: Sequence[int] = ()
    erased: Sequence[int] = ()
    rejections: Sequence[Rejection] = ()

    @property
    def row_ids(self) -> list[int]:
        """The ids of the rows that fit."""
        return [row[0] for row in self.rows]

    @property
    def ids(self) -> list[int]:
        """The ids of all rows that came, whether they fit or not."""
        return self.row_ids + [one.row_id for one in self.rejections]
